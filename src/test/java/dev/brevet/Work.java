package dev.brevet;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.function.ThrowingSupplier;

/// How much a test may have a thread do. It counts the time that the processor worked for that
/// thread, so that a busy neighbour changes nothing; what never ends is stopped.
public final class Work {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Duration NEVER = Duration.ofMinutes(5);

  private Work() {}

  /// Does it, and fails when it took more.
  public static void within(Duration most, Executable work) {
    within(
        most,
        () -> {
          work.execute();
          return 0;
        });
  }

  /// What it gives; fails when it took more.
  public static <T> T within(Duration most, ThrowingSupplier<T> work) {
    return assertTimeoutPreemptively(
        NEVER,
        () -> {
          long before = THREADS.getCurrentThreadCpuTime();
          T given = work.get();
          Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before);
          assertTrue(took.compareTo(most) <= 0, () -> "it took " + took + " of " + most);
          return given;
        });
  }
}
