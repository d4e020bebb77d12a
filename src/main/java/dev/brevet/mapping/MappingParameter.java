package dev.brevet.mapping;

import module java.base;

/// A value that a mapping takes from the caller's token or request, and what it must look like.
///
/// A value from the request is chosen by the caller; one from a claim by the token's issuer. The
/// mapping's owner sets `defaultValue`, used when none is given: it need not match the pattern
/// (`*none*` stands for a value that no caller has), and it is escaped like any other value.
public record MappingParameter(
    String name, Source source, ParameterPattern pattern, Optional<String> defaultValue) {
  /// Where a value comes from.
  public sealed interface Source {
    /// The request, under the parameter's name.
    record Request() implements Source {}

    /// The claim of that name in the caller's token, when it holds exactly one value.
    record Claim(String claim) implements Source {}
  }

  public MappingParameter {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a parameter's name is a letter and up to 63 letters, digits, `_` and `-`");
    }
    if (defaultValue.isPresent() && !ParameterPattern.isText(defaultValue.get())) {
      throw new IllegalArgumentException(
          "a default has at most " + ParameterPattern.LONGEST_VALUE + " characters");
    }
  }

  /// The value where `given` are those that a caller or its token gives; empty where they do not
  /// fit.
  public Optional<String> value(List<String> given) {
    return given.isEmpty()
        ? defaultValue
        : Optional.of(given.getFirst()).filter(only -> given.size() == 1 && pattern.matches(only));
  }

  /// Whether it is the parameter of that name, and a request gives its value.
  public boolean isFromRequest(String named) {
    return name.equals(named) && source instanceof Source.Request;
  }

  static boolean isName(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_-]{0,63}");
  }
}
