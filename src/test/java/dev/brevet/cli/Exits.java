package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Exit;

/// The exit codes of the command line, for tests in other packages.
public final class Exits {
  private Exits() {}

  /// Every code.
  public static IntStream codes() {
    return Arrays.stream(Exit.values()).mapToInt(Exit::code);
  }
}
