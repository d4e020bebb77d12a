package dev.brevet.workload.definition;

import module java.base;

import dev.brevet.policy.element.WorkBudget;

/// The values of `${Name}` placeholders, as `DefinitionSubstitutions` gives them to CloudFormation.
///
/// One pass: what a value holds is not looked at again.
///
/// @param values by the name between the braces
/// @param budget what the texts are bought from that are made; a value may be wanted in many places
public record Substitutions(Map<String, String> values, WorkBudget budget) {
  /// How a dynamic reference of CloudFormation begins.
  public static final String REFERENCE = "{{resolve:";

  public Substitutions {
    values = Map.copyOf(values);
  }

  /// For a program that works for its own user.
  public Substitutions(Map<String, String> values) {
    this(values, WorkBudget.unlimited());
  }

  /// `text` with every known placeholder replaced; the others stay.
  ///
  /// @throws WorkBudget.TooMuchWork when the budget does not have what it takes
  public String apply(String text) {
    int at = text.indexOf("${");
    if (at < 0) {
      return text;
    }
    budget.buyCharacters(text.length());
    StringBuilder out = new StringBuilder(text.length() + 64);
    int from = 0;
    while (at >= 0) {
      int end = end(text, at);
      String value = end < 0 ? null : values.get(text.substring(at + 2, end));
      if (value != null) {
        budget.buyCharacters(value.length());
        out.append(text, from, at).append(value);
        from = end + 1;
      }
      at = text.indexOf("${", value == null ? at + 2 : from);
    }
    return out.append(text, from, text.length()).toString();
  }

  /// The names whose values would not stay within a string of JSON: the substitution is made in the
  /// text.
  Set<String> unfit() {
    return values.entrySet().stream()
        .filter(each -> each.getValue().chars().anyMatch(c -> c == '"' || c == '\\' || c < ' '))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The first placeholder in `text` that is one of `names`; empty when there is none.
  static Optional<String> firstOf(Set<String> names, String text) {
    for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
      int end = end(text, at);
      if (end >= 0 && names.contains(text.substring(at + 2, end))) {
        return Optional.of(text.substring(at + 2, end));
      }
    }
    return Optional.empty();
  }

  /// The first placeholder in `text`, with its braces: `${Name}`, or a dynamic reference of
  /// CloudFormation (`{{resolve:ssm:name}}`), which is another text once the definition is
  /// deployed. Empty when there is none. Source: AWS CloudFormation User Guide, dynamic-references.
  public static Optional<String> placeholder(String text) {
    int reference = text.indexOf(REFERENCE);
    if (reference >= 0) {
      int end = text.indexOf("}}", reference);
      return Optional.of(end < 0 ? text.substring(reference) : text.substring(reference, end + 2));
    }
    for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
      int end = end(text, at);
      if (end >= 0) {
        return Optional.of(text.substring(at, end + 1));
      }
    }
    return Optional.empty();
  }

  /// Where the placeholder that begins at `at` has its brace; -1 when none begins there.
  private static int end(String text, int at) {
    int end = at + 2;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return end > at + 2 && end < text.length() && text.charAt(end) == '}' ? end : -1;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == ':'
        || c == '.'
        || c == '-';
  }
}
