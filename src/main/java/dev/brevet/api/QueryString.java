package dev.brevet.api;

import module java.base;

import dev.brevet.iam.UnicodeText;
import dev.brevet.iam.UntrustedText;

/// Reads the parameters of a query, each given once: `+` is a space, `%XX` a byte of UTF-8.
public final class QueryString {
  private QueryString() {}

  /// The parameters in their order, or what is wrong with them.
  public sealed interface Reading {
    record Read(Map<String, String> parameters) implements Reading {}

    record Refused(Problem problem) implements Reading {}
  }

  public static Reading read(String query) {
    if (query.length() > Body.MOST) {
      return refused("query", "the query is larger than 65536 characters");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      Optional<String> name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
      if (name.isEmpty() || value.isEmpty()) {
        return refused("query", "the query is not percent-encoded UTF-8");
      }
      if (parameters.put(name.get(), value.get()) != null) {
        String shown = UntrustedText.shown(name.get());
        return refused(shown, "`" + shown + "` is given twice");
      }
    }
    return new Reading.Read(parameters);
  }

  /// What is wrong with the query of a route that takes no parameters: any that is there. What is
  /// ignored (`dryRun=true`) would be taken for obeyed.
  public static Optional<Problem> none(String query) {
    return switch (read(query)) {
      case Reading.Refused(Problem problem) -> Optional.of(problem);
      case Reading.Read(Map<String, String> parameters) ->
          parameters.keySet().stream().findFirst().map(QueryString::unknown);
    };
  }

  /// A parameter that a route does not have.
  static Problem unknown(String name) {
    String shown = UntrustedText.shown(name);
    return Problem.malformed(shown, "`" + shown + "` is not a known parameter");
  }

  private static Reading refused(String field, String detail) {
    return new Reading.Refused(Problem.malformed(field, detail));
  }

  /// Empty when a `%` is not followed by two hexadecimal digits, something else is not ASCII, or
  /// the bytes are not UTF-8 without U+0000.
  private static Optional<String> decoded(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()
            || !HexFormat.isHexDigit(text.charAt(i + 1))
            || !HexFormat.isHexDigit(text.charAt(i + 2))) {
          return Optional.empty();
        }
        bytes.put((byte) HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else if (c < 0x80) {
        bytes.put((byte) (c == '+' ? ' ' : c));
      } else {
        return Optional.empty();
      }
    }
    return UnicodeText.decode(Arrays.copyOf(bytes.array(), bytes.position()))
        .filter(decoded -> decoded.indexOf(0) < 0);
  }
}
