package dev.brevet.policy;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.element.Effect;

/// The trust policies of many roles, so indexed that "which of them may this caller have" costs
/// what those cost that could say yes. Immutable; made once, asked often, from any thread.
public final class TrustIndex<K> {
  private static final StatementMatch MATCH = new StatementMatch(PolicyType.TRUST, false);

  private final List<Candidate<K>> candidates;
  private final List<Statement> statements;
  private final int[] candidateOf;
  private final StatementIndex index;

  private record Candidate<K>(TrustedRole<K> role, String resource, PolicySet trust) {}

  public TrustIndex(List<TrustedRole<K>> roles) {
    this.candidates = roles.stream().map(TrustIndex::candidate).toList();
    Set<String> varying = new HashSet<>(Set.of("aws:resourceaccount"));
    roles.forEach(role -> varying.addAll(role.own().asMap().keySet()));
    List<Statement> allowing = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < roles.size(); i++) {
      for (Statement statement : roles.get(i).trust().statements()) {
        if (statement.effect() == Effect.ALLOW) {
          allowing.add(statement);
          owners.add(i);
        }
      }
    }
    this.statements = List.copyOf(allowing);
    this.candidateOf = owners.stream().mapToInt(Integer::intValue).toArray();
    this.index = new StatementIndex(allowing.stream().map(s -> pathsWithout(varying, s)).toList());
  }

  private static <K> Candidate<K> candidate(TrustedRole<K> role) {
    Member trust = new Member(Optional.empty(), role.trust());
    return new Candidate<>(
        role, role.role().toString(), new PolicySet(PolicyType.TRUST, 0, false, List.of(trust)));
  }

  // What differs from role to role is not known when the index is asked.
  private static List<AccessPath> pathsWithout(Set<String> varying, Statement statement) {
    return AccessPath.of(PolicyType.TRUST, statement).stream()
        .filter(path -> !varying.contains(path.property().conditionKey()))
        .toList();
  }

  /// The keys of the roles that `caller` may have by `action` (such as `sts:AssumeRole`), in the
  /// order the roles were given: those for which [PolicyEvaluator#evaluate] allows, `others` being
  /// the policies beside the trust policy.
  public List<K> mayAssume(
      Principal caller, Action action, RequestContext context, ApplicablePolicies others) {
    AuthorizationRequest asked =
        new AuthorizationRequest(caller, action, "*", Optional.empty(), context);
    Found found = new Found();
    index.visit(asked, PrincipalMatchLevel.ACCOUNT, found, statements.size());
    return found.inOrder().stream()
        .map(candidates::get)
        .filter(candidate -> isAllowed(candidate, asked, others))
        .map(candidate -> candidate.role().key())
        .toList();
  }

  private static <K> boolean isAllowed(
      Candidate<K> candidate, AuthorizationRequest asked, ApplicablePolicies others) {
    RequestContext own = candidate.role().own();
    RequestContext context =
        own.isEmpty() ? asked.context() : asked.context().toBuilder().putAll(own).build();
    AuthorizationRequest request =
        asked.on(candidate.resource(), Optional.of(candidate.role().role().account()), context);
    return PolicyEvaluator.evaluate(request, others.with(candidate.trust())).isAllowed();
  }

  /// The roles with a statement that could match.
  private final class Found implements StatementIndex.Visitor {
    private final Set<Integer> found = new HashSet<>();

    @Override
    public int visit(
        int number, int bound, AuthorizationRequest request, PrincipalMatchLevel atLeast) {
      Statement statement = statements.get(number);
      if (statement.coversAction(request)
          && MATCH.reach(statement, request.principal()) != PrincipalMatchLevel.NONE) {
        found.add(candidateOf[number]);
      }
      return bound;
    }

    List<Integer> inOrder() {
      return found.stream().sorted().toList();
    }
  }
}
