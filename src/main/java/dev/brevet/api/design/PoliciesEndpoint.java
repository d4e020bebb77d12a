package dev.brevet.api.design;

import module java.base;

import dev.brevet.api.Endpoint;
import dev.brevet.api.Route;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.json.InvalidField;
import dev.brevet.json.JsonFields;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.analysis.PolicyComparison;
import dev.brevet.policy.analysis.PolicyComparison.Side;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.lint.CatalogueKnowledge;
import dev.brevet.policy.lint.ComparisonDocument;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.PolicyDifferences;
import dev.brevet.policy.lint.PolicyLint;

/// `POST /v1/policies:lint` and `POST /v1/policies:compare`: what there is to say about a policy,
/// and whether one allows anything that another does not.
///
/// Lint takes `policy` (an object, or a text that should be one), `kind`, and may take `account`,
/// whose the policy is, and `boundary`, a policy that it must stay within. Compare takes `a`, `b`
/// and may take `kind`; it answers `yes`, `no` or `cannot tell` to whether `a` allows more.
public final class PoliciesEndpoint implements Endpoint {
  private final KnownCallers callers;
  private final PolicyLint lint;
  private final CatalogueKnowledge knowledge;

  public PoliciesEndpoint(KnownCallers callers, Catalogue catalogue) {
    this.callers = callers;
    this.lint = new PolicyLint(catalogue);
    this.knowledge = new CatalogueKnowledge(catalogue);
  }

  @Override
  public List<Route> routes() {
    return Stream.of(
            callers.routes("/policies:lint", this::lint),
            callers.routes("/policies:compare", this::compare))
        .flatMap(List::stream)
        .toList();
  }

  private String lint(JsonFields body, WorkBudget budget) throws InvalidField {
    body.only("policy", "kind", "account", "boundary");
    PolicyType type = type(body, body.required("kind"));
    Optional<AccountId> account = body.text("account").flatMap(AccountId::parse);
    if (body.has("account") && account.isEmpty()) {
      throw body.wrong("account", "is not twelve digits");
    }
    String document = body.document("policy");
    List<Finding> findings = new ArrayList<>(lint.check(document, type, account, budget));
    if (body.has("boundary")) {
      outside(body, type, budget).ifPresent(findings::add);
    }
    return JsonText.compact(
        JsonValue.of(
            Map.of("findings", JsonValue.of(findings.stream().map(Finding::toJson).toList()))));
  }

  /// What lies outside the boundary, or that nobody can tell: of a policy that cannot be read
  /// neither.
  private Optional<Finding> outside(JsonFields body, PolicyType type, WorkBudget budget)
      throws InvalidField {
    Policy boundary = policy(body, "boundary", PolicyType.BOUNDARY);
    return switch (PolicyReader.read(body.document("policy"), type)) {
      case Parsed(Policy policy) ->
          new PolicyDifferences(knowledge).outside(policy, type, boundary, budget);
      case Malformed malformed -> Optional.of(PolicyDifferences.untold(malformed.message()));
    };
  }

  private String compare(JsonFields body, WorkBudget budget) throws InvalidField {
    body.only("a", "b", "kind");
    PolicyType type = type(body, body.text("kind").orElse(PolicyType.IDENTITY.label()));
    return JsonText.compact(
        ComparisonDocument.of(
            PolicyComparison.allowsMore(
                new Side(policy(body, "a", type), type),
                new Side(policy(body, "b", type), type),
                knowledge,
                budget)));
  }

  private static Policy policy(JsonFields body, String field, PolicyType type) throws InvalidField {
    return switch (PolicyReader.read(body.document(field), type)) {
      case Parsed(Policy policy) -> policy;
      case Malformed(int line, int column, String message) ->
          throw body.wrong(field, "is not a policy: " + message, line, column);
    };
  }

  private static PolicyType type(JsonFields body, String label) throws InvalidField {
    return Arrays.stream(PolicyType.values())
        .filter(type -> type.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                body.wrong(
                    "kind",
                    "must be one of "
                        + Arrays.stream(PolicyType.values())
                            .map(PolicyType::label)
                            .collect(Collectors.joining(", "))));
  }
}
