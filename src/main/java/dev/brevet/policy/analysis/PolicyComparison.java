package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// Whether one policy allows anything that another does not.
///
/// RequestSearch are cut into cells within which neither policy's answer changes: by the patterns
/// of actions and resources, by the principals named, and by the conditions on each key. One
/// request of each cell is then asked of both. Where the cells are all there are, the answer is
/// exact; where they are not (policy variables, a key compared in several ways, too many cells) a
/// request that shows a difference is still one, and none found means [Answer.CannotTell]. No
/// answer is ever a wrong [Answer.No].
///
/// What counts is what a policy allows itself, and how directly it reaches the caller; what it
/// takes away of what other policies grant does not. Keys are taken to vary freely: a witness may
/// combine values that no request has together.
public final class PolicyComparison {
  private static final int MOST_QUESTIONS = 400_000;

  private static final Answer TOO_MUCH =
      new Answer.CannotTell("it takes more work than one request may cause");

  /// A second or so.
  public static final long EFFORT = 60_000_000;

  private static final WildcardPattern ARN =
      WildcardPattern.like("arn:?*:?*:*:*:?*", PolicyVersion.V2008_10_17);
  private static final List<WildcardPattern> ANY_RESOURCE =
      List.of(ARN, WildcardPattern.like("?*/?*", PolicyVersion.V2008_10_17));

  private static final WildcardPattern WITHOUT_ACCOUNT =
      WildcardPattern.like("arn:?*:?*:*::?*", PolicyVersion.V2008_10_17);

  private final PolicyType type;
  private final PolicyType otherType;
  private final Policy one;
  private final Policy other;
  private final Knowledge knowledge;
  private final WorkBudget effort;

  /// What is known of IAM besides the two policies.
  public interface Knowledge {
    /// An action that exists, that all of `all` match and none of `none` does. Empty when none is
    /// known: then one of that form may come.
    Optional<Action> action(List<WildcardPattern> all, List<WildcardPattern> none);

    /// Whether requests may hold several values under a key, lower case. Empty when that is not
    /// known.
    Optional<Boolean> isMultivalued(String lowerKey);
  }

  /// The answer to "does the first allow anything that the second does not?".
  public sealed interface Answer {
    /// It does: this request, say.
    record Yes(Witness witness) implements Answer {}

    /// Whatever the first allows, the second allows.
    record No() implements Answer {}

    /// Neither could be shown.
    ///
    /// @param reason in words
    record CannotTell(String reason) implements Answer {}
  }

  /// A request that the first policy allows and the second does not.
  ///
  /// @param principal where the policies name principals
  /// @param action spelled as IAM spells it where it exists, else lower case
  /// @param context values of the condition keys that matter, by key
  public record Witness(
      Optional<String> principal,
      String action,
      String resource,
      Map<String, List<String>> context) {
    public Witness {
      context = Map.copyOf(context);
    }
  }

  private PolicyComparison(
      PolicyType type,
      PolicyType otherType,
      Policy one,
      Policy other,
      Knowledge knowledge,
      WorkBudget effort) {
    this.type = type;
    this.otherType = otherType;
    this.effort = effort;
    this.one = one;
    this.other = other;
    this.knowledge = knowledge;
  }

  /// A policy, and what it is attached to.
  public record Side(Policy policy, PolicyType type) {
    /// Where statements name principals, one that names none matches no principal.
    private Policy reaching() {
      boolean silent = type == PolicyType.RESOURCE_CONTROL || !type.namesPrincipals();
      return silent
          ? policy
          : new Policy(
              policy.version(),
              policy.id(),
              policy.statements().stream()
                  .filter(statement -> statement.principals().isPresent())
                  .toList());
    }
  }

  /// Whether `left` allows anything that `right` does not.
  public static Answer allowsMore(Side left, Side right, Knowledge knowledge) {
    return allowsMore(left, right, knowledge, WorkBudget.ofRequest());
  }

  /// The same within a budget, of which one comparison takes a share at most.
  public static Answer allowsMore(Side left, Side right, Knowledge knowledge, WorkBudget budget) {
    WorkBudget effort = budget.upTo(EFFORT);
    if (!effort.spend(size(left.policy()) + size(right.policy()))) {
      return TOO_MUCH;
    }
    Policy one = left.reaching();
    Policy other = right.reaching();
    StatementInclusion inclusion = new StatementInclusion(one, other, effort);
    List<Statement> doubtful = inclusion.doubtful();
    if (doubtful.isEmpty()) {
      return new Answer.No();
    }
    if (effort.isSpent()) {
      return TOO_MUCH;
    }
    Set<Statement> inDoubt = new HashSet<>(doubtful);
    // What is about no request of theirs changes nothing.
    List<Statement> ours =
        inclusion.touching(one, doubtful).stream()
            .filter(each -> each.effect() == Effect.DENY || inDoubt.contains(each))
            .toList();
    return new PolicyComparison(
            left.type(),
            right.type(),
            new Policy(one.version(), one.id(), ours),
            new Policy(other.version(), other.id(), inclusion.touching(other, doubtful)),
            knowledge,
            effort)
        .search();
  }

  /// What looking at a policy once costs.
  private static long size(Policy policy) {
    long size = 0;
    for (Statement statement : policy.statements()) {
      size += 16 + statement.actions().patterns().size() + statement.conditions().size();
      size += statement.resources().map(matcher -> matcher.patterns().size()).orElse(0);
    }
    return size;
  }

  private Answer search() {
    List<Statement> all = new ArrayList<>(one.statements());
    all.addAll(other.statements());
    boolean variables = all.stream().anyMatch(VariableValues::hasVariables);
    if (all.stream().anyMatch(VariableValues::hasVariableBool)) {
      return new Answer.CannotTell("a policy variable is used in place of `true` or `false`");
    }
    Map<String, List<String>> fixed = variables ? VariableValues.of(all) : Map.of();
    Policy left = variables ? VariableValues.apply(one) : one;
    Policy right = variables ? VariableValues.apply(other) : other;
    List<Statement> statements = new ArrayList<>(left.statements());
    statements.addAll(right.statements());
    Optional<List<PatternExamples.Example>> actions = actions(statements);
    Optional<List<PatternExamples.Example>> resources = resources(statements);
    if (actions.isEmpty() || resources.isEmpty()) {
      return new Answer.CannotTell("the patterns can overlap in too many ways");
    }
    RequestSearch requests =
        new RequestSearch(
            type,
            otherType,
            left,
            right,
            actions.get(),
            resources.get(),
            statements,
            knowledge,
            fixed,
            effort);
    Answer answer = requests.compare(MOST_QUESTIONS, false);
    if (answer instanceof Answer.No && statements.stream().anyMatch(PolicyComparison::spares)) {
      answer =
          requests.compare(MOST_QUESTIONS, true) instanceof Answer.No
              ? answer
              : new Answer.CannotTell(
                  "`NotPrincipal` does not exempt principals with a permissions boundary");
    }
    return answer instanceof Answer.No && variables
        ? new Answer.CannotTell("it depends on the values of policy variables")
        : answer;
  }

  private static boolean spares(Statement statement) {
    return statement.principals().orElse(null) instanceof Matcher.NotIn<PrincipalPattern>;
  }

  private Optional<List<PatternExamples.Example>> actions(List<Statement> statements) {
    Set<WildcardPattern> patterns = new LinkedHashSet<>();
    statements.forEach(statement -> patterns.addAll(statement.actions().patterns()));
    return PatternExamples.of(
        patterns,
        List.of(WildcardPattern.action("?*:?*")),
        (all, none) -> knowledge.action(all, none).map(Action::toString),
        effort);
  }

  /// A request's resource is an ARN, or `*` where its action has none; where a pattern can be one
  /// of Brevet's own entities, an entity too.
  private Optional<List<PatternExamples.Example>> resources(List<Statement> statements) {
    Set<WildcardPattern> patterns = new LinkedHashSet<>();
    statements.forEach(
        statement ->
            statement.resources().ifPresent(matcher -> patterns.addAll(matcher.patterns())));
    List<PatternExamples.Example> all = new ArrayList<>();
    for (WildcardPattern form :
        patterns.stream().allMatch(PolicyComparison::isOfArns) ? List.of(ARN) : ANY_RESOURCE) {
      Optional<List<PatternExamples.Example>> examples =
          PatternExamples.of(patterns, List.of(form), this::withoutAccount, effort);
      if (examples.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(examples.get());
    }
    Set<WildcardPattern> ofStar = new LinkedHashSet<>(patterns);
    ofStar.removeIf(pattern -> !pattern.matches("*"));
    all.add(new PatternExamples.Example(ofStar, "*"));
    return Optional.of(all);
  }

  /// An ARN without an account, where some of these have none: requests for it may lack
  /// `aws:ResourceAccount`.
  private Optional<String> withoutAccount(List<WildcardPattern> all, List<WildcardPattern> none) {
    List<WildcardPattern> within = new ArrayList<>(all);
    within.add(WITHOUT_ACCOUNT);
    return PatternAlgebra.inAll(within, none, effort)
                instanceof PatternAlgebra.Answer.No(String arn)
            && Lacking.mayLackAccount(arn)
        ? Optional.of(arn)
        : Optional.empty();
  }

  private static boolean isOfArns(WildcardPattern pattern) {
    return pattern.matchesEverything() || pattern.text().startsWith("arn:");
  }

  static Map<String, Set<Condition>> byKey(List<Statement> statements) {
    Map<String, Set<Condition>> byKey = new LinkedHashMap<>();
    for (Statement statement : statements) {
      for (Condition condition : statement.conditions()) {
        byKey
            .computeIfAbsent(condition.key().lowerName(), _ -> new LinkedHashSet<>())
            .add(condition);
      }
    }
    return byKey;
  }
}
