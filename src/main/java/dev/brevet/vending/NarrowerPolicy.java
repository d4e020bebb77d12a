package dev.brevet.vending;

import dev.brevet.iam.ManagedPolicyArn;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyIntersection;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.json.PolicyWriter;
import java.util.List;
import java.util.Optional;

/// A mapping's session policy, narrowed by what a caller asks for: what both allow, never more than
/// either. STS unites what it is given, so that the intersection is written before it is asked.
sealed interface NarrowerPolicy {
  /// The intersection, as JSON.
  record Narrowed(String json) implements NarrowerPolicy {}

  /// It cannot be written; `detail` is fit to show.
  record Unfit(String detail) implements NarrowerPolicy {}

  /// `json` is the mapping's rendered session policy. Managed policies are not known here, so that
  /// nothing can be intersected with them.
  static NarrowerPolicy of(
      Optional<String> json, List<ManagedPolicyArn> managedPolicies, Policy narrower) {
    if (json.isEmpty() || !managedPolicies.isEmpty()) {
      return new Unfit("cannot narrow a mapping that has managed policies");
    }
    return switch (PolicyReader.read(json.get(), PolicyType.SESSION)) {
      case Malformed _ -> new Unfit("cannot narrow the mapping's session policy");
      case Parsed(Policy own) ->
          switch (PolicyIntersection.of(own, narrower)) {
            case PolicyIntersection.Result.Exact(Policy both) ->
                new Narrowed(PolicyWriter.write(both));
            case PolicyIntersection.Result.Inexact(String statement, String element) ->
                new Unfit(
                    "cannot be intersected exactly with the mapping's session policy: statement `"
                        + statement
                        + "`, `"
                        + element
                        + "`");
          };
    };
  }
}
