package dev.brevet.api.access;

import module java.base;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.brevet.api.access.AccessBody.ActionPart;
import dev.brevet.api.access.AccessBody.EntityPart;
import dev.brevet.api.access.AccessBody.Flaw;
import dev.brevet.api.access.AccessBody.Parts;
import dev.brevet.authorization.DistinctNames;
import dev.brevet.authorization.RequestAction;
import dev.brevet.authorization.RequestProperties;
import dev.brevet.iam.UnicodeText;
import dev.brevet.json.RefusedField;
import org.jspecify.annotations.Nullable;

/// Reads the four parts of one question: `subject`, `action`, `resource` and `context`. Good for
/// one question.
///
/// A field of another type, an empty or too long name, and two properties that differ only by case
/// or dots are the question's flaw, of which the first is kept. What makes the document itself
/// ambiguous or unfit to be kept (a field given twice, U+0000, half a surrogate pair) refuses it as
/// a whole.
///
/// Source: OpenID Authorization API 1.0, Information Model.
final class QuestionReader {
  /// Characters of a type, an id or an action's name.
  private static final int LONGEST = 4_096;

  private final JsonParser json;
  private @Nullable EntityPart subject;
  private @Nullable ActionPart action;
  private @Nullable EntityPart resource;
  private @Nullable RequestProperties context;
  private @Nullable Flaw flaw;

  QuestionReader(JsonParser json) {
    this.json = json;
  }

  /// Takes the value of one field, or skips it where it is no part of a question. `seen` and what
  /// is returned have one of the four lowest bits for each part that was there before; the other
  /// bits are the caller's.
  int read(String name, int seen) throws IOException {
    return switch (name) {
      case "subject" -> {
        subject = entity(name);
        yield once(seen, 1, name);
      }
      case "action" -> {
        action = action();
        yield once(seen, 2, name);
      }
      case "resource" -> {
        resource = entity(name);
        yield once(seen, 4, name);
      }
      case "context" -> {
        context = properties(name);
        yield once(seen, 8, name);
      }
      default -> {
        json.skipChildren();
        yield seen;
      }
    };
  }

  /// What was read.
  Parts parts() {
    return new Parts(subject, action, resource, context, flaw);
  }

  /// Notes what is wrong with a field, unless something was before.
  void flawed(String field, String what) {
    if (flaw == null) {
      flaw = new Flaw(field, "`" + field + "` " + what);
    }
  }

  /// `seen` with `bit`, which stands for the field `name`.
  static int once(int seen, int bit, String name) {
    if ((seen & bit) != 0) {
      throw new RefusedField(name, "is given twice");
    }
    return seen | bit;
  }

  private @Nullable EntityPart entity(String part) throws IOException {
    if (!isObject(part)) {
      return null;
    }
    String type = null;
    String id = null;
    RequestProperties properties = RequestProperties.none();
    int seen = 0;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "type" -> {
          seen = once(seen, 1, name);
          type = text(part, name);
        }
        case "id" -> {
          seen = once(seen, 2, name);
          id = text(part, name);
        }
        case "properties" -> {
          seen = once(seen, 4, name);
          properties = properties(part + ".properties");
        }
        default -> json.skipChildren();
      }
    }
    return EntityPart.of(type, id, properties);
  }

  private @Nullable ActionPart action() throws IOException {
    if (!isObject("action")) {
      return null;
    }
    String verb = null;
    RequestProperties properties = RequestProperties.none();
    int seen = 0;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "name" -> {
          seen = once(seen, 1, name);
          verb = text("action", name);
        }
        case "properties" -> {
          seen = once(seen, 2, name);
          properties = properties("action.properties");
        }
        default -> json.skipChildren();
      }
    }
    return new ActionPart(verb == null ? null : new RequestAction(verb, properties));
  }

  /// Null as good as absent: the standard has senders leave out what is null.
  private RequestProperties properties(String part) throws IOException {
    if (!isObject(part)) {
      return RequestProperties.none();
    }
    RequestProperties.Builder builder = RequestProperties.builder();
    members(part, "", builder);
    return builder.build();
  }

  private void members(String part, String prefix, RequestProperties.Builder builder)
      throws IOException {
    DistinctNames names = new DistinctNames();
    String name;
    while ((name = json.nextFieldName()) != null) {
      if (!names.add(name)) {
        throw new RefusedField(part, "has a member that is given twice");
      }
      requireClean(name, part);
      String whole = prefix.isEmpty() ? name : prefix + name;
      switch (json.nextToken()) {
        case START_OBJECT -> members(part, whole + ".", builder);
        case START_ARRAY -> add(whole, elements(part), part, builder);
        case VALUE_NULL -> {}
        default -> add(whole, List.of(scalar(part)), part, builder);
      }
    }
  }

  private void add(
      String name, List<String> values, String part, RequestProperties.Builder builder) {
    if (!builder.add(name, values)) {
      flawed(part, "has two members whose names differ only by case or dots");
    }
  }

  private List<String> elements(String part) throws IOException {
    List<String> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      switch (json.currentToken()) {
        case START_OBJECT, START_ARRAY -> json.skipChildren();
        case VALUE_NULL -> {}
        default -> elements.add(scalar(part));
      }
    }
    return elements;
  }

  private String scalar(String part) throws IOException {
    String text = json.getText();
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      requireClean(text, part);
    }
    return text;
  }

  private @Nullable String text(String part, String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      json.skipChildren();
      flawed(part + "." + name, "must be a string");
      return null;
    }
    String text = json.getText();
    if (text.isEmpty() || text.length() > LONGEST) {
      flawed(part + "." + name, "is empty or has more than " + LONGEST + " characters");
      return null;
    }
    requireClean(text, part + "." + name);
    return text;
  }

  private boolean isObject(String part) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      return true;
    }
    if (json.currentToken() != JsonToken.VALUE_NULL) {
      json.skipChildren();
      flawed(part, "must be an object");
    }
    return false;
  }

  private static void requireClean(String text, String field) {
    if (text.indexOf(0) >= 0 || !UnicodeText.isWellFormed(text)) {
      throw new RefusedField(field, "holds U+0000 or half a surrogate pair");
    }
  }
}
