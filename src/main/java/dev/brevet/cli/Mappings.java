package dev.brevet.cli;

import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;

/// The names of mappings, as far as this program must know them.
final class Mappings {
  private Mappings() {}

  /// Such a name can stand in a path as it is.
  static void check(String mapping) throws Failure {
    if (!mapping.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
      throw Failure.of(
          Exit.USAGE,
          "`" + mapping + "` is not the name of a mapping",
          "`brevet list` shows those that you may vend");
    }
  }
}
