package dev.brevet.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.brevet.api.AccessBody.ActionPart;
import dev.brevet.api.AccessBody.EntityPart;
import dev.brevet.api.AccessBody.Flaw;
import dev.brevet.api.AccessBody.Page;
import dev.brevet.api.AccessBody.Parts;
import dev.brevet.api.AccessBody.Semantic;
import dev.brevet.authorization.AskedAction;
import dev.brevet.authorization.AskedProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads requests of the authorization API, as a stream.
///
/// Unknown fields are ignored, as the standard demands. Refused as a whole are bodies of more than
/// 1 MiB, with more than 1,000 evaluations, nested deeper than 24, that are not UTF-8 or not JSON,
/// where a field that is read is given twice, or where a text that is read holds U+0000 or half a
/// surrogate pair. A field of another type is a flaw of the evaluation that it is in: of a batch,
/// that one alone is refused.
///
/// Source: OpenID Authorization API 1.0, JSON Serialization and JSON Payload Considerations.
final class AccessReader {
  /// Bytes.
  static final int MOST = 1024 * 1024;

  static final int MOST_EVALUATIONS = 1_000;
  private static final int LONGEST = 4_096;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(24)
                  .maxNumberLength(64)
                  .maxNameLength(1024)
                  .maxStringLength(MOST)
                  .build())
          // Names come from outside: they must not fill a table that outlives the request.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final JsonParser json;
  private @Nullable Flaw flaw;

  private AccessReader(JsonParser json) {
    this.json = json;
  }

  /// A body, or what is wrong with it.
  sealed interface Reading {
    record Read(AccessBody body) implements Reading {}

    record Refused(Problem problem) implements Reading {}
  }

  static Reading read(Body body) {
    if (body.size() > MOST) {
      return refused("body", "the body is larger than " + MOST + " bytes");
    }
    Optional<String> text = body.text();
    if (text.isEmpty()) {
      return refused("body", "the body is not UTF-8");
    }
    try (JsonParser json = JSON.createParser(text.get())) {
      return new Reading.Read(new AccessReader(json).whole());
    } catch (StrictJson.Wrong wrong) {
      return new Reading.Refused(wrong.problem());
    } catch (JsonProcessingException notJson) {
      return refused("body", "the body is not JSON, or nested too deep");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Reading refused(String field, String detail) {
    return new Reading.Refused(Problem.malformed(field, detail));
  }

  private AccessBody whole() throws IOException, StrictJson.Wrong {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new StrictJson.Wrong("body", "the body is not a JSON object");
    }
    Draft draft = new Draft();
    List<Parts> evaluations = List.of();
    Semantic semantic = Semantic.EXECUTE_ALL;
    Page page = Page.FIRST;
    int seen = 0;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "evaluations" -> {
          seen = once(seen, 16, name);
          evaluations = evaluations();
        }
        case "options" -> {
          seen = once(seen, 32, name);
          semantic = semantic();
        }
        case "page" -> {
          seen = once(seen, 64, name);
          page = page();
        }
        default -> seen = draft.read(name, seen);
      }
    }
    if (json.nextToken() != null) {
      throw new StrictJson.Wrong("body", "something follows the JSON object");
    }
    return new AccessBody(draft.parts(), evaluations, semantic, page);
  }

  private List<Parts> evaluations() throws IOException, StrictJson.Wrong {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new StrictJson.Wrong("evaluations", "`evaluations` is not an array");
    }
    List<Parts> evaluations = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (evaluations.size() == MOST_EVALUATIONS) {
        throw new StrictJson.Wrong(
            "evaluations", "there are more than " + MOST_EVALUATIONS + " evaluations");
      }
      evaluations.add(evaluation());
    }
    return evaluations;
  }

  private Parts evaluation() throws IOException, StrictJson.Wrong {
    Flaw outside = flaw;
    flaw = null;
    Draft draft = new Draft();
    if (json.currentToken() == JsonToken.START_OBJECT) {
      int seen = 0;
      String name;
      while ((name = json.nextFieldName()) != null) {
        json.nextToken();
        seen = draft.read(name, seen);
      }
    } else {
      flawed("evaluations", "is not an object");
    }
    Parts parts = draft.parts();
    flaw = outside;
    return parts;
  }

  /// The parts as they are read.
  private final class Draft {
    private @Nullable EntityPart subject;
    private @Nullable ActionPart action;
    private @Nullable EntityPart resource;
    private @Nullable AskedProperties context;

    /// Takes the value of one field; the fields seen with it.
    int read(String name, int seen) throws IOException, StrictJson.Wrong {
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

    Parts parts() {
      return new Parts(subject, action, resource, context, flaw);
    }
  }

  private @Nullable EntityPart entity(String part) throws IOException, StrictJson.Wrong {
    if (!isObject(part)) {
      return null;
    }
    String type = null;
    String id = null;
    AskedProperties properties = AskedProperties.none();
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

  private @Nullable ActionPart action() throws IOException, StrictJson.Wrong {
    if (!isObject("action")) {
      return null;
    }
    String verb = null;
    AskedProperties properties = AskedProperties.none();
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
    return new ActionPart(verb == null ? null : new AskedAction(verb, properties));
  }

  /// Null as good as absent: the standard has senders leave out what is null.
  private AskedProperties properties(String part) throws IOException, StrictJson.Wrong {
    if (!isObject(part)) {
      return AskedProperties.none();
    }
    AskedProperties.Builder builder = AskedProperties.builder();
    members(part, "", builder);
    return builder.build();
  }

  private void members(String part, String prefix, AskedProperties.Builder builder)
      throws IOException, StrictJson.Wrong {
    Set<String> names = new HashSet<>();
    String name;
    while ((name = json.nextFieldName()) != null) {
      if (!names.add(name)) {
        throw new StrictJson.Wrong(part, "`" + part + "` has a member that is given twice");
      }
      requireClean(name, part);
      json.nextToken();
      switch (json.currentToken()) {
        case START_OBJECT -> members(part, prefix + name + ".", builder);
        case START_ARRAY -> add(prefix + name, elements(part), part, builder);
        case VALUE_NULL -> {}
        default -> add(prefix + name, List.of(scalar(part)), part, builder);
      }
    }
  }

  private void add(String name, List<String> values, String part, AskedProperties.Builder builder) {
    if (!builder.add(name, values)) {
      flawed(part, "has two members of the same name but for case or dots");
    }
  }

  private List<String> elements(String part) throws IOException, StrictJson.Wrong {
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

  private String scalar(String part) throws IOException, StrictJson.Wrong {
    String text = json.getText();
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      requireClean(text, part);
    }
    return text;
  }

  private @Nullable String text(String part, String name) throws IOException, StrictJson.Wrong {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      json.skipChildren();
      flawed(part + "." + name, "is not a text");
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
      flawed(part, "is not an object");
    }
    return false;
  }

  private Semantic semantic() throws IOException, StrictJson.Wrong {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Semantic.EXECUTE_ALL;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new StrictJson.Wrong("options", "`options` is not an object");
    }
    Semantic semantic = Semantic.EXECUTE_ALL;
    int seen = 0;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      if (name.equals("evaluations_semantic")) {
        seen = once(seen, 1, name);
        semantic =
            switch (json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "") {
              case "execute_all" -> Semantic.EXECUTE_ALL;
              case "deny_on_first_deny" -> Semantic.DENY_ON_FIRST_DENY;
              case "permit_on_first_permit" -> Semantic.PERMIT_ON_FIRST_PERMIT;
              default ->
                  throw new StrictJson.Wrong(
                      "options.evaluations_semantic",
                      "`options.evaluations_semantic` is none of `execute_all`,"
                          + " `deny_on_first_deny`, `permit_on_first_permit`");
            };
      } else {
        json.skipChildren();
      }
    }
    return semantic;
  }

  private Page page() throws IOException, StrictJson.Wrong {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Page.FIRST;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new StrictJson.Wrong("page", "`page` is not an object");
    }
    String token = "";
    Optional<Integer> limit = Optional.empty();
    int seen = 0;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "token" -> {
          seen = once(seen, 1, name);
          token = token();
        }
        case "limit" -> {
          seen = once(seen, 2, name);
          limit = limit();
        }
        default -> json.skipChildren();
      }
    }
    return new Page(token, limit);
  }

  private String token() throws IOException, StrictJson.Wrong {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> "";
      default -> throw new StrictJson.Wrong("page.token", "`page.token` is not a text");
    };
  }

  private Optional<Integer> limit() throws IOException, StrictJson.Wrong {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (token == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() == JsonParser.NumberType.INT
        && json.getIntValue() >= 0) {
      return Optional.of(json.getIntValue());
    }
    throw new StrictJson.Wrong("page.limit", "`page.limit` is not a whole number of 0 or more");
  }

  private static int once(int seen, int bit, String name) throws StrictJson.Wrong {
    if ((seen & bit) != 0) {
      throw new StrictJson.Wrong(name, "`" + name + "` is given twice");
    }
    return seen | bit;
  }

  private static void requireClean(String text, String field) throws StrictJson.Wrong {
    if (!StrictJson.isCleanText(text)) {
      throw new StrictJson.Wrong(field, "`" + field + "` holds U+0000 or half a surrogate pair");
    }
  }

  private void flawed(String field, String what) {
    if (flaw == null) {
      flaw = new Flaw(field, "`" + field + "` " + what);
    }
  }
}
