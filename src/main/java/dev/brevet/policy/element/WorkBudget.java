package dev.brevet.policy.element;

import org.jspecify.annotations.Nullable;

/// How much work one request may still cause, in steps of a few nanoseconds. It is made where the
/// request enters and handed to everything that multiplies what the request brings, so that no
/// document can make an answer take longer than its budget does.
///
/// There are two ways to pay. A search spends as it goes, and answers that it does not know when
/// nothing is left. What is built is bought whole before it is built, or refused.
///
/// INVARIANT: never more is spent than the budget has. Not for use by several threads.
public final class WorkBudget {
  /// Two seconds or so of a function's processor: what one request may cause.
  public static final long REQUEST = 80_000_000;

  /// Steps that a character costs which is built and kept until the answer: so a request's budget
  /// is 10 million characters, more than an answer may have.
  private static final long CHARACTER = 8;

  private final @Nullable WorkBudget whole;
  private final long steps;
  private long left;

  private WorkBudget(@Nullable WorkBudget whole, long steps) {
    this.whole = whole;
    this.steps = steps;
    this.left = steps;
  }

  public WorkBudget(long steps) {
    this(null, steps);
  }

  /// The budget of a new request.
  public static WorkBudget ofRequest() {
    return new WorkBudget(REQUEST);
  }

  /// For a program that works for its own user.
  public static WorkBudget unlimited() {
    return new WorkBudget(Long.MAX_VALUE);
  }

  /// More was to be bought than is left. The door answers that the request asks for too much.
  public static final class TooMuchWork extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooMuchWork() {
      super("a request asks for more work than one request may cause", null, false, false);
    }
  }

  /// A part: at most `most` steps, which are spent here too.
  public WorkBudget upTo(long most) {
    return new WorkBudget(this, most);
  }

  /// Whether there was enough left. Where there was not, nothing is left.
  public boolean spend(long more) {
    boolean enough = more >= 0 && more <= left;
    long taken = enough ? more : left;
    left -= taken;
    if (whole != null && !whole.spend(taken)) {
      left = 0;
      return false;
    }
    return enough;
  }

  /// Whether nothing is left.
  public boolean isSpent() {
    return left <= 0 || (whole != null && whole.isSpent());
  }

  /// Buys work before it is done.
  ///
  /// @throws TooMuchWork when there is not enough left
  public void buy(long more) {
    if (!spend(more)) {
      throw new TooMuchWork();
    }
  }

  /// Buys `each` steps for every one of `count`; never overflows.
  ///
  /// @throws TooMuchWork when there is not enough left
  public void buy(long count, long each) {
    long high = Math.multiplyHigh(count, each);
    buy(high == 0 ? count * each : Long.MAX_VALUE);
  }

  /// Buys characters that are built and kept.
  ///
  /// @throws TooMuchWork when there is not enough left
  public void buyCharacters(long count) {
    buy(count, CHARACTER);
  }

  /// Steps that were spent.
  public long spent() {
    return steps - left;
  }
}
