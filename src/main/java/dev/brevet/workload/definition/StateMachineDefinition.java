package dev.brevet.workload.definition;

import java.util.List;

/// What a state machine does that may need permissions, in the order of its definition.
///
/// @param steps its tasks and distributed maps, nested ones too
/// @param states how many states it has in all
public record StateMachineDefinition(List<Step> steps, int states) {
  /// Step Functions' own limit, in bytes of UTF-8.
  public static final int MAXIMUM_BYTES = 1_048_576;

  public StateMachineDefinition {
    steps = List.copyOf(steps);
  }
}
