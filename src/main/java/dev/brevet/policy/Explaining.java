package dev.brevet.policy;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Spelling;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.Shortfall;
import dev.brevet.policy.element.WildcardPattern;

/// Looks at every statement, one by one and element by element, for an explanation.
final class Explaining {
  private final AuthorizationRequest request;
  private final ApplicablePolicies policies;
  private final Set<String> absentKeys = new TreeSet<>(AsciiCase.ORDER);
  private final Set<String> partlyKnownKeys = new TreeSet<>(AsciiCase.ORDER);

  Explaining(AuthorizationRequest request, ApplicablePolicies policies) {
    this.request = request;
    this.policies = policies;
  }

  Explanation explain() {
    List<PolicyOutcome> outcomes = new ArrayList<>();
    boolean bounded = policies.has(PolicyType.BOUNDARY);
    for (PolicyType type : Evaluation.IN_ORDER) {
      List<PolicySet> levels = policies.levels(type);
      for (int level = 0; level < levels.size(); level++) {
        List<Member> members = levels.get(level).members();
        for (int p = 0; p < members.size(); p++) {
          outcomes.add(outcome(new StatementMatch(type, bounded), level, p, members.get(p)));
        }
      }
    }
    return new Explanation(
        request,
        Evaluation.decide(request, policies),
        outcomes,
        List.copyOf(absentKeys),
        List.copyOf(partlyKnownKeys));
  }

  private PolicyOutcome outcome(StatementMatch match, int level, int index, Member member) {
    List<StatementOutcome> matched = new ArrayList<>();
    List<StatementOutcome> nearly = new ArrayList<>();
    List<Statement> statements = member.policy().statements();
    for (int s = 0; s < statements.size(); s++) {
      Statement statement = statements.get(s);
      StatementOutcome outcome =
          new StatementOutcome(
              new StatementReference(match.type(), level, index, member.name(), s, statement.sid()),
              statement.effect(),
              shortfalls(match, statement));
      if (outcome.isMatch()) {
        matched.add(outcome);
      } else if (outcome.isNearMatch()) {
        nearly.add(outcome);
      }
    }
    return new PolicyOutcome(
        match.type(),
        level,
        index,
        member.name(),
        Evaluation.binds(match.type(), request),
        statements.size(),
        matched,
        nearly);
  }

  private List<Shortfall> shortfalls(StatementMatch match, Statement statement) {
    List<Shortfall> shortfalls = new ArrayList<>();
    if (!match.coversAction(statement, request)) {
      shortfalls.add(new Shortfall.OtherAction());
    } else {
      noteAbsentKeys(statement);
      notePartlyKnownKeys(statement);
    }
    if (!statement.coversResource(request)) {
      shortfalls.add(new Shortfall.OtherResource());
    }
    if (match.reach(statement, request.principal()) == PrincipalMatchLevel.NONE) {
      shortfalls.add(new Shortfall.OtherPrincipal());
    }
    for (Condition condition : statement.conditions()) {
      if (!Conditions.holds(condition, request, statement.effect())) {
        shortfalls.add(
            new Shortfall.FailedCondition(condition, request.values(condition.key().lowerName())));
      }
    }
    return shortfalls;
  }

  private void noteAbsentKeys(Statement statement) {
    Stream<String> inResources =
        statement.resources().stream()
            .flatMap(matcher -> matcher.patterns().stream())
            .flatMap(WildcardPattern::variableKeys);
    Stream<String> inConditions =
        statement.conditions().stream()
            .flatMap(c -> Stream.concat(Stream.of(c.key().name()), c.variableKeys()));
    Stream.concat(inResources, inConditions)
        .filter(key -> request.values(AsciiCase.lower(key)).isEmpty())
        .forEach(absentKeys::add);
  }

  private void notePartlyKnownKeys(Statement statement) {
    statement.conditions().stream()
        .map(Condition::key)
        .filter(
            key ->
                request.spellings(key.lowerName()).stream()
                    .anyMatch(Spelling.OfAnyPath.class::isInstance))
        .map(ConditionKey::name)
        .forEach(partlyKnownKeys::add);
  }
}
