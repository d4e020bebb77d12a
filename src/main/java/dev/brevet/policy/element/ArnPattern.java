package dev.brevet.policy.element;

import module java.base;

/// An operand of an ARN operator: the six parts of an ARN are matched one by one, so that `*` does
/// not cross a `:` in the first five. An operand or a value of fewer than six parts matches
/// nothing.
///
/// Source: IAM User Guide, reference_policies_elements_condition_operators.
public final class ArnPattern implements Condition.Written {
  /// The parts of an ARN, its colons apart.
  public static final int PARTS = 6;

  private final String text;
  private final PolicyVersion version;
  private final List<WildcardPattern> parts;

  public ArnPattern(String text, PolicyVersion version) {
    this.text = text;
    this.version = version;
    this.parts = parts(text, version);
  }

  /// As the policy wrote it.
  @Override
  public String text() {
    return text;
  }

  /// Six of them, or fewer where it matches nothing.
  public List<WildcardPattern> parts() {
    return parts;
  }

  public boolean matches(String value, Variables variables) {
    if (parts.size() != PARTS) {
      return false;
    }
    int from = 0;
    for (int i = 0; i < PARTS - 1; i++) {
      int colon = value.indexOf(':', from);
      if (colon < 0 || !parts.get(i).matches(value, from, colon, variables)) {
        return false;
      }
      from = colon + 1;
    }
    return parts.get(PARTS - 1).matches(value, from, value.length(), variables);
  }

  /// The keys of its variables.
  @Override
  public Stream<String> variableKeys() {
    return parts.stream().flatMap(WildcardPattern::variableKeys);
  }

  @Override
  public boolean hasVariables() {
    return parts.stream().anyMatch(WildcardPattern::hasVariables);
  }

  /// As [WildcardPattern#filled].
  public ArnPattern filled(String value) {
    return hasVariables() && parts.stream().noneMatch(WildcardPattern::matchesNothing)
        ? new ArnPattern(PatternParser.filled(text, value), version)
        : this;
  }

  /// The literal text that every match begins with.
  public String literalPrefix() {
    if (parts.size() != PARTS) {
      return "";
    }
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < PARTS; i++) {
      WildcardPattern part = parts.get(i);
      String literal = part.literalPrefix();
      prefix.append(literal);
      if (i == PARTS - 1 || !part.isLiteral()) {
        break;
      }
      prefix.append(':');
    }
    return prefix.toString();
  }

  /// The part with that number, from 0, where it is written out; empty where it is not.
  String literal(int part) {
    return parts.size() == PARTS && parts.get(part).isLiteral()
        ? parts.get(part).literalPrefix()
        : "";
  }

  /// The text that the part with that number begins with.
  String literalStart(int part) {
    return parts.size() == PARTS ? parts.get(part).literalPrefix() : "";
  }

  /// Whether the part with that number is written, and empty.
  boolean isEmptyPart(int part) {
    return parts.size() == PARTS && parts.get(part).isLiteral() && literal(part).isEmpty();
  }

  /// The literal text that every match ends with.
  public String literalSuffix() {
    return parts.getLast().literalSuffix();
  }

  private static List<WildcardPattern> parts(String text, PolicyVersion version) {
    List<WildcardPattern> parts = new ArrayList<>(PARTS);
    PatternParser.Ends ends = new PatternParser.Ends(text);
    int from = 0;
    for (int i = 0; i < text.length() && parts.size() < PARTS - 1; i++) {
      int close = version.hasVariables() ? ends.of(i) : -1;
      if (close >= 0) {
        i = close;
      } else if (text.charAt(i) == ':') {
        parts.add(WildcardPattern.like(text.substring(from, i), version));
        from = i + 1;
      }
    }
    parts.add(WildcardPattern.like(text.substring(from), version));
    return List.copyOf(parts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArnPattern that && version == that.version && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
