package dev.brevet.workload.definition;

import java.util.Optional;

/// A state that may need permissions.
public sealed interface Step {
  /// The state's name, unique within a definition by the language's rules, which a definition may
  /// break.
  String state();

  /// A Task state.
  ///
  /// @param resource the `Resource` with substitutions made
  /// @param roleArn `Credentials.RoleArn`; [Value.Missing] when the task runs as the machine
  /// @param inExpressChild whether it runs in the express child workflows of a distributed map
  record Task(
      String state, Value resource, Arguments arguments, Value roleArn, boolean inExpressChild)
      implements Step {}

  /// A Map state in distributed mode: it starts the machine itself again for its child workflows.
  ///
  /// @param label the map run's label, where the definition gives one
  record DistributedMap(
      String state,
      Optional<Value> label,
      Optional<Access> itemReader,
      Optional<Access> resultWriter)
      implements Step {}

  /// A state of which not everything that matters can be read.
  ///
  /// @param reason in words
  record Unclear(String state, String reason) implements Step {}

  /// How a distributed map reads its items or writes its results.
  ///
  /// @param resource the `Resource` with substitutions made
  /// @param configuration `ReaderConfig` or `WriterConfig`
  record Access(Value resource, Arguments arguments, Arguments configuration) {}
}
