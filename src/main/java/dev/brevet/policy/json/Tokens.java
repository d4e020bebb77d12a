package dev.brevet.policy.json;

import module java.base;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.element.PatternParser;
import dev.brevet.policy.element.PolicyVersion;

/// The tokens of a policy's text, with the checks that every element needs.
final class Tokens {
  /// A string in an element, and where it stands.
  record Value(String text, JsonLocation where) {
    static List<String> texts(List<Value> values) {
      return values.stream().map(Value::text).toList();
    }
  }

  private final JsonParser parser;
  private int values;

  Tokens(JsonParser parser) {
    this.parser = parser;
  }

  JsonToken current() {
    return parser.currentToken();
  }

  JsonToken next() throws IOException, Refusal {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw refusal("the text ends within the policy");
    }
    return token;
  }

  /// Moves to the next key of the object at hand and gives its name; false at the object's end.
  boolean nextName(Set<String> seen) throws IOException, Refusal {
    if (next() == JsonToken.END_OBJECT) {
      return false;
    }
    if (!seen.add(parser.currentName())) {
      throw refusal("duplicate key " + quoted(parser.currentName()));
    }
    return true;
  }

  String name() throws IOException {
    return parser.currentName();
  }

  void expectObject(String what) throws Refusal {
    if (current() != JsonToken.START_OBJECT) {
      throw refusal(what + " must be an object");
    }
  }

  String string(String what) throws IOException, Refusal {
    if (current() != JsonToken.VALUE_STRING) {
      throw refusal(what + " must be a string");
    }
    return counted(parser.getText());
  }

  /// A string or a list of strings.
  List<Value> strings(String what) throws IOException, Refusal {
    return list(what, false);
  }

  /// As [#strings], with numbers and booleans as the text they are written with: IAM lets
  /// conditions leave out quotes.
  List<Value> scalars(String what) throws IOException, Refusal {
    return list(what, true);
  }

  private List<Value> list(String what, boolean loose) throws IOException, Refusal {
    if (current() != JsonToken.START_ARRAY) {
      return List.of(value(what, loose));
    }
    List<Value> list = new ArrayList<>();
    while (next() != JsonToken.END_ARRAY) {
      list.add(value(what, loose));
    }
    return list;
  }

  private Value value(String what, boolean loose) throws IOException, Refusal {
    JsonLocation where = here();
    return new Value(loose ? scalar(what) : string(what), where);
  }

  private String scalar(String what) throws IOException, Refusal {
    return switch (current()) {
      case VALUE_STRING, VALUE_TRUE, VALUE_FALSE, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          counted(parser.getText());
      case START_OBJECT,
          START_ARRAY,
          END_OBJECT,
          END_ARRAY,
          FIELD_NAME,
          VALUE_NULL,
          VALUE_EMBEDDED_OBJECT,
          NOT_AVAILABLE ->
          throw refusal(what + " must be a string, a number, true or false");
    };
  }

  private String counted(String value) throws Refusal {
    values++;
    if (values > PolicyReader.MOST_VALUES) {
      throw refusal("more than " + PolicyReader.MOST_VALUES + " values");
    }
    return value;
  }

  /// Where the current token stands.
  JsonLocation here() {
    return parser.currentTokenLocation();
  }

  Refusal refusal(String message) {
    return refusal(here(), message);
  }

  static Refusal refusal(JsonLocation where, String message) {
    return new Refusal(
        new Malformed(Math.max(1, where.getLineNr()), Math.max(1, where.getColumnNr()), message));
  }

  /// Refuses variables that are written in no form that AWS describes.
  static void requireVariables(List<Value> values, PolicyVersion version) throws Refusal {
    for (Value value : version.hasVariables() ? values : List.<Value>of()) {
      Optional<String> wrong = PatternParser.undescribedVariable(value.text());
      if (wrong.isPresent()) {
        throw refusal(
            value.where(),
            "not a policy variable: "
                + quoted(wrong.get())
                + ", a default must be in quotes after a comma and a space");
      }
    }
  }

  /// `text` in backticks, cut and cleaned so that a message stays one safe line.
  static String quoted(String text) {
    return "`" + UntrustedText.shown(text) + "`";
  }
}
