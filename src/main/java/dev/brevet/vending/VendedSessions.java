package dev.brevet.vending;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.mapping.MappingId;
import dev.brevet.vending.RoleAssumer.Answer;
import org.jspecify.annotations.Nullable;

/// The sessions that this function instance vended, and those that it is asking STS for now. The
/// key is everything that STS was asked.
///
/// A session is handed out again while more than half of its life and more than 1,000 s are left:
/// under 900 s an SDK would come back for every call that it makes. The calling code must decide
/// first whether the caller may have it; this class authorizes no caller.
///
/// Bounded, by shares of callers ([Shares]); what cannot be handed out any more is dropped whenever
/// something is added. It is made after a snapshot was restored, never before one is taken.
final class VendedSessions {
  static final Duration LEAST_LEFT = Duration.ofSeconds(1000);

  private static final int MOST = 500;

  private final InstantSource clock;
  private final Duration wait;
  private final Shares<Key, PendingVend> vends = new Shares<>(MOST, true);

  VendedSessions(InstantSource clock, Duration wait) {
    this.clock = clock;
    this.wait = wait;
  }

  /// All that a session depends on. `proof` is the digest of the caller's proof: two proofs that
  /// any trust policy can tell apart never share a session. `session` names role, session name,
  /// source identity, session policy, managed policies, tags, transitive tag keys, external id and
  /// duration; which decision it is for is not in it. Where STS is asked is the same for all of a
  /// function instance.
  record Key(String proof, MappingId mapping, long version, AssumeRequest session) {
    static Key of(String proof, MappingId mapping, long version, AssumeRequest asked) {
      return new Key(proof, mapping, version, asked.withoutDecision());
    }
  }

  /// A session and the decision that it was made for, which was recorded.
  record Session(DecisionId decision, Instant issuedAt, Answer.Assumed answer) {
    /// A clock that went back makes a session old, not young.
    private boolean mayBeReused(Instant now) {
      Instant end = answer.credentials().expiration();
      Duration left = Duration.between(now, end);
      return !now.isBefore(issuedAt)
          && left.compareTo(LEAST_LEFT) > 0
          && left.multipliedBy(2).compareTo(Duration.between(issuedAt, end)) > 0;
    }
  }

  /// What there is for a key.
  sealed interface Turn {
    /// Nothing: this request asks STS, and ends it whatever comes of it.
    record First(PendingVend pending) implements Turn {}

    /// A session that is fresh enough.
    record Reused(Session session) implements Turn {}

    /// An equal request was asking, and this is why it got no session.
    record Failed(Answer answer) implements Turn {}
  }

  /// A request of STS on its way, or a session that came of one.
  final class PendingVend {
    private final Key key;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Session session;
    private volatile @Nullable Answer failure;

    private PendingVend(Key key) {
      this.key = key;
    }

    /// INVARIANT: called only once the decision of `got` is durable.
    void vended(Session got) {
      session = got;
      ended.countDown();
    }

    /// No session came of it: waiting requests get `why`, the next request asks again.
    void failed(Answer why) {
      failure = why;
      synchronized (vends) {
        vends.remove(key, this);
      }
      ended.countDown();
    }

    /// The asking request leaves: no request waits any longer, whatever went wrong.
    void abandon() {
      if (ended.getCount() > 0) {
        failed(new Answer.Unreachable("an equal request stopped before it had an answer"));
      }
    }

    private boolean isOver(Instant now) {
      Session got = session;
      return ended.getCount() == 0 && (got == null || !got.mayBeReused(now));
    }

    private Turn turn() {
      Session got = session;
      return got == null
          ? new Turn.Failed(Objects.requireNonNull(failure, "it has ended"))
          : new Turn.Reused(got);
    }
  }

  /// What there is for `key`; waits while an equal request is asking STS. `holder` is the caller;
  /// the result counts in its share.
  Turn turn(Key key, Shares.Holder holder) {
    PendingVend pending;
    synchronized (vends) {
      pending = vends.get(key);
      if (pending == null || pending.isOver(clock.instant())) {
        return new Turn.First(begin(key, holder));
      }
    }
    try {
      return pending.ended.await(Deadline.current().left(wait).toMillis(), TimeUnit.MILLISECONDS)
          ? pending.turn()
          : new Turn.Failed(new Answer.Unreachable("an equal request did not end in time"));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Turn.Failed(
          new Answer.Unreachable("interrupted while waiting for an equal request"));
    }
  }

  private PendingVend begin(Key key, Shares.Holder holder) {
    Instant now = clock.instant();
    vends.removeIf(pending -> pending.isOver(now));
    PendingVend mine = new PendingVend(key);
    vends.put(holder, key, mine);
    return mine;
  }
}
