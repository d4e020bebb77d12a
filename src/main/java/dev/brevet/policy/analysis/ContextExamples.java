package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Conditions;
import dev.brevet.policy.FollowingKey;
import dev.brevet.policy.element.ArnPattern;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.DateValue;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.IpRange;
import dev.brevet.policy.element.NumericValue;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// Examples of what requests can hold under one condition key: one for each set of conditions that
/// can hold together.
final class ContextExamples {
  private static final int MOST_VALUES_TOGETHER = 6;

  private static final WildcardPattern NOT_EMPTY =
      WildcardPattern.like("?*", PolicyVersion.V2008_10_17);

  /// Keys that every request holds, those that other programs ask the engine about too.
  private static final Set<String> ALWAYS = Set.of("aws:currenttime", "aws:epochtime");

  /// Keys that AWS puts into every request, and a program that asks the engine about other requests
  /// may not. Source: IAM User Guide, reference_policies_condition-keys.
  private static final Set<String> USUAL = Set.of("aws:requestedregion", "aws:securetransport");

  /// @param holding the conditions that hold
  /// @param values of a request for which they do; none means that the key is absent
  /// @param doubt what must be known to say whether a request can hold these values: whether it may
  ///   hold several, or lack the key, is not always known
  record Example(Set<Condition> holding, List<String> values, Optional<String> doubt) {}

  /// @param exact whether there are no others
  record Found(List<Example> examples, boolean exact) {}

  private final String key;
  private final Set<Condition> conditions;
  private final WorkBudget effort;
  private boolean exact = true;

  private ContextExamples(String key, Set<Condition> conditions, WorkBudget effort) {
    this.effort = effort;
    this.key = key;
    this.conditions = conditions;
  }

  /// @param multivalued whether the key has several values; empty when that is not known
  static Found of(
      String key, Set<Condition> conditions, Optional<Boolean> multivalued, WorkBudget effort) {
    return new ContextExamples(key, conditions, effort).examples(multivalued);
  }

  /// The one example of a key whose values are given.
  static Found given(
      String key, Set<Condition> conditions, List<String> values, WorkBudget effort) {
    ContextExamples examples = new ContextExamples(key, conditions, effort);
    return new Found(List.of(examples.example(values, Optional.empty())), false);
  }

  private Found examples(Optional<Boolean> multivalued) {
    boolean sets =
        conditions.stream().anyMatch(condition -> condition.key().set() != SetOperator.NONE);
    Map<Set<Condition>, Example> examples = new LinkedHashMap<>();
    List<Example> all = new ArrayList<>();
    // First, so that an absent key is the example wherever it is one. Whether a request may lack a
    // key that follows depends on its caller and resource, so that it is an example of its own.
    if (FollowingKey.of(key) != null) {
      all.add(example(List.of(), Optional.empty()));
    } else if (!ALWAYS.contains(key)) {
      add(
          List.of(),
          USUAL.contains(key) ? Optional.of(Lacking.lacks(key)) : Optional.empty(),
          examples);
    }
    long operands = 0;
    for (Condition condition : conditions) {
      operands += 4 + condition.operandTexts().size();
    }
    Map<List<Boolean>, String> kinds = new LinkedHashMap<>();
    for (String value : values()) {
      if (!effort.spend(16 * operands)) {
        exact = false;
        break;
      }
      add(List.of(value), Optional.empty(), examples);
      kinds.putIfAbsent(kind(value), value);
    }
    if (multivalued.orElse(true)) {
      several(
          List.copyOf(kinds.values()),
          multivalued.orElse(sets)
              ? Optional.empty()
              : Optional.of("whether requests may hold several values of `" + key + "`"),
          examples);
    }
    all.addAll(examples.values());
    return new Found(List.copyOf(all), exact);
  }

  /// Several values at once: which conditions hold depends only on which kinds of values there are.
  private void several(
      List<String> kinds, Optional<String> doubt, Map<Set<Condition>, Example> examples) {
    if (kinds.size() > MOST_VALUES_TOGETHER) {
      exact = false;
    }
    int count = Math.min(kinds.size(), MOST_VALUES_TOGETHER);
    for (int subset = 1; subset < 1 << count; subset++) {
      if (Integer.bitCount(subset) < 2) {
        continue;
      }
      List<String> together = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if ((subset & 1 << i) != 0) {
          together.add(kinds.get(i));
        }
      }
      add(together, doubt, examples);
    }
  }

  private void add(
      List<String> values, Optional<String> doubt, Map<Set<Condition>, Example> examples) {
    Example example = example(values, doubt);
    examples.merge(
        example.holding, example, (before, now) -> before.doubt.isEmpty() ? before : now);
  }

  private Example example(List<String> values, Optional<String> doubt) {
    Set<Condition> holding = new LinkedHashSet<>();
    AuthorizationRequest request = request(values);
    conditions.stream()
        .filter(c -> Conditions.holds(c, request, Effect.ALLOW))
        .forEach(holding::add);
    return new Example(holding, values, doubt);
  }

  private AuthorizationRequest request(List<String> values) {
    return new AuthorizationRequest(
        // A token's subject: of its own it gives no key a value.
        new Principal.WebIdentity("https://nobody.invalid", "nobody"),
        new Action("none", "None"),
        "*",
        Optional.empty(),
        RequestContext.builder().put(key, values).build());
  }

  /// What distinguishes a value: each condition's answer to only this value, and whether it is
  /// empty.
  private List<Boolean> kind(String value) {
    AuthorizationRequest request = request(List.of(value));
    List<Boolean> kind = new ArrayList<>();
    conditions.forEach(condition -> kind.add(Conditions.holds(condition, request, Effect.ALLOW)));
    kind.add(value.isEmpty());
    return kind;
  }

  /// A value of every kind, where that is known: the conditions' own operators say which values
  /// differ.
  private Set<String> values() {
    Set<String> values = new LinkedHashSet<>(List.of("x"));
    Set<Class<?>> families = new LinkedHashSet<>();
    Set<WildcardPattern> texts = new LinkedHashSet<>();
    List<ArnPattern> arns = new ArrayList<>();
    List<NumericValue> numbers = new ArrayList<>();
    List<DateValue> dates = new ArrayList<>();
    List<IpRange> ranges = new ArrayList<>();
    for (Condition condition : conditions) {
      if (!(condition instanceof Condition.Null)) {
        families.add(condition.getClass());
      }
      switch (condition) {
        case Condition.Text text -> texts.addAll(text.operands());
        case Condition.Arn arn -> arns.addAll(arn.operands());
        case Condition.Numeric numeric ->
            numeric.operands().forEach(operand -> numbers.add(operand.value()));
        case Condition.Date date -> date.operands().forEach(operand -> dates.add(operand.value()));
        case Condition.IpAddress address ->
            address.operands().forEach(operand -> ranges.add(operand.value()));
        case Condition.Binary binary -> {
          binary.operands().forEach(operand -> values.add(operand.text()));
          values.add("AA==");
        }
        case Condition.Bool _ -> values.addAll(List.of("true", "false"));
        case Condition.Null _ -> {}
      }
    }
    // Where a key is compared in several ways, values of one way need not be all kinds of another.
    exact &= families.size() < 2;
    texts(texts, values);
    exact &= ArnExamples.of(arns, values, effort);
    numbers(numbers, values);
    dates(dates, values);
    addresses(ranges, values);
    values.add("");
    return values;
  }

  /// Empty ones left aside: they are of a kind of their own, as a key without any value is.
  private void texts(Set<WildcardPattern> patterns, Set<String> values) {
    if (patterns.isEmpty()) {
      return;
    }
    Optional<List<PatternExamples.Example>> examples =
        PatternExamples.of(patterns, List.of(NOT_EMPTY), (_, _) -> Optional.empty(), effort);
    exact &= examples.isPresent();
    examples.ifPresent(all -> all.forEach(example -> values.add(example.text())));
  }

  private void numbers(List<NumericValue> operands, Set<String> values) {
    TreeSet<BigDecimal> sorted = new TreeSet<>();
    operands.forEach(operand -> sorted.add(operand.number()));
    between(
        List.copyOf(sorted),
        number -> number.subtract(number.abs().max(BigDecimal.ONE)),
        number -> number.add(number.abs().max(BigDecimal.ONE)),
        (low, high) -> low.add(high).divide(BigDecimal.TWO),
        number -> {
          values.add(number.toString());
          exact &= NumericValue.parse(number.toString()).isPresent();
        });
  }

  private void dates(List<DateValue> operands, Set<String> values) {
    TreeSet<Instant> sorted = new TreeSet<>();
    operands.forEach(operand -> sorted.add(operand.instant()));
    between(
        List.copyOf(sorted),
        instant -> instant.minusSeconds(1),
        instant -> instant.plusSeconds(1),
        (low, high) -> low.plus(Duration.between(low, high).dividedBy(2)),
        instant -> {
          values.add(instant.toString());
          exact &= DateValue.parse(instant.toString()).isPresent();
        });
  }

  private interface Middle<T> {
    T of(T low, T high);
  }

  /// Each operand, and a value before, between and after them.
  private static <T> void between(
      List<T> sorted,
      Function<T, T> before,
      Function<T, T> after,
      Middle<T> middle,
      Consumer<T> values) {
    for (int i = 0; i < sorted.size(); i++) {
      values.accept(
          i == 0 ? before.apply(sorted.get(0)) : middle.of(sorted.get(i - 1), sorted.get(i)));
      values.accept(sorted.get(i));
    }
    if (!sorted.isEmpty()) {
      values.accept(after.apply(sorted.getLast()));
    }
  }

  /// Both ends of every range and their neighbours: ranges are nested or apart, so each part that
  /// they leave has one.
  private static void addresses(List<IpRange> ranges, Set<String> values) {
    for (IpRange range : ranges) {
      values.addAll(IpEdges.of(range));
    }
    if (!ranges.isEmpty()) {
      values.add("192.0.2.1");
      values.add("2001:db8::1");
    }
  }
}
