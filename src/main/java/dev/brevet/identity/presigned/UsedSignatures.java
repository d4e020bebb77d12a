package dev.brevet.identity.presigned;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;

/// The signatures that were used here and are not expired yet, so that none is used twice.
///
/// INVARIANT: a caller uses up only its own share. STS vouches for any number of signatures of any
/// AWS account, so each principal and each account has a share. Strangers, callers that were
/// allowed nothing yet, have small shares, and all of them together have a part of the whole that
/// is separate from the other callers' part: strangers, however many they are, keep out only
/// strangers. The fuller either part is, the less of it one more account gets.
///
/// A principal is a user or a role, whatever its sessions are called: a caller chooses that. Only
/// this process remembers: another instance of the function does not know what this one saw.
public final class UsedSignatures {
  /// How many signatures may be alive for each kind of caller.
  enum Share {
    STRANGER(20),
    STRANGERS_OF_ONE_ACCOUNT(50),
    ALL_STRANGERS(5_000),
    KNOWN(1_000),
    KNOWN_OF_ONE_ACCOUNT(4_000),
    ALL_KNOWN(15_000);

    private final int most;

    Share(int most) {
      this.most = most;
    }

    int most() {
      return most;
    }
  }

  /// Callers that were allowed something and have no signature alive are known for so long as there
  /// are no more of them. Where there are, accounts with more than an equal share lose their
  /// oldest.
  static final int MOST_IDLE = 5_000;

  private static final Duration SWEPT_EACH = Duration.ofMinutes(1);

  private final boolean remembers;
  private final Set<String> underWay = new HashSet<>();
  private final Map<String, Used> usedBySignature = new HashMap<>();
  private final Map<String, Caller> callers = new LinkedHashMap<>();
  private final Map<String, Counts> accounts = new HashMap<>();
  private final Counts all = new Counts();
  private Instant swept = Instant.MIN;

  private record Used(Instant expiresAt, Caller by) {}

  private static final class Counts {
    private int strangers;
    private int known;

    private void add(boolean isKnown, int count) {
      known += isKnown ? count : 0;
      strangers += isKnown ? 0 : count;
    }
  }

  private static final class Caller {
    private final String account;
    private boolean isKnown;
    private int alive;

    private Caller(String account) {
      this.account = account;
    }
  }

  public UsedSignatures() {
    this(true);
  }

  private UsedSignatures(boolean remembers) {
    this.remembers = remembers;
  }

  /// Remembers nothing and refuses no caller: for a function that gives every caller the same
  /// answer. A second use proves nothing there that the first did not, and as nothing is decided,
  /// every caller would stay a stranger.
  public static UsedSignatures whereNothingIsDecided() {
    return new UsedSignatures(false);
  }

  /// Marks `signature` as one that is being asked about. False when it was used before, or another
  /// request is asking about it.
  synchronized boolean begin(String signature) {
    return !remembers || (!usedBySignature.containsKey(signature) && underWay.add(signature));
  }

  /// Ends what [#begin] began; so that signatures which proved nothing fill no memory.
  synchronized void end(String signature) {
    underWay.remove(signature);
  }

  /// Marks `signature` as used by `principal` until `expiresAt`. False when a share is full: then
  /// it was not used, and is no proof.
  synchronized boolean use(String signature, Instant expiresAt, Principal principal, Instant now) {
    if (!remembers) {
      return true;
    }
    String account = principal.account().map(AccountId::digits).orElse("-");
    Caller caller = callers.getOrDefault(named(principal), new Caller(account));
    if (now.isAfter(swept.plus(SWEPT_EACH)) || !fits(caller)) {
      forgetExpired(now);
    }
    if (!fits(caller)) {
      return false;
    }
    callers.putIfAbsent(named(principal), caller);
    usedBySignature.put(signature, new Used(expiresAt, caller));
    count(caller, 1);
    return true;
  }

  /// The caller of a decision that allowed something is no stranger from now on. `identifier` is
  /// [Principal#identifier], as decisions have it.
  public synchronized void allowed(String identifier) {
    Principal.parseArn(identifier)
        .map(principal -> callers.get(named(principal)))
        .filter(caller -> !caller.isKnown)
        .ifPresent(
            caller -> {
              int alive = caller.alive;
              count(caller, -alive);
              caller.isKnown = true;
              count(caller, alive);
            });
  }

  private boolean fits(Caller caller) {
    Counts of = accounts.getOrDefault(caller.account, new Counts());
    return caller.isKnown
        ? caller.alive < Share.KNOWN.most
            && of.known < part(Share.KNOWN_OF_ONE_ACCOUNT, Share.ALL_KNOWN, all.known)
            && all.known < Share.ALL_KNOWN.most
        : caller.alive < Share.STRANGER.most
            && of.strangers
                < part(Share.STRANGERS_OF_ONE_ACCOUNT, Share.ALL_STRANGERS, all.strangers)
            && all.strangers < Share.ALL_STRANGERS.most;
  }

  /// What an account may have of the room that is left: as large a part of it as `one` is of `all`.
  private static int part(Share one, Share all, int taken) {
    return Math.ceilDiv((all.most - taken) * one.most, all.most);
  }

  private void count(Caller caller, int more) {
    caller.alive += more;
    all.add(caller.isKnown, more);
    Counts of = accounts.computeIfAbsent(caller.account, _ -> new Counts());
    of.add(caller.isKnown, more);
    if (of.known == 0 && of.strangers == 0) {
      accounts.remove(caller.account);
    }
  }

  private void forgetExpired(Instant now) {
    swept = now;
    Iterator<Used> each = usedBySignature.values().iterator();
    while (each.hasNext()) {
      Used used = each.next();
      if (!used.expiresAt().isAfter(now)) {
        each.remove();
        count(used.by(), -1);
      }
    }
    callers.values().removeIf(caller -> caller.alive == 0 && !caller.isKnown);
    forgetIdle();
  }

  private void forgetIdle() {
    Map<String, Integer> idle = new HashMap<>();
    int left = 0;
    for (Caller caller : callers.values()) {
      if (caller.alive == 0) {
        idle.merge(caller.account, 1, Integer::sum);
        left++;
      }
    }
    int share = MOST_IDLE / Math.max(1, idle.size());
    Iterator<Caller> oldest = callers.values().iterator();
    while (left > MOST_IDLE && oldest.hasNext()) {
      Caller caller = oldest.next();
      if (caller.alive == 0 && idle.getOrDefault(caller.account, 0) > share) {
        oldest.remove();
        idle.merge(caller.account, -1, Integer::sum);
        left--;
      }
    }
  }

  /// A role for all its sessions, an account for all that its users called federated users: of
  /// these a caller makes as many as it likes.
  private static String named(Principal principal) {
    return switch (principal) {
      case Principal.RoleSession session ->
          "role/" + session.ofAccount() + "/" + session.roleName();
      case Principal.FederatedUser federated -> "federated-user/" + federated.ofAccount();
      case Principal other -> other.identifier();
    };
  }
}
