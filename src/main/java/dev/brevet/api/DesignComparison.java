package dev.brevet.api;

import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.Effect;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyComparison;
import dev.brevet.policy.PolicyComparison.Side;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.PolicyVersion;
import dev.brevet.policy.Statement;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.lint.CatalogueKnowledge;
import dev.brevet.policy.lint.ComparisonDocument;
import dev.brevet.workload.RoleDesign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a designed role and the policy that one started from differ: the statements of either that
/// allow what the other does not, each with a request that shows it.
record DesignComparison(CatalogueKnowledge knowledge) {

  JsonObject of(RoleDesign design, JsonFields options) throws StrictJson.Wrong {
    Policy starting = PoliciesEndpoint.policy(options, "startingPolicy", PolicyType.IDENTITY);
    Policy designed = designed(design);
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("broader", more(starting, designed));
    json.put("narrower", more(designed, starting));
    return JsonValue.of(json);
  }

  /// All policies of the role as one.
  private static Policy designed(RoleDesign design) {
    List<Statement> statements = new ArrayList<>();
    design
        .policies()
        .forEach(
            document ->
                statements.addAll(
                    switch (PolicyReader.read(
                        JsonText.compact(document.toJson()), PolicyType.IDENTITY)) {
                      case Parsed(Policy policy) -> policy.statements();
                      case Malformed malformed ->
                          throw new IllegalStateException("a design is no policy: " + malformed);
                    }));
    return new Policy(PolicyVersion.V2012_10_17, Optional.empty(), statements);
  }

  /// The statements of `one` that allow what `other` does not.
  private JsonValue more(Policy one, Policy other) {
    List<Statement> denials =
        one.statements().stream().filter(each -> each.effect() == Effect.DENY).toList();
    List<JsonValue> found = new ArrayList<>();
    for (int i = 0; i < one.statements().size(); i++) {
      Statement statement = one.statements().get(i);
      if (statement.effect() == Effect.DENY) {
        continue;
      }
      List<Statement> alone = new ArrayList<>(denials);
      alone.add(statement);
      PolicyComparison.Answer answer =
          PolicyComparison.allowsMore(
              new Side(new Policy(one.version(), Optional.empty(), alone), PolicyType.IDENTITY),
              new Side(other, PolicyType.IDENTITY),
              knowledge);
      if (!(answer instanceof PolicyComparison.Answer.No)) {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("statement", JsonValue.of(statement.sid().orElse(Integer.toString(i))));
        ComparisonDocument.of(answer)
            .members()
            .forEach(member -> json.put(member.name(), member.value()));
        found.add(JsonValue.of(json));
      }
    }
    return JsonValue.of(found);
  }
}
