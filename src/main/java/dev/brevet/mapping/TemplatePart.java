package dev.brevet.mapping;

/// A piece of a session policy template.
sealed interface TemplatePart {
  /// JSON text that stays as it is.
  record Literal(String json) implements TemplatePart {}

  /// A parameter's value inside of a JSON string, `kind` telling what may stand there.
  record Slot(String name, Kind kind, String sample) implements TemplatePart {
    /// Never an empty value: before a `*` of the owner's it would stand for everybody's.
    boolean takes(String value) {
      if (value.isEmpty()) {
        return false;
      }
      return switch (kind) {
        case ESCAPED -> true;
        case VERBATIM -> holdsNone("*?$", value);
        case ARN_HEAD -> holdsNone("*?$:", value);
      };
    }

    private static boolean holdsNone(String characters, String value) {
      return value.chars().noneMatch(c -> characters.indexOf(c) >= 0);
    }
  }

  /// How IAM reads the place of a value.
  enum Kind {
    /// Policy variables are read there, so that `${*}` is a literal `*`.
    ESCAPED,
    /// No variables and no wildcards: a number, a date, an address.
    VERBATIM,
    /// One of an ARN's first five parts.
    ARN_HEAD
  }
}
