package dev.brevet.policy.element;

/// How the text of a [WildcardPattern] is read and compared.
enum PatternMode {
  LIKE,
  LIKE_WITH_VARIABLES,
  LIKE_IGNORING_CASE,
  LIKE_IGNORING_CASE_WITH_VARIABLES,
  ACTION,
  EXACT,
  EXACT_WITH_VARIABLES,
  IGNORING_CASE,
  IGNORING_CASE_WITH_VARIABLES;

  boolean hasWildcards() {
    return switch (this) {
      case LIKE,
          LIKE_WITH_VARIABLES,
          LIKE_IGNORING_CASE,
          LIKE_IGNORING_CASE_WITH_VARIABLES,
          ACTION ->
          true;
      case EXACT, EXACT_WITH_VARIABLES, IGNORING_CASE, IGNORING_CASE_WITH_VARIABLES -> false;
    };
  }

  boolean hasVariables() {
    return switch (this) {
      case LIKE_WITH_VARIABLES,
          LIKE_IGNORING_CASE_WITH_VARIABLES,
          EXACT_WITH_VARIABLES,
          IGNORING_CASE_WITH_VARIABLES ->
          true;
      case LIKE, LIKE_IGNORING_CASE, ACTION, EXACT, IGNORING_CASE -> false;
    };
  }

  /// Not of [#ACTION], whose pattern and value are both in lower case.
  boolean ignoresCase() {
    return switch (this) {
      case LIKE_IGNORING_CASE,
          LIKE_IGNORING_CASE_WITH_VARIABLES,
          IGNORING_CASE,
          IGNORING_CASE_WITH_VARIABLES ->
          true;
      case LIKE, LIKE_WITH_VARIABLES, ACTION, EXACT, EXACT_WITH_VARIABLES -> false;
    };
  }
}
