package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One mistake has the same words in every document that a person writes, and its place.
class OneWordingTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final String POLICY =
      "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*'}}";
  private static final String TRUST =
      "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':{'AWS':'444455556666'},'Action':'sts:AssumeRole'}}";
  private static final String SCOPE = "'region':'eu-west-1','account':'111122223333'";
  private static final String PLACE = " \\(line 1, column \\d+\\)";

  /// A document that is taken. Its fields are named by type, where it has one of that type; each
  /// but the required ones is absent in `body`, which has no last brace.
  record Kind(String method, String path, String body, Map<String, String> fields) {
    boolean isStream() {
      return path.startsWith("/access/");
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "PUT",
              "/v1/iam/admin/mappings/m",
              "{'id':'m','roleArn':'arn:aws:iam::111122223333:role/brevet/R','trustPolicy':"
                  + TRUST,
              Map.of(
                  "string", "description",
                  "boolean", "reuse",
                  "number", "version",
                  "object", "parameters",
                  "list", "managedPolicyArns",
                  "required", "roleArn")),
          new Kind(
              "PUT",
              "/v1/iam/admin/issuers/aHR0cHM6Ly9pZHAuZXhhbXBsZS5jb20",
              "{'issuer':'https://idp.example.com','audiences':['a']",
              Map.of(
                  "string", "description",
                  "boolean", "enabled",
                  "number", "clockSkewSeconds",
                  "object", "mfa",
                  "list", "authorizedParties",
                  "required", "issuer")),
          new Kind(
              "PUT",
              "/v1/iam/admin/entities/note/n",
              "{'type':'note','id':'n'",
              Map.of("object", "properties", "required", "type")),
          new Kind(
              "PUT",
              "/v1/iam/admin/groups/g",
              "{'name':'g','members':[]",
              Map.of("string", "description", "required", "name")),
          new Kind(
              "PUT",
              "/v1/iam/admin/policies/p",
              "{'name':'p','type':'identity','policy':" + POLICY,
              Map.of("string", "description", "boolean", "setAsDefault", "required", "type")),
          new Kind(
              "POST",
              "/v1/iam/admin/attachments",
              "{'policy':'p','target':{'group':'g'}",
              Map.of("required", "policy")),
          new Kind(
              "PUT",
              "/v1/iam/admin/enforcement-points/e",
              "{'name':'e','subject':{'principal':'arn:aws:iam::111122223333:role/E'}",
              Map.of(
                  "string", "description",
                  "object", "assertable",
                  "list", "globalKeys",
                  "required", "name")),
          new Kind(
              "PUT",
              "/v1/iam/admin/apis/a",
              "{'name':'a','api':'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5','audiences':['b'],'routes':[]",
              Map.of(
                  "string", "description",
                  "boolean", "complete",
                  "object", "cache",
                  "list", "entities",
                  "required", "api")),
          new Kind(
              "POST",
              "/v1/credentials",
              "{'mapping':'orders-reader'",
              Map.of(
                  "boolean", "reuse",
                  "number", "durationSeconds",
                  "object", "policy",
                  "required", "mapping")),
          new Kind(
              "POST",
              "/v1/designs/function-role",
              "{'functionName':'f'," + SCOPE,
              Map.of("string", "qualifier", "object", "options", "required", "functionName")),
          new Kind(
              "POST",
              "/v1/designs/service-role",
              "{'service':'redshift.amazonaws.com','sourceArn':'arn:aws:redshift:eu-west-1:111122223333:cluster:c',"
                  + SCOPE,
              Map.of("string", "partition", "required", "service")),
          new Kind(
              "POST",
              "/v1/designs/state-machine-role",
              "{'definition':{'StartAt':'A','States':{'A':{'Type':'Pass','End':true}}}," + SCOPE,
              Map.of("string", "stateMachineName", "object", "options", "required", "account")),
          new Kind(
              "POST",
              "/v1/designs/developer-policy",
              "{'template':'states-service'," + SCOPE,
              Map.of("string", "prefix", "required", "template")),
          new Kind(
              "POST",
              "/v1/designs/endpoint-policy",
              "{'endpoint':'states'," + SCOPE,
              Map.of("string", "organizationId", "required", "region")),
          new Kind(
              "POST",
              "/v1/policies:compare",
              "{'b':" + POLICY + ",'a':[]",
              Map.of("string", "kind", "required", "a")),
          new Kind(
              "POST",
              "/v1/policies:lint",
              "{'kind':'identity','policy':" + POLICY,
              Map.of("string", "account", "object", "boundary", "required", "kind")),
          new Kind(
              "POST",
              "/v1/iam/admin/policies:simulate",
              "{'PolicyInputList':[],'ActionNames':['s3:GetObject']",
              Map.of("string", "CallerArn", "object", "ResourcePolicy", "required", "ActionNames")),
          new Kind(
              "POST",
              "/access/v1/evaluation",
              "{'subject':{'type':'user','id':'alice'},'action':{'name':'read'},'resource':{'type':'record','id':'1'}",
              Map.of("object", "context", "required", "action")));

  /// @param type of the field that it is made with; empty for the whole document
  /// @param value of that field
  record Mistake(String type, String value, String words) {}

  private static Stream<Arguments> mistakes() {
    List<Mistake> mistakes =
        List.of(
            new Mistake("string", "1", "must be a string"),
            new Mistake("string", "['a']", "must be a string"),
            new Mistake("boolean", "'yes'", "must be true or false"),
            new Mistake("boolean", "0", "must be true or false"),
            new Mistake("number", "'900'", "must be a whole number"),
            new Mistake("number", "1.5", "must be a whole number"),
            new Mistake("number", "-1", "must be a whole number"),
            new Mistake("object", "7", "must be an object"),
            new Mistake("object", "true", "must be an object"),
            new Mistake("list", "{}", "must be a list"),
            new Mistake("list", "'a'", "must be a list"));
    return mistakes.stream()
        .flatMap(
            mistake ->
                KINDS.stream()
                    .filter(kind -> kind.fields().containsKey(mistake.type()))
                    .map(kind -> Arguments.of(kind, mistake)));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void valueOfAnotherType_hasTheSameWordsEverywhere(Kind kind, Mistake mistake) {
    String field = kind.fields().get(mistake.type());
    said(kind, kind.body() + ",'" + field + "':" + mistake.value() + "}", field, mistake.words());
  }

  private static Stream<Kind> kinds() {
    return KINDS.stream();
  }

  /// Unknown fields are ignored where a standard demands it.
  private static Stream<Kind> strict() {
    return kinds().filter(Predicate.not(Kind::isStream));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void missingField_hasTheSameWordsEverywhere(Kind kind) {
    String field = kind.fields().get("required");
    String body = kind.body() + "}";
    // Of a name that nobody knows, so that it is missing under its own.
    String text =
        kind.isStream()
            ? body.replace("'" + field + "':", "'x':")
            : body.replaceFirst("'" + field + "':(\\[[^\\]]*\\]|'[^']*'),?", "")
                .replaceFirst(",\\}$", "}");
    said(kind, text, field, "is missing");
  }

  @ParameterizedTest
  @MethodSource("strict")
  void unknownField_isAnsweredWithTheNearestOne(Kind kind) {
    String field =
        kind.fields().entrySet().stream()
            .filter(each -> !each.getKey().equals("required"))
            .map(Map.Entry::getValue)
            .sorted()
            .findFirst()
            .orElse("");
    if (!field.isEmpty()) {
      said(
          kind,
          kind.body() + ",'" + field + "s':1}",
          field + "s",
          "is not a known field: is `" + field + "` meant?");
    }
    said(kind, kind.body() + ",'zzzzzzzz':1}", "zzzzzzzz", "is not a known field");
  }

  @ParameterizedTest
  @MethodSource("strict")
  void everyMistake_isReportedAtOnce(Kind kind) {
    String body = kind.body() + ",'zzzzzzzz':1,'yyyyyyyy':2}";
    said(kind, body, "zzzzzzzz", "is not a known field");
    said(kind, body, "yyyyyyyy", "is not a known field");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void fieldTwice_hasTheSameWordsEverywhere(Kind kind) {
    String field = kind.body().substring(2, kind.body().indexOf('\'', 2));
    said(kind, kind.body() + "," + kind.body().substring(1) + "}", field, "is given twice");
  }

  private static Stream<Arguments> wholes() {
    return KINDS.stream()
        .flatMap(
            kind ->
                Stream.of(
                    Arguments.of(kind, "", "empty"),
                    Arguments.of(kind, "[]", "must be an object"),
                    Arguments.of(kind, "'a'", "must be an object"),
                    Arguments.of(
                        kind, kind.body() + "} {}", "there is more text after the JSON value")));
  }

  @ParameterizedTest
  @MethodSource("wholes")
  void documentThatIsNoObject_hasTheSameWordsEverywhere(Kind kind, String body, String words) {
    said(kind, body, "body", words);
  }

  @ParameterizedTest
  @MethodSource("strict")
  void documentThatIsTooDeep_hasTheSameWordsEverywhere(Kind kind) {
    said(
        kind,
        kind.body() + ",'x':" + "[".repeat(300) + "]".repeat(300) + "}",
        "body",
        "nested deeper than 256 levels");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void halfACharacter_hasTheSameWordsEverywhere(Kind kind) {
    said(
        kind,
        kind.body() + ",'context':{'a':'\\ud800'}}",
        "body",
        "holds half a surrogate pair, which is not a Unicode character");
  }

  /// One of the answer's errors is this one, and its place is in the document.
  private static void said(Kind kind, String text, String field, String words) {
    String body = text.replace('\'', '"');
    Answer answer = send(kind, body);
    assertEquals(400, answer.status(), () -> body + ": " + answer);
    List<String> said = new ArrayList<>();
    for (JsonNode error : answer.json().path("errors")) {
      String of = error.path("field").asText();
      said.add((of.isEmpty() ? "body" : of) + " " + error.path("detail").asText());
    }
    if (said.isEmpty()) {
      said.add(answer.text("field") + " " + answer.text("detail").replaceFirst("^`[^`]*`:? ", ""));
    }
    assertTrue(
        said.stream()
            .anyMatch(one -> one.replaceFirst(PLACE + "$", "").equals(field + " " + words)),
        () -> kind.path() + " " + body + ": " + said + " " + answer);
    boolean isWhole = words.equals("is missing") || words.equals("empty");
    assertTrue(
        isWhole || kind.isStream() || said.stream().anyMatch(one -> one.matches(".*" + PLACE)),
        () -> kind.path() + " " + body + ": " + said);
  }

  private static Answer send(Kind kind, String body) {
    Call call =
        SharedWorld.call(kind.method(), kind.path())
            .body(body.getBytes(StandardCharsets.UTF_8), "application/json");
    return kind.path().startsWith("/v1/iam/")
        ? call.signed(WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user")).send()
        : call.bearer(
                WORLD.token(kind.path().startsWith("/access") ? "records-app" : "deploy-pipeline"))
            .send();
  }
}
