package dev.brevet.mapping;

import dev.brevet.policy.Policy;

/// What rendering a session policy came to.
public sealed interface Rendering {
  /// `json` is the policy for STS, `policy` the same as the engine reads it.
  record Rendered(String json, Policy policy) implements Rendering {}

  /// A value cannot stand where the mapping's owner put it. `parameter` names it, `reason` is fit
  /// to show and holds no value.
  record Unfit(String parameter, String reason) implements Rendering {}
}
