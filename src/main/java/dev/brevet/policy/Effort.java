package dev.brevet.policy;

/// How much searching among patterns and requests may still cost, in steps of a few nanoseconds.
/// What comes from outside is searched within one effort, so that no document can make an answer
/// take longer than its effort does; when it is spent, the answer is that it is not known.
///
/// Not for use by several threads.
public final class Effort {
  private long left;

  public Effort(long steps) {
    this.left = steps;
  }

  /// Whether there was enough left.
  public boolean spend(long steps) {
    left -= steps;
    return left >= 0;
  }

  /// Whether nothing is left.
  public boolean isSpent() {
    return left <= 0;
  }
}
