package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.PolicyComparison;
import dev.brevet.policy.analysis.PolicyComparison.Side;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;

/// Where policies differ, as answers have it.
///
/// @param knowledge what is known of actions and resources
public record PolicyDifferences(CatalogueKnowledge knowledge) {

  /// How a role that was designed and the policy that one started from differ: the statements of
  /// the starting one that are `broader`, and of the designed ones that make it `narrower`, each
  /// with a request that shows it. Both are identity-based.
  ///
  /// Whether the statements that the budget does not reach are broader or narrower is reported as
  /// not known.
  public JsonObject between(Policy starting, List<Policy> designed, WorkBudget budget) {
    WorkBudget work = budget.upTo(PolicyComparison.EFFORT);
    List<Statement> statements = new ArrayList<>();
    designed.forEach(policy -> statements.addAll(policy.statements()));
    Policy all = new Policy(PolicyVersion.V2012_10_17, Optional.empty(), statements);
    return JsonValue.object()
        .with("broader", more(starting, all, work))
        .with("narrower", more(all, starting, work));
  }

  /// The statements of `one` that allow what `other` does not.
  private JsonValue more(Policy one, Policy other, WorkBudget work) {
    List<Statement> denials =
        one.statements().stream().filter(each -> each.effect() == Effect.DENY).toList();
    List<JsonValue> found = new ArrayList<>();
    for (int i = 0; i < one.statements().size(); i++) {
      Statement statement = one.statements().get(i);
      if (statement.effect() == Effect.DENY) {
        continue;
      }
      PolicyComparison.Answer answer = allowsMore(one, statement, denials, other, work);
      if (!(answer instanceof PolicyComparison.Answer.No)) {
        JsonObject json =
            JsonValue.object().with("statement", statement.sid().orElse(Integer.toString(i)));
        for (Member member : ComparisonDocument.of(answer).members()) {
          json = json.with(member.name(), member.value());
        }
        found.add(json);
      }
    }
    return JsonValue.of(found);
  }

  private PolicyComparison.Answer allowsMore(
      Policy one, Statement statement, List<Statement> denials, Policy other, WorkBudget work) {
    if (!work.spend(denials.size() + 1L)) {
      return new PolicyComparison.Answer.CannotTell("there are too many statements to compare");
    }
    List<Statement> alone = new ArrayList<>(denials);
    alone.add(statement);
    return PolicyComparison.allowsMore(
        new Side(new Policy(one.version(), Optional.empty(), alone), PolicyType.IDENTITY),
        new Side(other, PolicyType.IDENTITY),
        knowledge,
        work);
  }

  /// What of a policy lies outside a permissions boundary, where that can be shown. Empty when
  /// nothing does. Of a string that is no policy it is not known.
  public Optional<Finding> outside(
      String document, PolicyType type, Policy boundary, WorkBudget budget) {
    return switch (PolicyReader.read(document, type)) {
      case Parsed(Policy policy) -> outside(policy, type, boundary, budget);
      case Malformed malformed -> Optional.of(untold(malformed.message()));
    };
  }

  private Optional<Finding> outside(
      Policy policy, PolicyType type, Policy boundary, WorkBudget budget) {
    return switch (PolicyComparison.allowsMore(
        new Side(policy, type), new Side(boundary, PolicyType.BOUNDARY), knowledge, budget)) {
      case PolicyComparison.Answer.Yes(PolicyComparison.Witness witness) ->
          Optional.of(
              outside(
                  "SESSION_POLICY_OUTSIDE_BOUNDARY",
                  Severity.ERROR,
                  "it allows `"
                      + witness.action()
                      + "` on `"
                      + UntrustedText.shown(witness.resource())
                      + "`, which the boundary does not"));
      case PolicyComparison.Answer.No _ -> Optional.empty();
      case PolicyComparison.Answer.CannotTell(String reason) -> Optional.of(untold(reason));
    };
  }

  /// That it is not known whether a policy stays within a boundary.
  private static Finding untold(String reason) {
    return outside(
        "BOUNDARY_CANNOT_BE_TOLD",
        Severity.WARNING,
        "cannot tell whether it stays within the boundary: " + reason);
  }

  private static Finding outside(String id, Severity severity, String why) {
    return new Finding(id, severity, why, 1, 1, "", List.of());
  }
}
