package dev.brevet.vending;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.identity.VerifiedIdentity;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a function instance remembers for callers, bounded, so that no caller's variants push out
/// what another has.
///
/// Where there is no room, the party that has most makes it, the one that asks before others that
/// have as much; of that party's it is taken from the caller that has most, the oldest first. So a
/// party that has no more than an equal share loses nothing to others, and one that is alone has
/// all.
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

  /// Whose something is.
  ///
  /// @param party the caller without what it chooses itself or can have any number of: a role
  ///   whatever its sessions are called, a subject whatever token it brings
  /// @param proof the digest of the caller's proof, by which sessions are reused
  record Holder(String party, String proof) {
    static Holder of(VerifiedIdentity caller, String proof) {
      String party =
          switch (caller.principal()) {
            // Names of sessions and of federated users are chosen by whoever asks STS for them.
            case Principal.RoleSession session -> role(session.role());
            case Principal.Role(RoleArn role) -> role(role);
            case Principal.FederatedUser federated -> "federated-users\n" + federated.ofAccount();
            case Principal.Root _,
                Principal.User _,
                Principal.WebIdentity _,
                Principal.SamlIdentity _,
                Principal.Service _,
                Principal.Anonymous _ ->
                SessionNames.named(caller.principal());
          };
      return new Holder(party, proof);
    }

    /// A role's path is not known of all its sessions.
    private static String role(RoleArn role) {
      return "role\n" + role.account() + "\n" + role.name();
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
    String party = largest(Holder::party, _ -> true, asking.party());
    String proof = largest(Holder::proof, holder -> holder.party().equals(party), asking.proof());
    Iterator<Held<V>> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      Holder holder = oldest.next().holder();
      if (holder.party().equals(party) && holder.proof().equals(proof)) {
        oldest.remove();
        return;
      }
    }
  }

  /// What most of the holders are that count; `own` before others that as many are.
  private String largest(Function<Holder, String> part, Predicate<Holder> counts, String own) {
    Map<String, Integer> sizes = new HashMap<>();
    Stream<Holder> holders = entries.values().stream().map(Held::holder).filter(counts);
    holders.forEach(holder -> sizes.merge(part.apply(holder), 1, Integer::sum));
    String largest = own;
    int size = sizes.getOrDefault(own, 0);
    for (Map.Entry<String, Integer> each : sizes.entrySet()) {
      if (each.getValue() > size) {
        largest = each.getKey();
        size = each.getValue();
      }
    }
    return largest;
  }
}
