package dev.brevet.policy;

import module java.base;

import dev.brevet.policy.element.ArnPattern;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.TextOperator;
import dev.brevet.policy.element.WildcardPattern;

/// A property of requests by which a statement can be found, and for each of its entries the keys
/// under any one of which the entry may be filed.
///
/// INVARIANT: a request that an entry matches leads, by this property, to every one of the entry's
/// keys.
record AccessPath(Property property, List<List<String>> keysByEntry) {
  /// What is asked of a request.
  record Property(Aspect aspect, String conditionKey) {}

  /// Which of its texts, and how a key must stand in it.
  enum Aspect {
    PRINCIPAL_IS,
    ACTION_BEGINS,
    RESOURCE_BEGINS,
    VALUE_BEGINS,
    ACTION_HOLDS,
    RESOURCE_HOLDS,
    VALUE_HOLDS
  }

  // What begins a text begins with its own beginning: keys may be cut, which bounds what they cost
  // to file.
  private static final int LONGEST_BEGINNING = 200;
  private static final int LONGEST_PART = 32;

  private static final String ROLE = ":role/";

  /// All ways to find a statement of a policy of this type.
  static List<AccessPath> of(PolicyType type, Statement statement) {
    List<AccessPath> paths = new ArrayList<>();
    if (type.namesPrincipals()
        && statement.principals().orElse(null) instanceof Matcher.In<PrincipalPattern> named) {
      List<List<String>> keys = PrincipalKeyring.of(named).stream().map(List::of).toList();
      paths.add(new AccessPath(new Property(Aspect.PRINCIPAL_IS, ""), keys));
    }
    addTexts(paths, entries(statement.actions()), Aspect.ACTION_BEGINS, Aspect.ACTION_HOLDS, "");
    addTexts(
        paths,
        statement.resources().flatMap(AccessPath::entries),
        Aspect.RESOURCE_BEGINS,
        Aspect.RESOURCE_HOLDS,
        "");
    for (Condition condition : statement.conditions()) {
      addTexts(
          paths,
          entries(condition, statement.effect()),
          Aspect.VALUE_BEGINS,
          Aspect.VALUE_HOLDS,
          condition.key().lowerName());
    }
    return paths;
  }

  /// What an entry's text must begin with, and what must stand somewhere in it.
  private record Entry(String beginning, List<String> parts) {
    static Entry of(WildcardPattern pattern) {
      return new Entry(pattern.literalPrefix(), pattern.literals().toList());
    }

    static Entry of(ArnPattern pattern) {
      return new Entry(pattern.literalPrefix(), List.of());
    }
  }

  private static void addTexts(
      List<AccessPath> paths,
      Optional<List<Entry>> entries,
      Aspect begins,
      Aspect holds,
      String conditionKey) {
    if (entries.isEmpty()) {
      return;
    }
    List<Entry> all = entries.get();
    if (all.stream().noneMatch(entry -> entry.beginning().isEmpty())) {
      paths.add(
          new AccessPath(
              new Property(begins, conditionKey),
              all.stream()
                  .map(entry -> List.of(cut(entry.beginning(), LONGEST_BEGINNING)))
                  .toList()));
    }
    if (all.stream().noneMatch(entry -> entry.parts().isEmpty())) {
      paths.add(
          new AccessPath(
              new Property(holds, conditionKey),
              all.stream()
                  .map(
                      entry -> entry.parts().stream().map(part -> cut(part, LONGEST_PART)).toList())
                  .toList()));
    }
  }

  private static String cut(String text, int longest) {
    return text.substring(0, Math.min(text.length(), longest));
  }

  private static Optional<List<Entry>> entries(Matcher<WildcardPattern> matcher) {
    return switch (matcher) {
      case Matcher.In<WildcardPattern>(List<WildcardPattern> patterns) ->
          Optional.of(patterns.stream().map(Entry::of).toList());
      case Matcher.NotIn<WildcardPattern> _ -> Optional.empty();
    };
  }

  // Only a condition that needs a present, matching value leads to its statement.
  private static Optional<List<Entry>> entries(Condition condition, Effect effect) {
    ConditionKey key = condition.key();
    if (key.ifExists() || key.set() == SetOperator.FOR_ALL_VALUES || condition.isNegated()) {
      return Optional.empty();
    }
    if (effect == Effect.DENY && key.mayBeSpelledOtherwise()) {
      return key.lowerName().equals("aws:principalarn")
          ? ofPrincipals(condition)
          : Optional.empty();
    }
    return switch (condition) {
      case Condition.Text text
          when text.operands().stream().noneMatch(WildcardPattern::ignoresCase) ->
          Optional.of(text.operands().stream().map(Entry::of).toList());
      case Condition.Arn arn -> Optional.of(arn.operands().stream().map(Entry::of).toList());
      case Condition.Text _,
          Condition.Numeric _,
          Condition.Date _,
          Condition.Bool _,
          Condition.Binary _,
          Condition.IpAddress _,
          Condition.Null _ ->
          Optional.empty();
    };
  }

  /// A deny is also matched by a role's ARN with another path than the value has: what they share
  /// is how the ARN begins, and the name that it ends with.
  private static Optional<List<Entry>> ofPrincipals(Condition condition) {
    return switch (condition) {
      case Condition.Text text when text.operation() != TextOperator.EQUALS_IGNORE_CASE ->
          Optional.of(
              text.operands().stream()
                  .map(each -> ofPrincipal(each.literalPrefix(), each.literalSuffix()))
                  .toList());
      case Condition.Arn arn ->
          Optional.of(
              arn.operands().stream()
                  .map(each -> ofPrincipal(each.literalPrefix(), each.literalSuffix()))
                  .toList());
      case Condition.Text _,
          Condition.Numeric _,
          Condition.Date _,
          Condition.Bool _,
          Condition.Binary _,
          Condition.IpAddress _,
          Condition.Null _ ->
          Optional.empty();
    };
  }

  private static Entry ofPrincipal(String prefix, String suffix) {
    int role = prefix.indexOf(ROLE);
    String name = suffix.substring(suffix.lastIndexOf('/') + 1);
    return new Entry(
        role < 0 ? prefix : prefix.substring(0, role + ROLE.length()),
        name.isEmpty() ? List.of() : List.of(name));
  }
}
