package dev.brevet.api;

import module java.base;

import dev.brevet.iam.UnicodeText;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.InvalidDocument;

/// Reads the parameters of a query, each given once: `+` is a space, `%XX` a byte of UTF-8.
public final class QueryString {
  private QueryString() {}

  /// The parameters in their order.
  ///
  /// @throws InvalidDocument naming the parameter that is wrong, or the query
  public static Map<String, String> read(String query) throws InvalidDocument {
    if (query.length() > Body.MOST) {
      throw new InvalidDocument("query", "is larger than 65536 characters");
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
        throw new InvalidDocument("query", "is not percent-encoded UTF-8");
      }
      if (parameters.put(name.get(), value.get()) != null) {
        throw new InvalidDocument(UntrustedText.shown(name.get()), "is given twice");
      }
    }
    return parameters;
  }

  /// The parameters, of which a route has those of `known` only. What is ignored (`dryRun=true`)
  /// would be taken for obeyed.
  ///
  /// @throws InvalidDocument for another one too
  public static Map<String, String> read(String query, Set<String> known) throws InvalidDocument {
    Map<String, String> parameters = read(query);
    for (String name : parameters.keySet()) {
      if (!known.contains(name)) {
        throw new InvalidDocument(UntrustedText.shown(name), "is not a known parameter");
      }
    }
    return parameters;
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
