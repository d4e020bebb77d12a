package dev.brevet.cli;

import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;

/// Policies of files that users name.
final class PolicyFiles {
  private PolicyFiles() {}

  /// @param text what is in `file`
  static Policy read(String file, String text, PolicyType kind) throws Failure {
    return switch (PolicyReader.read(text, kind)) {
      case Parsed(Policy policy) -> policy;
      case Malformed(int line, int column, String message) ->
          throw Failure.of(
              Exit.USAGE,
              file + ":" + line + ":" + column + ": not a policy: " + message,
              "is it a policy of kind " + kind.label() + "? `brevet lint` shows more");
    };
  }
}
