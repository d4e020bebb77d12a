package dev.brevet.identity;

import dev.brevet.iam.UntrustedText;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The fields of a registration's JSON, each taken once by name and type; what nobody took is
/// unknown. Every message names the field.
final class IssuerDocumentFields {
  private final String prefix;
  private final Map<String, Json> values;
  private final Set<String> unread;

  IssuerDocumentFields(Json.Members members) {
    this("", members.values());
  }

  private IssuerDocumentFields(String prefix, Map<String, Json> values) {
    this.prefix = prefix;
    this.values = values;
    this.unread = new TreeSet<>(values.keySet());
  }

  IssuerUrl issuer() {
    String text =
        text("issuer").orElseThrow(() -> new IllegalArgumentException("`issuer` is missing"));
    return IssuerUrl.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "`issuer` is not an https url with a lower-case host and nothing but a path: `"
                        + UntrustedText.shown(text)
                        + "`"));
  }

  Optional<String> text(String name) {
    return take(name)
        .map(
            value -> {
              if (value instanceof Json.Text(String text)) {
                return text;
              }
              throw wrong(name, "a string");
            });
  }

  boolean truth(String name, boolean absent) {
    return take(name)
        .map(
            value -> {
              if (value instanceof Json.Truth(boolean truth)) {
                return truth;
              }
              throw wrong(name, "true or false");
            })
        .orElse(absent);
  }

  Duration seconds(String name, Duration absent) {
    return take(name)
        .map(
            value -> {
              if (value instanceof Json.Numeric(String literal) && isSmallInteger(literal)) {
                return Duration.ofSeconds(Integer.parseInt(literal));
              }
              throw wrong(name, "a whole number of seconds");
            })
        .orElse(absent);
  }

  Optional<List<String>> texts(String name) {
    return take(name)
        .map(
            value -> {
              if (value instanceof Json.Elements(List<Json> elements)
                  && elements.stream().allMatch(Json.Text.class::isInstance)) {
                return elements.stream().map(Json.Text.class::cast).map(Json.Text::value).toList();
              }
              throw wrong(name, "a list of strings");
            });
  }

  Optional<Set<SignatureAlgorithm>> algorithms() {
    return texts("algorithms")
        .map(
            names -> {
              Set<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
              for (String name : names) {
                algorithms.add(
                    SignatureAlgorithm.parse(name)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "`algorithms` holds `"
                                        + UntrustedText.shown(name)
                                        + "`; it may hold RS256, RS384, RS512, PS256, PS384, PS512,"
                                        + " ES256, ES384 and ES512")));
              }
              return algorithms;
            });
  }

  /// The fields of the object `name`; none when it is absent.
  IssuerDocumentFields object(String name) {
    return take(name)
        .map(
            value -> {
              if (value instanceof Json.Members(Map<String, Json> inner)) {
                return new IssuerDocumentFields(prefix + name + ".", inner);
              }
              throw wrong(name, "an object");
            })
        .orElseGet(() -> new IssuerDocumentFields(prefix + name + ".", Map.of()));
  }

  void ignore(String name) {
    unread.remove(name);
  }

  void requireAllRead() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(
          "`" + UntrustedText.shown(prefix + unread.iterator().next()) + "` is not a known field");
    }
  }

  private Optional<Json> take(String name) {
    unread.remove(name);
    return Optional.ofNullable(values.get(name));
  }

  private IllegalArgumentException wrong(String name, String expected) {
    return new IllegalArgumentException("`" + prefix + name + "` must be " + expected);
  }

  private static boolean isSmallInteger(String literal) {
    return literal.length() <= 9 && literal.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
