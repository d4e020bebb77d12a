package dev.brevet.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A property of requests by which a statement can be found, and the keys under which it is then
/// filed.
///
/// INVARIANT: a request that the statement matches leads, by this property, to one of the keys. The
/// keys of texts are literal prefixes, those of principals are whole.
record AccessPath(String property, List<String> keys) {
  static final String ACTION = "action";
  static final String RESOURCE = "resource";
  static final String PRINCIPAL = "principal";

  /// Before a condition key's lower-case name.
  static final String KEY = "key ";

  // What begins a beginning is one too. The bound keeps the trie's depth, and so the making of it,
  // bounded.
  private static final int LONGEST = 200;

  /// All ways to find a statement of a policy of this type.
  static List<AccessPath> of(PolicyType type, Statement statement) {
    List<AccessPath> paths = new ArrayList<>();
    prefixes(statement.actions()).ifPresent(keys -> paths.add(new AccessPath(ACTION, keys)));
    statement
        .resources()
        .flatMap(AccessPath::prefixes)
        .ifPresent(keys -> paths.add(new AccessPath(RESOURCE, keys)));
    if (type.namesPrincipals()
        && statement.principals().orElse(null) instanceof Matcher.In<PrincipalPattern> named) {
      paths.add(new AccessPath(PRINCIPAL, PrincipalKeyring.of(named)));
    }
    for (Condition condition : statement.conditions()) {
      operandPrefixes(condition)
          .ifPresent(keys -> paths.add(new AccessPath(KEY + condition.key().lowerName(), keys)));
    }
    return paths;
  }

  private static Optional<List<String>> prefixes(Matcher<WildcardPattern> matcher) {
    return switch (matcher) {
      case Matcher.In<WildcardPattern>(List<WildcardPattern> patterns) ->
          Optional.of(cut(patterns.stream().map(WildcardPattern::literalPrefix)));
      case Matcher.NotIn<WildcardPattern> _ -> Optional.empty();
    };
  }

  // Only a condition that a present, matching value alone can satisfy leads to its statement.
  private static Optional<List<String>> operandPrefixes(Condition condition) {
    ConditionKey key = condition.key();
    if (key.ifExists() || key.set() == SetOperator.FOR_ALL_VALUES || condition.isNegated()) {
      return Optional.empty();
    }
    return switch (condition) {
      case Condition.Text text when text.operation() != TextOperator.EQUALS_IGNORE_CASE ->
          Optional.of(cut(text.operands().stream().map(WildcardPattern::literalPrefix)));
      case Condition.Arn arn ->
          Optional.of(cut(arn.operands().stream().map(ArnPattern::literalPrefix)));
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

  private static List<String> cut(Stream<String> prefixes) {
    return prefixes
        .map(prefix -> prefix.substring(0, Math.min(prefix.length(), LONGEST)))
        .distinct()
        .toList();
  }
}
