package dev.brevet.cli.environment;

import module java.base;

/// The launcher `bin/brevet` that started this program, and waits for it.
public final class Launcher {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Path PROCESSES = Path.of("/proc");

  private Launcher() {}

  /// The number of its process. Empty when Java was started by itself.
  private static Optional<Long> process() {
    return Optional.ofNullable(Long.getLong("brevet.launcher"));
  }

  /// Whether there is one.
  public static boolean isThere() {
    return process().isPresent();
  }

  /// Ends this program when the launcher ends, for whatever reason: a signal that ends only the
  /// launcher does not reach this program, which would go on serving or waiting unnoticed.
  public static void endWithIt() {
    process().ifPresent(launcher -> Thread.ofVirtual().start(() -> endWith(launcher)));
  }

  private static void endWith(long launcher) {
    try {
      while (!isOver(launcher)) {
        Thread.sleep(BETWEEN_LOOKS);
      }
      Runtime.getRuntime().halt(143);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The launcher is the parent until it is over. INVARIANT: false where nothing can be opened to
  /// look, which other users can bring about by many connections.
  private static boolean isOver(long launcher) {
    return ProcessHandle.current()
        .parent()
        .map(parent -> parent.pid() != launcher)
        .orElseGet(
            () ->
                Files.isDirectory(PROCESSES.resolve("self"))
                    && !Files.isDirectory(PROCESSES.resolve(Long.toString(launcher))));
  }
}
