package dev.brevet.policy.json;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.WildcardPattern;

/// Writes policies as JSON without white space, in printable ASCII: what lies beyond is escaped.
/// The same policy gives the same text, and reading it gives the policy.
///
/// STS and IAM take tab, line feed, carriage return and U+0020 to U+00FF, and nothing else. Source:
/// the pattern of `unrestrictedSessionPolicyDocumentType` in STS's service model, and of
/// `policyDocumentType` in IAM's.
///
/// Elements stand in the order of IAM's grammar; a list of one is written as the one.
public final class PolicyWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LAST_PRINTABLE = '~';

  private PolicyWriter() {}

  /// `policy` as one line of JSON.
  public static String write(Policy policy) {
    StringWriter out = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(policy, json);
    } catch (IOException e) {
      // INVARIANT: a StringWriter does no I/O.
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /// Writes `policy` as a value of a bigger document.
  ///
  /// @throws IOException when the generator's target does not take it
  public static void write(Policy policy, JsonGenerator json) throws IOException {
    int before = json.getHighestEscapedChar();
    json.setHighestNonEscapedChar(LAST_PRINTABLE);
    document(policy, json);
    json.setHighestNonEscapedChar(before);
  }

  private static void document(Policy policy, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("Version", policy.version().text());
    if (policy.id().isPresent()) {
      json.writeStringField("Id", policy.id().get());
    }
    json.writeArrayFieldStart("Statement");
    for (Statement statement : policy.statements()) {
      statement(statement, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void statement(Statement statement, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (statement.sid().isPresent()) {
      json.writeStringField("Sid", statement.sid().get());
    }
    json.writeStringField("Effect", statement.effect().text());
    if (statement.principals().isPresent()) {
      principals(statement.principals().get(), json);
    }
    patterns("Action", statement.actions(), json);
    if (statement.resources().isPresent()) {
      patterns("Resource", statement.resources().get(), json);
    }
    if (!statement.conditions().isEmpty()) {
      conditions(statement.conditions(), json);
    }
    json.writeEndObject();
  }

  private static void principals(Matcher<PrincipalPattern> principals, JsonGenerator json)
      throws IOException {
    json.writeFieldName(element("Principal", principals));
    if (principals.patterns().equals(List.of(new PrincipalPattern.Everyone()))) {
      json.writeString("*");
      return;
    }
    Map<String, List<String>> byKind = new LinkedHashMap<>();
    for (PrincipalPattern pattern : principals.patterns()) {
      byKind.merge(pattern.kind(), List.of(pattern.text()), PolicyWriter::joined);
    }
    json.writeStartObject();
    for (Map.Entry<String, List<String>> kind : byKind.entrySet()) {
      json.writeFieldName(kind.getKey());
      texts(kind.getValue(), json);
    }
    json.writeEndObject();
  }

  private static List<String> joined(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static void patterns(String name, Matcher<WildcardPattern> matcher, JsonGenerator json)
      throws IOException {
    json.writeFieldName(element(name, matcher));
    texts(matcher.patterns().stream().map(WildcardPattern::text).toList(), json);
  }

  private static String element(String name, Matcher<?> matcher) {
    return switch (matcher) {
      case Matcher.In<?> _ -> name;
      case Matcher.NotIn<?> _ -> "Not" + name;
    };
  }

  private static void conditions(List<Condition> conditions, JsonGenerator json)
      throws IOException {
    Map<String, Map<String, List<String>>> byOperator = new LinkedHashMap<>();
    for (Condition condition : conditions) {
      Optional<List<String>> before =
          Optional.ofNullable(
              byOperator
                  .computeIfAbsent(condition.operator(), _ -> new LinkedHashMap<>())
                  .putIfAbsent(condition.key().name(), condition.operandTexts()));
      if (before.isPresent()) {
        throw new IllegalArgumentException(
            "two conditions of one operator and key cannot be written: `"
                + condition.operator()
                + "`");
      }
    }
    json.writeObjectFieldStart("Condition");
    for (Map.Entry<String, Map<String, List<String>>> operator : byOperator.entrySet()) {
      json.writeObjectFieldStart(operator.getKey());
      for (Map.Entry<String, List<String>> key : operator.getValue().entrySet()) {
        json.writeFieldName(key.getKey());
        texts(key.getValue(), json);
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void texts(List<String> texts, JsonGenerator json) throws IOException {
    if (texts.size() == 1) {
      json.writeString(texts.get(0));
      return;
    }
    json.writeStartArray();
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
