package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.identity.VerifiedIdentity;
import org.jspecify.annotations.Nullable;

/// What a function instance remembers for callers, bounded. The many variants of one caller never
/// push out what another caller has, nor one tenant's callers what another tenant's have.
///
/// Where there is no room, the tenant that has most gives it up; among equals, the tenant that
/// asks. Within that tenant it is the party that has most, within that party the caller that has
/// most, and of that caller's the oldest. So a tenant that has no more than an equal share loses
/// nothing to others, one that is the only one has all, and the same holds of the parties of a
/// tenant.
///
/// Not safe for use by several threads at once.
final class Shares<K, V> {
  private final int most;
  private final LinkedHashMap<K, Held<V>> entries;

  private record Held<V>(Holder holder, V value) {}

  /// @param byUse whether the oldest is what was used the longest ago, not what was added first
  Shares(int most, boolean byUse) {
    this.most = most;
    this.entries = new LinkedHashMap<>(16, 0.75f, byUse);
  }

  /// The caller that holds an entry.
  ///
  /// @param tenant has as many parties as it likes: an issuer, an AWS account
  /// @param party the caller without what it chooses itself or can have any number of: a role
  ///   whatever its sessions are called, a subject whatever token it brings
  /// @param proof the digest of the caller's proof, by which sessions are reused
  record Holder(String tenant, String party, String proof) {
    static Holder of(VerifiedIdentity caller, String proof) {
      return switch (caller.principal()) {
        // Names of sessions and of federated users are chosen by the caller of STS.
        case Principal.RoleSession session -> ofRole(session.role(), proof);
        case Principal.Role(RoleArn role) -> ofRole(role, proof);
        case Principal.FederatedUser federated ->
            new Holder(federated.ofAccount().digits(), "federated-users", proof);
        case Principal.WebIdentity(String issuer, String subject) ->
            new Holder(issuer, subject, proof);
        case Principal.SamlIdentity(Arn provider, String subject) ->
            new Holder(provider.account(), provider + " " + subject, proof);
        case Principal.Root _, Principal.User _, Principal.Service _, Principal.Anonymous _ -> {
          Principal other = caller.principal();
          yield new Holder(
              other.account().map(AccountId::digits).orElse(""), other.identifier(), proof);
        }
      };
    }

    /// A role's path is not known of all its sessions.
    private static Holder ofRole(RoleArn role, String proof) {
      return new Holder(role.account().digits(), "role/" + role.name(), proof);
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  @Nullable V get(K key) {
    Held<V> held = entries.get(key);
    return held == null ? null : held.value();
  }

  void put(Holder holder, K key, V value) {
    if (entries.remove(key) == null && entries.size() >= most) {
      makeRoom(holder);
    }
    entries.put(key, new Held<>(holder, value));
  }

  void remove(K key, V value) {
    Held<V> held = entries.get(key);
    if (held != null && held.value().equals(value)) {
      entries.remove(key);
    }
  }

  void removeIf(Predicate<V> isOver) {
    entries.values().removeIf(held -> isOver.test(held.value()));
  }

  private void makeRoom(Holder asking) {
    List<Map.Entry<K, Held<V>>> left = List.copyOf(entries.entrySet());
    for (Function<Holder, String> part :
        List.<Function<Holder, String>>of(Holder::tenant, Holder::party, Holder::proof)) {
      left = largest(left, part, part.apply(asking));
    }
    entries.remove(left.getFirst().getKey());
  }

  /// Of `from`, in its order, what is held by the one that holds most: `own` before others that
  /// hold as much, of others the one that holds the oldest.
  private static <K, V> List<Map.Entry<K, Held<V>>> largest(
      List<Map.Entry<K, Held<V>>> from, Function<Holder, String> part, String own) {
    Map<String, List<Map.Entry<K, Held<V>>>> held = new LinkedHashMap<>();
    for (Map.Entry<K, Held<V>> each : from) {
      held.computeIfAbsent(part.apply(each.getValue().holder()), _ -> new ArrayList<>()).add(each);
    }
    List<Map.Entry<K, Held<V>>> largest = held.getOrDefault(own, List.of());
    for (List<Map.Entry<K, Held<V>>> each : held.values()) {
      largest = each.size() > largest.size() ? each : largest;
    }
    return largest;
  }
}
