package dev.brevet.policy.element;

/// How the text of a [WildcardPattern] is read and compared.
enum PatternMode {
  LIKE(true, false, false),
  LIKE_WITH_VARIABLES(true, true, false),
  LIKE_IGNORING_CASE(true, false, true),
  LIKE_IGNORING_CASE_WITH_VARIABLES(true, true, true),
  /// Pattern and value are both in lower case.
  ACTION(true, false, false),
  EXACT(false, false, false),
  EXACT_WITH_VARIABLES(false, true, false),
  IGNORING_CASE(false, false, true),
  IGNORING_CASE_WITH_VARIABLES(false, true, true);

  private final boolean wildcards;
  private final boolean variables;
  private final boolean ignoresCase;

  PatternMode(boolean wildcards, boolean variables, boolean ignoresCase) {
    this.wildcards = wildcards;
    this.variables = variables;
    this.ignoresCase = ignoresCase;
  }

  boolean hasWildcards() {
    return wildcards;
  }

  boolean hasVariables() {
    return variables;
  }

  boolean ignoresCase() {
    return ignoresCase;
  }
}
