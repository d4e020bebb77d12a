package dev.brevet.api.design;

import module java.base;

import dev.brevet.api.Endpoint;
import dev.brevet.api.Route;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.analysis.PolicyComparison;
import dev.brevet.policy.analysis.PolicyComparison.Side;
import dev.brevet.policy.element.WorkBudget;
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
  private final PolicyDifferences differences;

  public PoliciesEndpoint(KnownCallers callers, Catalogue catalogue) {
    this.callers = callers;
    this.lint = new PolicyLint(catalogue);
    this.differences = new PolicyDifferences(new CatalogueKnowledge(catalogue));
  }

  @Override
  public List<Route> routes() {
    return Stream.of(
            callers.routes("/policies:lint", this::lint),
            callers.routes("/policies:compare", this::compare))
        .flatMap(List::stream)
        .toList();
  }

  private Optional<Supplier<String>> lint(Fields body, WorkBudget budget) {
    body.require("policy");
    Optional<String> document = body.carried("policy");
    body.require("kind");
    Optional<PolicyType> kind = kind(body);
    Optional<AccountId> account = body.parsed("account", AccountId::parse, "is not twelve digits");
    Optional<Policy> boundary = policy(body, "boundary", PolicyType.BOUNDARY);
    return document.flatMap(
        json ->
            kind.map(
                type ->
                    () -> {
                      List<Finding> findings =
                          new ArrayList<>(lint.check(json, type, account, budget));
                      boundary
                          .flatMap(outer -> differences.outside(json, type, outer, budget))
                          .ifPresent(findings::add);
                      return JsonText.compact(
                          JsonValue.object()
                              .with(
                                  "findings",
                                  JsonValue.of(findings.stream().map(Finding::toJson).toList())));
                    }));
  }

  private Optional<Supplier<String>> compare(Fields body, WorkBudget budget) {
    body.require("a");
    body.require("b");
    PolicyType type = kind(body).orElse(PolicyType.IDENTITY);
    Optional<Policy> a = policy(body, "a", type);
    Optional<Policy> b = policy(body, "b", type);
    return a.flatMap(
        one ->
            b.map(
                other ->
                    () ->
                        JsonText.compact(
                            ComparisonDocument.of(
                                PolicyComparison.allowsMore(
                                    new Side(one, type),
                                    new Side(other, type),
                                    differences.knowledge(),
                                    budget)))));
  }

  private static Optional<Policy> policy(Fields body, String field, PolicyType type) {
    return body.carried(field)
        .flatMap(json -> PolicyReader.read(body, field, json, type, "is not a policy: "));
  }

  private static Optional<PolicyType> kind(Fields body) {
    return body.parsed("kind", PolicyType::parse, "must be one of " + PolicyType.labels());
  }
}
