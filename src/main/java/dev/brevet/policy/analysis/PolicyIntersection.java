package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// A policy that allows exactly what two policies both allow.
///
/// Allow statements are intersected pairwise, on actions, resources and conditions; the denies of
/// both are kept. Where that cannot be written exactly within bounds, one of the two stays as it
/// is, beside denies of exactly what the other does not allow. Where that cannot be written either
/// there is no intersection, and the statement of the second policy that is in the way is named:
/// whatever the result allows, both allow, and nothing is lost silently.
///
/// A condition without set operator is taken to be about a key of one value, which is what IAM has
/// it for.
public final class PolicyIntersection {
  private static final int MOST_PAIRS = 400;
  private static final int STATEMENT = 64;
  private static final Statement NOTHING =
      new Statement(
          Optional.empty(),
          Effect.DENY,
          Optional.empty(),
          new Matcher.In<>(List.of(WildcardPattern.action("*"))),
          Optional.of(
              new Matcher.In<>(List.of(WildcardPattern.resource("*", PolicyVersion.V2012_10_17)))),
          List.of());

  private PolicyIntersection() {}

  /// An intersection, or what is in its way.
  public sealed interface Result {
    /// Exactly what both allow.
    record Exact(Policy policy) implements Result {}

    /// `statement` of the second policy, by its `Sid` or its number from 0, cannot be intersected
    /// exactly: its `element`, such as `Action` or a condition's operator and key, is why.
    record Inexact(String statement, String element) implements Result {}
  }

  /// What is in the way of an exact intersection.
  static final class NotExact extends Exception {
    private static final long serialVersionUID = 1L;

    NotExact(String element) {
      super(element, null, false, false);
    }
  }

  /// What `one` and `other`, both identity-based or session policies, both allow. Its statements
  /// have no `Sid`. Where `effort` does not suffice there is none.
  public static Result of(Policy one, Policy other, WorkBudget effort) {
    if (one.version() != PolicyVersion.V2012_10_17
        || other.version() != PolicyVersion.V2012_10_17) {
      return new Result.Inexact("0", "Version");
    }
    Result pairwise = pairwise(one, other, effort);
    return switch (pairwise) {
      case Result.Exact _ -> pairwise;
      case Result.Inexact _ ->
          excluding(one, other, effort)
              .or(() -> excluding(other, one, effort))
              .<Result>map(Result.Exact::new)
              .orElse(pairwise);
    };
  }

  /// Denies that leave, of whatever policies they stand beside, exactly what `policy` allows too:
  /// an identity-based or session policy. Empty when they cannot be written within bounds.
  public static Optional<List<Statement>> exclusions(Policy policy, WorkBudget effort) {
    if (policy.version() != PolicyVersion.V2012_10_17) {
      return Optional.empty();
    }
    try {
      List<Statement> all = new ArrayList<>(PolicyExclusion.of(of(policy, Effect.ALLOW), effort));
      all.addAll(of(policy, Effect.DENY));
      return Optional.of(List.copyOf(all));
    } catch (NotExact _) {
      return Optional.empty();
    }
  }

  private static Optional<Policy> excluding(Policy kept, Policy excluding, WorkBudget effort) {
    Optional<List<Statement>> denies = exclusions(excluding, effort);
    if (denies.isEmpty()) {
      return Optional.empty();
    }
    try {
      Set<Statement> statements = new LinkedHashSet<>(of(kept, Effect.ALLOW));
      statements.addAll(of(kept, Effect.DENY));
      statements.addAll(denies.get());
      return Optional.of(policy(statements));
    } catch (NotExact _) {
      return Optional.empty();
    }
  }

  /// One without statements would be none.
  private static Policy policy(Set<Statement> statements) {
    return new Policy(
        PolicyVersion.V2012_10_17,
        Optional.empty(),
        statements.isEmpty() ? List.of(NOTHING) : List.copyOf(statements));
  }

  private static Result pairwise(Policy one, Policy other, WorkBudget effort) {
    Set<Statement> statements = new LinkedHashSet<>();
    int pairs = 0;
    for (int i = 0; i < other.statements().size(); i++) {
      Statement second = other.statements().get(i);
      try {
        Optional<Statement> whole = EmptyLists.without(second);
        if (whole.isEmpty() || second.effect() == Effect.DENY) {
          continue;
        }
        for (Statement first : of(one, Effect.ALLOW)) {
          if (++pairs > MOST_PAIRS) {
            throw new NotExact("Statement");
          }
          both(first, whole.get(), effort).ifPresent(statements::add);
        }
      } catch (NotExact why) {
        String name = second.sid().orElse(Integer.toString(i));
        return new Result.Inexact(name, String.valueOf(why.getMessage()));
      }
    }
    if (!statements.isEmpty()) {
      try {
        statements.addAll(of(one, Effect.DENY));
        statements.addAll(of(other, Effect.DENY));
      } catch (NotExact why) {
        return new Result.Inexact("0", String.valueOf(why.getMessage()));
      }
    }
    return new Result.Exact(policy(statements));
  }

  /// The statements of that effect that are about any request, without their `Sid`.
  private static List<Statement> of(Policy policy, Effect effect) throws NotExact {
    List<Statement> all = new ArrayList<>();
    for (Statement statement : policy.statements()) {
      if (statement.effect() == effect) {
        EmptyLists.without(statement)
            .map(
                whole ->
                    new Statement(
                        Optional.empty(),
                        effect,
                        whole.principals(),
                        whole.actions(),
                        whole.resources(),
                        whole.conditions()))
            .ifPresent(all::add);
      }
    }
    return all;
  }

  /// Empty when there is nothing that both cover.
  static Optional<Statement> both(Statement one, Statement other, WorkBudget effort)
      throws NotExact {
    if (!effort.spend(STATEMENT)) {
      throw new NotExact("Statement");
    }
    if (one.principals().isPresent()
        || other.principals().isPresent()
        || one.resources().isEmpty()
        || other.resources().isEmpty()) {
      throw new NotExact("Principal");
    }
    Matcher<WildcardPattern> actions =
        new MatcherIntersection("Action", WildcardPattern::action, effort)
            .of(one.actions(), other.actions());
    if (EmptyLists.isNothing(actions)) {
      return Optional.empty();
    }
    Matcher<WildcardPattern> resources =
        new MatcherIntersection(
                "Resource",
                text -> WildcardPattern.resource(text, PolicyVersion.V2012_10_17),
                effort)
            .of(one.resources().get(), other.resources().get());
    if (EmptyLists.isNothing(resources)) {
      return Optional.empty();
    }
    return ConditionIntersection.of(one.conditions(), other.conditions(), effort)
        .map(
            conditions ->
                new Statement(
                    Optional.empty(),
                    Effect.ALLOW,
                    Optional.empty(),
                    actions,
                    Optional.of(resources),
                    conditions));
  }
}
