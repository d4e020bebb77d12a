package dev.brevet.api.access;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.brevet.api.Body;
import dev.brevet.api.access.AccessBody.Page;
import dev.brevet.api.access.AccessBody.Parts;
import dev.brevet.api.access.AccessBody.Semantic;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.RefusedField;
import dev.brevet.json.UnicodeParser;

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
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  // Characters from which on a document's names are likely to come again and again.
  private static final int LONG = 4_096;

  private final JsonParser json;

  private AccessReader(JsonParser json) {
    this.json = json;
  }

  static DocumentReading<AccessBody> read(Body body) {
    return body.text(MOST).flatMap(AccessReader::read);
  }

  private static DocumentReading<AccessBody> read(String text) {
    try (JsonParser json = parser(text)) {
      return new DocumentReading.Readable<>(new AccessReader(json).whole());
    } catch (RefusedField wrong) {
      return new DocumentReading.Unreadable<>(wrong.field(), wrong.what());
    } catch (UnicodeParser.NotUnicode half) {
      return new DocumentReading.Unreadable<>("", half.getOriginalMessage());
    } catch (JsonProcessingException notJson) {
      return new DocumentReading.Unreadable<>("", "the body is not JSON, or nested too deep");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// A parser that makes each name of a long document once: its table is the document's own.
  private static JsonParser parser(String text) throws IOException {
    JsonFactory factory =
        text.length() < LONG
            ? JSON
            : JSON.rebuild().enable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();
    return UnicodeParser.of(factory, text.toCharArray());
  }

  private AccessBody whole() throws IOException {
    JsonToken first = json.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new RefusedField("", first == null ? "empty" : "must be an object");
    }
    QuestionReader question = new QuestionReader(json);
    List<Parts> evaluations = List.of();
    Semantic semantic = Semantic.EXECUTE_ALL;
    Page page = Page.FIRST;
    int seen = 0;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "evaluations" -> {
          seen = QuestionReader.once(seen, 16, name);
          evaluations = evaluations();
        }
        case "options" -> {
          seen = QuestionReader.once(seen, 32, name);
          semantic = semantic();
        }
        case "page" -> {
          seen = QuestionReader.once(seen, 64, name);
          page = page();
        }
        default -> seen = question.read(name, seen);
      }
    }
    if (json.nextToken() != null) {
      throw new RefusedField("", "there is more text after the JSON value");
    }
    return new AccessBody(question.parts(), evaluations, semantic, page);
  }

  private List<Parts> evaluations() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return List.of();
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new RefusedField("evaluations", "must be a list");
    }
    List<Parts> evaluations = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (evaluations.size() == MOST_EVALUATIONS) {
        throw new RefusedField(
            "evaluations", "there are more than " + MOST_EVALUATIONS + " evaluations");
      }
      evaluations.add(evaluation());
    }
    return evaluations;
  }

  private Parts evaluation() throws IOException {
    QuestionReader question = new QuestionReader(json);
    if (json.currentToken() == JsonToken.START_OBJECT) {
      int seen = 0;
      String name;
      while ((name = json.nextFieldName()) != null) {
        json.nextToken();
        seen = question.read(name, seen);
      }
    } else {
      json.skipChildren();
      question.flawed("evaluations", "must be an object");
    }
    return question.parts();
  }

  private Semantic semantic() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Semantic.EXECUTE_ALL;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new RefusedField("options", "must be an object");
    }
    Semantic semantic = Semantic.EXECUTE_ALL;
    int seen = 0;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      if (name.equals("evaluations_semantic")) {
        seen = QuestionReader.once(seen, 1, name);
        semantic =
            switch (json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "") {
              case "execute_all" -> Semantic.EXECUTE_ALL;
              case "deny_on_first_deny" -> Semantic.DENY_ON_FIRST_DENY;
              case "permit_on_first_permit" -> Semantic.PERMIT_ON_FIRST_PERMIT;
              default ->
                  throw new RefusedField(
                      "options.evaluations_semantic",
                      "must be one of `execute_all`,"
                          + " `deny_on_first_deny`, `permit_on_first_permit`");
            };
      } else {
        json.skipChildren();
      }
    }
    return semantic;
  }

  private Page page() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Page.FIRST;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new RefusedField("page", "must be an object");
    }
    String token = "";
    Optional<Integer> limit = Optional.empty();
    int seen = 0;
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      switch (name) {
        case "token" -> {
          seen = QuestionReader.once(seen, 1, name);
          token = token();
        }
        case "limit" -> {
          seen = QuestionReader.once(seen, 2, name);
          limit = limit();
        }
        default -> json.skipChildren();
      }
    }
    return new Page(token, limit);
  }

  private String token() throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> "";
      default -> throw new RefusedField("page.token", "must be a string");
    };
  }

  private Optional<Integer> limit() throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (token == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() == JsonParser.NumberType.INT
        && json.getIntValue() >= 1) {
      return Optional.of(json.getIntValue());
    }
    throw new RefusedField("page.limit", "must be a whole number from 1");
  }
}
