package dev.brevet.authorization;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.directory.Subject;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.EvaluationCost;
import dev.brevet.policy.Explanation;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyOutcome;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.StatementOutcome;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.WorkBudget;

/// Tries policies that a caller brings, without storing them: for administrators, and for those
/// whose policies in the directory allow `brevet:SimulateCustomPolicy`.
public final class SimulatePolicy {
  private static final Action ACTION = new Action("brevet", "SimulateCustomPolicy");

  /// Characters of an answer that a matched statement takes: its name, type, beginning and end.
  private static final long MATCHED = 192;

  private final Directory directory;
  private final AccessRecords records;

  public SimulatePolicy(Directory directory, DecisionRecorder records) {
    this.directory = directory;
    this.records = new AccessRecords(records);
  }

  /// What a simulation came to.
  public sealed interface Outcome {
    /// One for each pair: all resources of the first action, then those of the next.
    record Simulated(DecisionId id, List<Result> results) implements Outcome {
      public Simulated {
        results = List.copyOf(results);
      }
    }

    record Forbidden(DecisionId id) implements Outcome {}
  }

  /// What would be decided, and why. `withinBoundary` is empty where no boundary is given.
  public record Result(Explanation explanation, Optional<Boolean> withinBoundary) {}

  /// Tries all pairs; recorded before it is answered. Throws what [EvaluateAccess#evaluate] throws.
  ///
  /// @throws WorkBudget.TooMuchWork when trying them may cost more than the budget has; then
  ///   nothing is tried, or nothing of it told
  public Outcome simulate(DecisionClient client, Simulation simulation, RequestOrigin origin) {
    if (!isPermitted(client)) {
      return new Outcome.Forbidden(
          records.simulation(client, false, "the caller may not simulate policies", origin));
    }
    WorkBudget budget = client.budget();
    buy(simulation, budget);
    ApplicablePolicies.Builder builder =
        ApplicablePolicies.builder().named(PolicyType.IDENTITY, simulation.policies());
    if (!simulation.boundaries().isEmpty()) {
      builder.named(PolicyType.BOUNDARY, simulation.boundaries());
    }
    simulation
        .resourcePolicy()
        .ifPresent(policy -> builder.named(PolicyType.RESOURCE, List.of(policy)));
    ApplicablePolicies policies = builder.build();
    List<Result> results = new ArrayList<>();
    for (Action action : simulation.actions()) {
      for (String resource : simulation.resources()) {
        AuthorizationRequest request =
            new AuthorizationRequest(
                simulation.caller(),
                action,
                resource,
                accountOf(resource) ? Optional.empty() : simulation.owner(),
                simulation.context());
        Explanation explanation = PolicyEvaluator.explain(request, policies);
        results.add(
            new Result(
                explanation,
                simulation.boundaries().isEmpty()
                    ? Optional.empty()
                    : Optional.of(isWithinBoundary(explanation))));
      }
    }
    results.forEach(result -> budget.buyCharacters(characters(result)));
    String reason = results.size() + " pairs simulated";
    return new Outcome.Simulated(records.simulation(client, true, reason, origin), results);
  }

  /// The directory is read for callers that it can name, and for no others: an administrator is
  /// allowed and a federated user is refused while it does not answer.
  private boolean isPermitted(DecisionClient client) {
    return client.administrator()
        || (Subject.of(client.identity().principal()).isPresent()
            && new DecisionClientRights(directory.current(), client).may(ACTION));
  }

  /// Whether the boundaries themselves allow, whatever else decides; what needs no permission is
  /// within every one.
  private static boolean isWithinBoundary(Explanation explanation) {
    List<StatementOutcome> matched =
        explanation.policies().stream()
            .filter(policy -> policy.type() == PolicyType.BOUNDARY)
            .flatMap(policy -> policy.matched().stream())
            .toList();
    boolean needsNone = explanation.decision().equals(new Decision.Allowed(List.of()));
    return needsNone
        || (!matched.isEmpty()
            && matched.stream().allMatch(statement -> statement.effect() == Effect.ALLOW));
  }

  /// Each pair asks all policies twice, for the decision and for what it rests on, and boundaries
  /// once more.
  private static void buy(Simulation simulation, WorkBudget budget) {
    int longest =
        Stream.concat(
                simulation.actions().stream().map(Action::toString),
                simulation.resources().stream())
            .mapToInt(String::length)
            .max()
            .orElse(0);
    EvaluationCost cost = new EvaluationCost(simulation.context(), longest);
    long each =
        2 * cost(simulation.policies(), cost)
            + 3 * cost(simulation.boundaries(), cost)
            + 2 * cost(simulation.resourcePolicy().stream().toList(), cost);
    long pairs = (long) simulation.actions().size() * simulation.resources().size();
    budget.buy(pairs, each);
  }

  private static long cost(List<NamedPolicy> policies, EvaluationCost cost) {
    return policies.stream().mapToLong(each -> cost.of(each.policy())).sum();
  }

  /// How long a result is in an answer, about.
  private static long characters(Result result) {
    Explanation explanation = result.explanation();
    long characters = explanation.request().resource().length();
    for (PolicyOutcome policy : explanation.policies()) {
      characters += policy.matched().size() * MATCHED;
    }
    return characters + explanation.absentKeys().stream().mapToLong(String::length).sum();
  }

  private static boolean accountOf(String resource) {
    return Arn.parse(resource).flatMap(Arn::accountId).isPresent();
  }
}
