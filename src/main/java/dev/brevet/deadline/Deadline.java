package dev.brevet.deadline;

import module java.base;

/// The moment by which all work for one invocation must end. It is made once, where the invocation
/// enters. Everything that waits finds it as the [#current] one, and asks it how long it may wait.
///
/// INVARIANT: what is waited for before a decision ends early enough for the decision to be
/// recorded, and the record early enough for an answer. So an invocation that runs out of time is
/// answered like one where a service did not answer, and its record says so; it never just ends.
///
/// Outside of an invocation there is none: each wait then has its own longest time.
public final class Deadline {
  private static final Duration FOR_THE_ANSWER = Duration.ofMillis(300);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Deadline NONE = new Deadline(0, 0, false);
  private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

  // As System.nanoTime counts: a clock that is set must not end or prolong anything.
  private final long end;
  private final long recordEnd;
  private final boolean isBounded;

  private Deadline(long end, long recordEnd, boolean isBounded) {
    this.end = end;
    this.recordEnd = recordEnd;
    this.isBounded = isBounded;
  }

  /// That of an invocation which is ended by force after `limit`: a part of it is kept for the
  /// record, and a little for the answer.
  public static Deadline of(Duration limit) {
    long now = System.nanoTime();
    Duration recorded = limit.minus(least(FOR_THE_ANSWER, limit.dividedBy(10)));
    Duration decided = recorded.minus(least(Wait.RECORD.most(), limit.dividedBy(4)));
    return new Deadline(now + decided.toNanos(), now + recorded.toNanos(), true);
  }

  /// The deadline of what runs now.
  public static Deadline current() {
    return CURRENT.isBound() ? CURRENT.get() : NONE;
  }

  /// What `work` comes to, under this deadline.
  public <T, X extends Throwable> T call(ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  /// The same, for what writes the record of a decision: the time that was kept for it is its own.
  public Deadline ofTheRecord() {
    return isBounded ? new Deadline(recordEnd, recordEnd, true) : this;
  }

  /// No later than this one, and `wait` from now at the latest: for several calls that together are
  /// one wait.
  public Deadline within(Wait wait) {
    return new Deadline(System.nanoTime() + left(wait).toNanos(), recordEnd, true);
  }

  /// How long may still be waited; zero, and never less, when the time is over.
  public Duration left() {
    return isBounded ? Duration.ofNanos(Math.max(0, end - System.nanoTime())) : LONGEST;
  }

  /// How long `wait` may last now: its own longest time, or what is left.
  public Duration left(Wait wait) {
    return left(wait.most());
  }

  /// As [#left(Wait)], of something that may itself take `most`.
  public Duration left(Duration most) {
    return least(most, left());
  }

  /// Whether `lock` was taken: false when another thread holds it for too long, or when this thread
  /// was interrupted, which it then still is.
  public boolean takes(Lock lock) {
    try {
      return lock.tryLock(left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
