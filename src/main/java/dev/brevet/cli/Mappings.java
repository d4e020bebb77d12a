package dev.brevet.cli;

import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.iam.MappingName;

/// The names of mappings, as far as this program must know them.
final class Mappings {
  private Mappings() {}

  static void check(String mapping) throws Failure {
    if (!MappingName.isOne(mapping)) {
      throw Failure.of(
          Exit.USAGE,
          "`" + mapping + "` is not the name of a mapping",
          "`brevet list` shows those that you may vend");
    }
  }
}
