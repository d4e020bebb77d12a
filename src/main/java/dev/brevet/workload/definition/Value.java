package dev.brevet.workload.definition;

import java.util.Optional;

/// What a field of a definition says before the machine runs.
public sealed interface Value {
  /// As the definition writes it, substitutions made; empty when nothing is written.
  default String written() {
    return switch (this) {
      case Known(String text) -> text;
      case AtRunTime(String expression, _) -> expression;
      case Unsubstituted(String text, _) -> text;
      case Missing() -> "";
    };
  }

  /// A text that is there in the definition.
  record Known(String text) implements Value {}

  /// A text that an execution works out: a JSONPath, an intrinsic function or a JSONata expression.
  ///
  /// @param expression as written
  /// @param pattern what every result matches, `*` for the unknown parts, where the expression
  ///   joins known texts
  record AtRunTime(String expression, Optional<String> pattern) implements Value {}

  /// A text with a `${...}` that no substitution was given for.
  record Unsubstituted(String text, String placeholder) implements Value {}

  /// Nothing is written there.
  record Missing() implements Value {}
}
