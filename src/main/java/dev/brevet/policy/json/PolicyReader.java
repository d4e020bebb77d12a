package dev.brevet.policy.json;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.brevet.json.Fields;
import dev.brevet.json.UnicodeParser;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;

/// Reads policies from JSON. Never throws, whatever the text: what is not a policy is [Malformed].
///
/// Refused are duplicate keys, elements, operators, versions and principal kinds that IAM does not
/// have, elements that the type of policy does not take, operands that are not of the operator's
/// type, text that is not Unicode, and whatever exceeds the bounds below. Source: IAM User Guide,
/// reference_policies_grammar.
public final class PolicyReader {
  /// The most characters that a policy may have. IAM's own limits, which depend on what a policy is
  /// attached to, are far lower: a caller that attaches policies checks those.
  public static final int MOST_CHARACTERS = 4_194_304;

  static final int MOST_STATEMENTS = 20_000;
  static final int MOST_VALUES = 262_144;
  private static final int DEEPEST = 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(MOST_CHARACTERS)
                  .maxNameLength(2_048)
                  .maxNumberLength(64)
                  .maxDocumentLength(4L * MOST_CHARACTERS)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private PolicyReader() {}

  /// Reads a whole text.
  public static PolicyReading read(String json, PolicyType type) {
    if (json.length() > MOST_CHARACTERS) {
      return new Malformed(1, 1, "longer than " + MOST_CHARACTERS + " characters");
    }
    try (JsonParser parser = UnicodeParser.of(JSON, json)) {
      return whole(parser, type);
    } catch (IOException e) {
      // INVARIANT: a parser over a string does no I/O.
      throw new UncheckedIOException(e);
    }
  }

  /// Reads the text of a field; a problem that begins with `words` when it is no policy.
  public static Optional<Policy> read(
      Fields fields, String name, String json, PolicyType type, String words) {
    return switch (read(json, type)) {
      case Parsed(Policy policy) -> Optional.of(policy);
      case Malformed(int line, int column, String message) -> {
        fields.problem(name, line, column, words + message);
        yield Optional.empty();
      }
    };
  }

  /// Reads a text that this program wrote.
  ///
  /// @throws IllegalStateException when it is no policy
  public static Policy own(String json, PolicyType type) {
    return switch (read(json, type)) {
      case Parsed(Policy policy) -> policy;
      case Malformed malformed -> throw new IllegalStateException(malformed.toString());
    };
  }

  private static PolicyReading whole(JsonParser parser, PolicyType type) throws IOException {
    try {
      parser.nextToken();
      PolicyReading reading = value(parser, type);
      if (reading instanceof Parsed && parser.nextToken() != null) {
        return malformed(parser.currentTokenLocation(), "text after the end of the policy");
      }
      return reading;
    } catch (UnicodeParser.NotUnicode e) {
      return malformed(e.getLocation(), "half a surrogate pair, which is not a Unicode character");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
      return malformed(at, "not JSON, or nested too deep, or too long");
    }
  }

  /// Reads a policy inside a bigger document: an object, or a string that holds a policy as text
  /// (then line and column are the string's own). The parser stands at the value's first token and
  /// is left at its last, malformed or not.
  ///
  /// @throws IOException when the document around the policy breaks off or is not JSON
  public static PolicyReading read(JsonParser parser, PolicyType type) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return read(parser.getText(), type);
    }
    return value(parser, type);
  }

  private static PolicyReading value(JsonParser parser, PolicyType type) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      PolicyReading refused =
          malformed(parser.currentTokenLocation(), "a policy must be an object");
      parser.skipChildren();
      return refused;
    }
    int depth = parser.getParsingContext().getNestingDepth();
    try {
      return new Parsed(new DocumentReader(new Tokens(parser), type).policy());
    } catch (Refusal refusal) {
      while (parser.currentToken() != JsonToken.END_OBJECT
          || parser.getParsingContext().getNestingDepth() >= depth) {
        if (parser.nextToken() == null) {
          return malformed(parser.currentLocation(), "the text ends within the policy");
        }
      }
      return refusal.malformed();
    }
  }

  private static Malformed malformed(JsonLocation location, String message) {
    return new Malformed(
        Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()), message);
  }
}
