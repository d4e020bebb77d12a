package dev.brevet.api;

import dev.brevet.json.InvalidField;
import dev.brevet.json.JsonFields;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.element.WorkBudget;

/// A request's body that carries documents: a policy, a definition. At most 4 MB.
public final class DocumentBody {
  /// Bytes.
  static final int MOST = 4 * 1024 * 1024;

  private static final int VALUE = 200;
  private static final int WILDCARD = 400;

  private DocumentBody() {}

  /// The fields of `body`, paid from `budget` before they are read: what it becomes may be fifty
  /// times as long.
  ///
  /// @throws WorkBudget.TooMuchWork when there is not enough left
  public static JsonFields read(Body body, WorkBudget budget) throws InvalidField {
    if (body.size() > MOST) {
      throw wrong("is larger than " + MOST + " bytes");
    }
    String text = body.text().orElseThrow(() -> wrong("is not UTF-8"));
    // Places are counted from after a byte order mark.
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    budget.buy(price(json));
    return switch (JsonReader.read(json)) {
      case JsonReader.NotJson(int line, int column, String message) ->
          throw new InvalidField("body", message, line, column);
      case JsonReader.Read(JsonObject object) -> JsonFields.of(json, object);
      case JsonReader.Read(JsonValue value) ->
          throw new InvalidField(
              "body", "must be an object", value.place().line(), value.place().column());
    };
  }

  /// Each value becomes an object of its own, and each wildcard of a pattern some more.
  private static long price(String json) {
    long price = 0;
    for (int i = 0; i < json.length(); i++) {
      price +=
          switch (json.charAt(i)) {
            case ',', '[', '{' -> VALUE;
            case '*', '?' -> WILDCARD;
            default -> 0;
          };
    }
    return price;
  }

  private static InvalidField wrong(String what) {
    return new InvalidField("body", "the body " + what);
  }
}
