package dev.brevet.workload.definition;

import java.util.Optional;

/// Reads out of an expression what every result of it must look like.
///
/// Only two forms say anything: `States.Format('text {} text', ...)`, and a JSONata that joins
/// quoted texts with `&`. Source: Step Functions Developer Guide, intrinsic-functions and
/// transforming-data.
final class Expression {
  private Expression() {}

  /// Whether a text is a JSONata expression: `{% ... %}`.
  static boolean isJsonata(String text) {
    return text.startsWith("{%") && text.endsWith("%}") && text.length() >= 4;
  }

  static Value jsonata(String text) {
    String inner = text.substring(2, text.length() - 2).strip();
    StringBuilder pattern = new StringBuilder();
    boolean known = true;
    int at = 0;
    while (at < inner.length()) {
      int end = operandEnd(inner, at);
      if (end < 0) {
        return new Value.AtRunTime(text, Optional.empty());
      }
      String operand = inner.substring(at, end).strip();
      Optional<String> quoted = quoted(operand);
      known &= quoted.isPresent();
      pattern.append(quoted.map(Expression::wild).orElse("*"));
      at = end + 1;
    }
    if (known && quoted(inner).isPresent()) {
      return new Value.Known(quoted(inner).get());
    }
    return new Value.AtRunTime(
        text, Optional.of(pattern.toString()).filter(Expression::saysSomething));
  }

  static Value jsonPath(String text) {
    String call = text.strip();
    if (!call.startsWith("States.Format(") || !call.endsWith(")")) {
      return new Value.AtRunTime(text, Optional.empty());
    }
    String arguments = call.substring("States.Format(".length(), call.length() - 1).stripLeading();
    int end = arguments.startsWith("'") ? quoteEnd(arguments, 0) : -1;
    if (end < 0) {
      return new Value.AtRunTime(text, Optional.empty());
    }
    String format = arguments.substring(1, end);
    if (format.indexOf('\\') >= 0) {
      return new Value.AtRunTime(text, Optional.empty());
    }
    String pattern = wild(format).replace("{}", "*");
    return new Value.AtRunTime(text, Optional.of(pattern).filter(Expression::saysSomething));
  }

  /// Where the operand that begins at `at` ends: before the next `&` outside quotes and brackets,
  /// or at the end. -1 when an operator of lower rank than `&` stands outside brackets, or quotes
  /// or brackets do not match.
  private static int operandEnd(String text, int at) {
    int depth = 0;
    for (int i = at; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\'', '"' -> {
          i = quoteEnd(text, i);
          if (i < 0) {
            return -1;
          }
        }
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> depth--;
        case '&' -> {
          if (depth == 0) {
            return i;
          }
        }
        case '?', ':', '~', '=', '<', '>', '!', ';', '/', '`' -> {
          // A comparison, a choice, a chain, a regular expression: the whole is not a joining of
          // texts.
          if (depth == 0 || text.charAt(i) == '/' || text.charAt(i) == '`') {
            return -1;
          }
        }
        default -> {
          if (depth == 0 && isWordOperator(text, i)) {
            return -1;
          }
        }
      }
      if (depth < 0) {
        return -1;
      }
    }
    return depth == 0 ? text.length() : -1;
  }

  private static boolean isWordOperator(String text, int at) {
    return (at == 0 || !isNamePart(text.charAt(at - 1)))
        && (isWord(text, at, "and") || isWord(text, at, "or") || isWord(text, at, "in"));
  }

  private static boolean isWord(String text, int at, String word) {
    int end = at + word.length();
    return text.startsWith(word, at) && (end == text.length() || !isNamePart(text.charAt(end)));
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '.';
  }

  private static int quoteEnd(String text, int at) {
    char quote = text.charAt(at);
    for (int i = at + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        return i;
      }
    }
    return -1;
  }

  /// The text of a quoted string without escapes. Empty when `operand` is anything else.
  private static Optional<String> quoted(String operand) {
    return operand.length() >= 2
            && (operand.charAt(0) == '\'' || operand.charAt(0) == '"')
            && quoteEnd(operand, 0) == operand.length() - 1
            && operand.indexOf('\\') < 0
        ? Optional.of(operand.substring(1, operand.length() - 1))
        : Optional.empty();
  }

  /// A known text within a pattern: a wildcard in it would be one there too, so a `?` stands for
  /// whatever it is.
  private static String wild(String text) {
    return text.replace('*', '?').replace('$', '?');
  }

  private static boolean saysSomething(String pattern) {
    return !pattern.replace("*", "").isEmpty();
  }
}
