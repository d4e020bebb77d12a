package dev.brevet.authorization;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.directory.Directory;
import dev.brevet.directory.Subject;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.Explanation;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Tries policies that somebody brings, without putting them anywhere: for administrators, and for
/// those whose policies in the directory allow `brevet:SimulateCustomPolicy`.
public final class SimulatePolicy {
  private static final Action ACTION = new Action("brevet", "SimulateCustomPolicy");

  private final Directory directory;
  private final AccessRecords records;

  public SimulatePolicy(
      Directory directory, DecisionLog log, Supplier<DecisionId> ids, Clock clock) {
    this.directory = directory;
    this.records = new AccessRecords(log, ids, clock);
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
  public Outcome simulate(Asker asker, Simulation simulation, RequestOrigin origin) {
    if (!isPermitted(asker)) {
      return new Outcome.Forbidden(
          records.simulation(asker, false, "the caller may not simulate policies", origin));
    }
    ApplicablePolicies.Builder builder =
        ApplicablePolicies.builder().named(PolicyType.IDENTITY, simulation.policies());
    if (!simulation.boundaries().isEmpty()) {
      builder.named(PolicyType.BOUNDARY, simulation.boundaries());
    }
    simulation
        .resourcePolicy()
        .ifPresent(policy -> builder.named(PolicyType.RESOURCE, List.of(policy)));
    ApplicablePolicies policies = builder.build();
    ApplicablePolicies boundary = alone(simulation.boundaries());
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
        results.add(
            new Result(
                PolicyEvaluator.explain(request, policies),
                simulation.boundaries().isEmpty()
                    ? Optional.empty()
                    : Optional.of(PolicyEvaluator.evaluate(request, boundary).isAllowed())));
      }
    }
    String reason = results.size() + " pairs simulated";
    return new Outcome.Simulated(records.simulation(asker, true, reason, origin), results);
  }

  private static ApplicablePolicies alone(List<NamedPolicy> boundaries) {
    return ApplicablePolicies.builder().named(PolicyType.IDENTITY, boundaries).build();
  }

  private static boolean accountOf(String resource) {
    return Arn.parse(resource).flatMap(Arn::accountId).isPresent();
  }

  private boolean isPermitted(Asker asker) {
    if (asker.administrator()) {
      return true;
    }
    Optional<Subject> subject = Subject.of(asker.identity().principal());
    if (subject.isEmpty()) {
      return false;
    }
    Decision decision =
        PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                asker.identity().principal(), ACTION, "*", Optional.empty(), asker.context()),
            directory.current().policiesOf(subject.get()).applicable());
    return decision.isAllowed();
  }
}
