package dev.brevet.lambda;

import module java.base;

import dev.brevet.directory.editor.Patience;

/// Pauses with full jitter, up to 2 ms after the first try, twice that after the next, 60 ms at
/// most, until 3 s are over: a fifth of what a function has. Source: AWS Architecture Blog,
/// Exponential Backoff And Jitter.
final class BackOff implements Patience {
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final long FIRST_MICROS = 2_000;
  private static final long MOST_MICROS = 60_000;

  private final RandomGenerator random;
  private final long began = System.nanoTime();
  private long most = FIRST_MICROS;

  BackOff(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public boolean triesAgain() {
    if (System.nanoTime() - began >= LONGEST.toNanos()) {
      return false;
    }
    try {
      Thread.sleep(Duration.ofNanos(1_000 * random.nextLong(most)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    most = Math.min(2 * most, MOST_MICROS);
    return true;
  }
}
