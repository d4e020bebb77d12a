package dev.brevet.api.admin;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.token.PartlyProvenKeys;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.lint.Finding;

/// Statements that a caller escapes by proving itself in another way: they deny by a condition key
/// that only some proofs of an AWS principal establish, or allow where it is absent.
final class ProofFindings {
  private static final String ID = "CONDITION_DEPENDS_ON_PROOF";

  private static final PolicyVersion VERSION = PolicyVersion.V2012_10_17;
  private static final Principal SOMEBODY =
      new Principal.User("aws", new AccountId("111122223333"), "/", "somebody");

  private ProofFindings() {}

  /// At most one for each statement. None of a policy that cannot be read, which other checks are
  /// about.
  static List<Finding> of(JsonValue policy, PolicyType type) {
    return PolicyReader.read(JsonText.compact(policy), type) instanceof Parsed(Policy parsed)
            && policy instanceof JsonObject object
        ? of(parsed, object.get("Statement").orElse(policy))
        : List.of();
  }

  private static List<Finding> of(Policy policy, JsonValue statements) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < policy.statements().size(); i++) {
      int index = i;
      Statement statement = policy.statements().get(i);
      if (mayBeOfAwsPrincipals(statement)) {
        statement.conditions().stream()
            .flatMap(condition -> problem(statement.effect(), condition).stream())
            .findFirst()
            .ifPresent(why -> findings.add(StatementFinding.of(statements, index, ID, why)));
      }
    }
    return findings;
  }

  private static Optional<String> problem(Effect effect, Condition condition) {
    String key = condition.key().name();
    return PartlyProvenKeys.missingFrom(key)
        .filter(_ -> (effect == Effect.ALLOW) == holdsOfNothing(condition))
        .map(
            proofs ->
                "`"
                    + key
                    + "` is absent from some proofs of the same AWS principal ("
                    + proofs
                    + "): a caller that brings such a proof is "
                    + (effect == Effect.ALLOW ? "allowed" : "not denied")
                    + " whatever the key's value would be; "
                    + (effect == Effect.ALLOW
                        ? "require the key, with `Null` and \"false\""
                        : "`IfExists` denies such callers too"));
  }

  // A claim's key, which begins with its issuer's host, belongs only to tokens: they are one proof.
  private static boolean mayBeOfAwsPrincipals(Statement statement) {
    boolean named =
        switch (statement.principals().orElse(null)) {
          case Matcher.In<PrincipalPattern>(List<PrincipalPattern> patterns) ->
              patterns.stream().anyMatch(ProofFindings::isOfAws);
          case Matcher.NotIn<PrincipalPattern> _ -> true;
          case null -> true;
        };
    return named
        && statement.conditions().stream()
            .noneMatch(
                condition ->
                    condition.key().name().split(":", 2)[0].indexOf('.') >= 0
                        && !holdsOfNothing(condition));
  }

  private static boolean isOfAws(PrincipalPattern pattern) {
    return switch (pattern) {
      case PrincipalPattern.Everyone _,
          PrincipalPattern.EveryAwsPrincipal _,
          PrincipalPattern.Account _ ->
          true;
      case PrincipalPattern.Named(Principal principal, String _) -> principal.account().isPresent();
      case PrincipalPattern.FederatedProvider _,
          PrincipalPattern.Service _,
          PrincipalPattern.Nobody _ ->
          false;
    };
  }

  /// Whether the condition holds of a request that has no key: the engine is asked.
  private static boolean holdsOfNothing(Condition condition) {
    Statement alone =
        new Statement(
            Optional.empty(),
            Effect.ALLOW,
            Optional.empty(),
            new Matcher.In<>(List.of(WildcardPattern.action("*"))),
            Optional.of(new Matcher.In<>(List.of(WildcardPattern.resource("*", VERSION)))),
            List.of(condition));
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                SOMEBODY,
                new Action("s3", "GetObject"),
                "*",
                Optional.empty(),
                RequestContext.empty()),
            ApplicablePolicies.builder()
                .identity(List.of(new Policy(VERSION, Optional.empty(), List.of(alone))))
                .build())
        .isAllowed();
  }
}
