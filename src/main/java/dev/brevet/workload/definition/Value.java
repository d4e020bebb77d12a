package dev.brevet.workload.definition;

import dev.brevet.iam.UntrustedText;
import java.util.Optional;

/// What a field of a definition says before the machine runs.
public sealed interface Value {
  /// As the definition writes it, substitutions made; empty when nothing is written.
  default String written() {
    return switch (this) {
      case Known(String text) -> text;
      case AtRunTime(String expression, _) -> expression;
      case Unsubstituted(String text, _, _) -> text;
      case Missing() -> "";
    };
  }

  /// Why the value at `parameter` is not known, in words.
  default String whyUnknown(String parameter) {
    return why("`" + parameter + "`");
  }

  /// The same of something that has no parameter of its own.
  ///
  /// @param what as it stands in a sentence
  default String why(String what) {
    return switch (this) {
      case Known(String text) -> what + " is `" + UntrustedText.shown(text) + "`";
      case AtRunTime(String expression, _) ->
          what + " is only known at run time: `" + UntrustedText.shown(expression) + "`";
      case Unsubstituted(String text, String placeholder, _) when placeholder.isEmpty() ->
          what + " is " + text + ", where one text is expected";
      case Unsubstituted(String text, String placeholder, boolean inName) ->
          "nothing substitutes `"
              + UntrustedText.shown(placeholder)
              + "` in "
              + (inName
                  ? "the name of a field, which may be " + what
                  : what + ": `" + UntrustedText.shown(text) + "`");
      case Missing() -> what + " is not given";
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

  /// A text with a `${...}` that no substitution was given for, or one that could be there: a field
  /// whose name has one may be any field. Or what is no text at all. Nothing that depends on it is
  /// allowed.
  ///
  /// @param text what holds the placeholder
  /// @param placeholder empty where it is none that stands in the text's place
  /// @param inName whether that is the name of a field
  record Unsubstituted(String text, String placeholder, boolean inName) implements Value {}

  /// Nothing is written there.
  record Missing() implements Value {}
}
