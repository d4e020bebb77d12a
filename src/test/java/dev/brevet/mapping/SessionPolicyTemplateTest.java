package dev.brevet.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionPolicyTemplateTest {
  private static final Principal USER =
      Principal.parseArn("arn:aws:iam::111122223333:user/ann").orElseThrow();

  /// Values that a caller with bad intent would try, and their neighbours that a slip would let in.
  private static final List<String> NASTY =
      List.of(
          "acme",
          "acmE",
          "",
          "*",
          "**",
          "?",
          "????",
          "$",
          "${",
          "}",
          "${*}",
          "${?}",
          "${$}",
          "$${*}",
          "${aws:username}",
          "${aws:username, 'acme'}",
          "{aws:username}",
          "{*}",
          "ann",
          "acme*",
          "a*e",
          "a?me",
          "\"",
          "\\",
          "\\\"",
          "\\u002a",
          "\"}],\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}],\"x\":[{\"y\":\"",
          "\"}]}",
          "{{tenant}}",
          "{{other}}",
          "acme\n",
          "acme\r\n\t",
          "acme\u0000",
          "acme\u2028",
          "日本",
          "ÿ",
          "Ā",
          "𝒂",
          "é",
          "e\u0301",
          "a/b",
          "../acme",
          "a:b",
          "%2a");

  private static final String RESOURCE =
      statement("\"Resource\":\"arn:aws:s3:::bucket/{{tenant}}/*\"");

  private static String statement(String rest) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
        + rest
        + "}]}";
  }

  private static String condition(String operator) {
    return statement(
        "\"Resource\":\"*\",\"Condition\":{\"" + operator + "\":{\"aws:userid\":\"{{tenant}}\"}}");
  }

  private static SessionPolicyTemplate template(String json) {
    return SessionPolicyTemplate.of(((JsonReader.Read) JsonReader.read(json)).value());
  }

  private static Rendering.Rendered rendered(String json, String value) {
    return assertInstanceOf(
        Rendering.Rendered.class, template(json).render(Map.of("tenant", value)), value);
  }

  private static boolean allows(Policy session, String resource, RequestContext context) {
    Policy everything =
        assertInstanceOf(
                Parsed.class,
                PolicyReader.read(
                    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
                    PolicyType.IDENTITY))
            .policy();
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                USER, new Action("s3", "GetObject"), resource, Optional.empty(), context),
            ApplicablePolicies.builder()
                .identity(List.of(everything))
                .session(List.of(session))
                .build())
        .isAllowed();
  }

  static Stream<String> nasty() {
    return NASTY.stream().filter(value -> !value.isEmpty());
  }

  @ParameterizedTest
  @MethodSource("nasty")
  void valueInAResource_allowsExactlyItself(String value) {
    Policy policy = rendered(RESOURCE, value).policy();
    RequestContext context = RequestContext.builder().put("aws:username", "ann").build();
    for (String other : NASTY) {
      String resource = "arn:aws:s3:::bucket/" + other + "/object";
      assertEquals(
          resource.startsWith("arn:aws:s3:::bucket/" + value + "/"),
          allows(policy, resource, context),
          () -> "`" + value + "` for `" + other + "`");
    }
  }

  static Stream<String> nastyUnderEachOperator() {
    return Stream.of(
            "StringEquals", "StringLike", "ForAllValues:StringEquals", "ForAnyValue:StringLike")
        .flatMap(operator -> nasty().map(value -> operator + " " + value));
  }

  @ParameterizedTest
  @MethodSource("nastyUnderEachOperator")
  void valueUnderAStringOperator_allowsExactlyItself(String row) {
    String operator = row.substring(0, row.indexOf(' '));
    String value = row.substring(operator.length() + 1);
    Policy policy = rendered(condition(operator), value).policy();
    for (String other : NASTY) {
      RequestContext context =
          RequestContext.builder().put("aws:username", "ann").put("aws:userid", other).build();
      // To a set operator an empty value is no value (multi-value-conditions): ForAllValues holds,
      // ForAnyValue does not.
      boolean expected =
          (other.isEmpty() && operator.startsWith("For"))
              ? operator.startsWith("ForAllValues")
              : other.equals(value);
      assertEquals(
          expected,
          allows(policy, "arn:aws:s3:::bucket/x", context),
          () -> "`" + value + "` for `" + other + "`");
    }
  }

  @ParameterizedTest
  @MethodSource("nasty")
  void valueUnderAnArnOperator_allowsExactlyItself(String value) {
    String json =
        statement(
            "\"Resource\":\"*\",\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:sns:eu-west-1:111122223333:{{tenant}}\"}}");
    Policy policy = rendered(json, value).policy();
    for (String other : NASTY) {
      RequestContext context =
          RequestContext.builder()
              .put("aws:username", "ann")
              .put("aws:SourceArn", "arn:aws:sns:eu-west-1:111122223333:" + other)
              .build();
      assertEquals(
          other.equals(value),
          allows(policy, "arn:aws:s3:::bucket/x", context),
          () -> "`" + value + "` for `" + other + "`");
    }
  }

  @Test
  void everyCharacter_staysWhatItIsInTextThatStsTakes() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    SessionPolicyTemplate template = template(condition("StringEquals"));
    for (int c = 0; c <= 0x1ffff; c++) {
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        continue;
      }
      String value = "a" + Character.toString(c) + "b";
      // Twice the check that render makes is twice the time; the text alone is of interest here.
      String json = JsonText.quoted(WildcardPattern.escape(value));
      assertTrue(json.chars().allMatch(each -> each >= ' ' && each <= '~'), json);
      JsonNode read = mapper.readTree(json);
      assertEquals(WildcardPattern.escape(value), read.textValue());
    }
    assertEquals(Set.of("tenant"), template.placeholders());
  }

  @Test
  void value_isNeverReadAsAPlaceholder() {
    SessionPolicyTemplate template =
        template(statement("\"Resource\":[\"arn:aws:s3:::bucket/{{tenant}}/{{day}}\"]"));

    Rendering rendering = template.render(Map.of("tenant", "{{day}}", "day", "monday"));

    assertTrue(
        assertInstanceOf(Rendering.Rendered.class, rendering)
            .json()
            .contains("bucket/{{day}}/monday"));
  }

  @Test
  void policyVariable_reachesAwsUntouched() {
    assertEquals(
        statement("\"Resource\":\"arn:aws:s3:::bucket/${aws:PrincipalTag/Tenant}/acme\""),
        rendered(
                statement(
                    "\"Resource\":\"arn:aws:s3:::bucket/${aws:PrincipalTag/Tenant}/{{tenant}}\""),
                "acme")
            .json());
  }

  @Test
  void renderedPolicy_isMinifiedAndAlwaysTheSame() {
    String spacious =
        RESOURCE.replace(",", " ,\n  ").replace(":\"", " : \"").replace("\" : \"", "\": \"");

    assertEquals(RESOURCE.replace("{{tenant}}", "acme"), rendered(spacious, "acme").json());
    assertEquals(rendered(spacious, "a*\u00e9").json(), rendered(RESOURCE, "a*\u00e9").json());
  }

  @ParameterizedTest
  @CsvSource({
    // A placeholder may not decide what a statement does.
    "'\"Resource\":\"*\",\"Sid\":\"{{tenant}}\"'",
    "'\"Resource\":\"*\",\"{{tenant}}\":\"x\"'",
    "'\"Resource\":\"*\",\"Condition\":{\"{{tenant}}\":{\"aws:userid\":\"x\"}}'",
    "'\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/{{tenant}}\":\"x\"}}'",
    // Nor may it name, end or begin a policy variable.
    "'\"Resource\":\"arn:aws:s3:::bucket/${aws:PrincipalTag/{{tenant}}}\"'",
    "'\"Resource\":\"arn:aws:s3:::bucket/${aws:PrincipalTag/Team, ''{{tenant}}''}\"'",
    // A quote in the value would end a default that holds a brace.
    "'\"Resource\":\"arn:aws:s3:::bucket/${aws:username, ''a}{{tenant}}''}\"'",
    "'\"Resource\":\"arn:aws:s3:::bucket/${aws:username, ''a}b${c}{{tenant}}''}\"'",
    "'\"Resource\":\"*\",\"Condition\":{\"StringLike\":{\"s3:prefix\":\"${aws:username,"
        + " ''}{{tenant}}''}*\"}}'",
    "'\"Resource\":\"arn:aws:s3:::bucket/$a{{tenant}}$b${{{tenant}}\"'",
    "'\"Resource\":\"arn:aws:s3:::bucket/x$ {{tenant}}${{tenant}}\"'",
    // And it is written plainly.
    "'\"Resource\":\"arn:aws:s3:::bucket/{{ tenant }}\"'",
    "'\"Resource\":\"arn:aws:s3:::bucket/{{tenant\"'",
    "'\"Resource\":\"arn:aws:s3:::bucket/{{}}\"'"
  })
  void placeholderWhereNoneMayStand_isRefused(String rest) {
    String json = statement(rest);

    assertThrows(IllegalArgumentException.class, () -> template(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"{{tenant}}\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:{{tenant}}\",\"Resource\":\"*\"}]}",
        "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"StringSort\":{\"aws:userid\":\"x\"}}}]}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"NumericEquals\":{\"s3:max-keys\":\"many\"}}}]}"
      })
  void whatIsNoSessionPolicy_isRefused(String json) {
    assertThrows(IllegalArgumentException.class, () -> template(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"Version\":\"2012-10-17\"}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[]}",
        "{\"Statement\":[]}"
      })
  void emptyPolicy_deniesEverything(String json) {
    assertEquals(SessionPolicyTemplate.DENY_ALL, template(json));
    assertEquals(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
        assertInstanceOf(Rendering.Rendered.class, template(json).render(Map.of())).json());
  }

  static Stream<String> valuesThatMoveAnArn() {
    return Stream.of("*", "?", "$", "a:b", "eu-west-1:111122223333:table/x", "${aws:userid}");
  }

  @ParameterizedTest
  @MethodSource("valuesThatMoveAnArn")
  void valueInAnArnsFirstParts_isRefusedWhereItCannotBeLiteral(String value) {
    SessionPolicyTemplate template =
        template(statement("\"Resource\":\"arn:aws:sqs:{{tenant}}:111122223333:queue\""));

    assertEquals(
        new Rendering.Unfit("tenant", "is empty or would not stand for only itself there"),
        template.render(Map.of("tenant", value)));
    assertInstanceOf(Rendering.Rendered.class, template.render(Map.of("tenant", "eu-west-1")));
  }

  @ParameterizedTest
  @CsvSource({
    "IpAddress,aws:SourceIp,192.0.2.7,*",
    "IpAddress,aws:SourceIp,2001:db8::1,192.0.2.7/x",
    "DateLessThan,aws:CurrentTime,2026-11-22T10:00:00Z,tomorrow",
    "NumericLessThanEquals,s3:max-keys,10,${*}",
    "Bool,aws:SecureTransport,true,*"
  })
  void valueOfAnotherType_isTakenAsThatOrRefused(
      String operator, String key, String good, String bad) {
    SessionPolicyTemplate template =
        template(
            statement(
                "\"Resource\":\"*\",\"Condition\":{\""
                    + operator
                    + "\":{\""
                    + key
                    + "\":\"{{tenant}}\"}}"));

    assertInstanceOf(Rendering.Rendered.class, template.render(Map.of("tenant", good)));
    assertInstanceOf(Rendering.Unfit.class, template.render(Map.of("tenant", bad)));
  }

  @Test
  void emptyValue_isRefused() {
    SessionPolicyTemplate template =
        template(statement("\"Resource\":\"arn:aws:s3:::bucket/{{tenant}}*\""));

    assertInstanceOf(Rendering.Unfit.class, template.render(Map.of("tenant", "")));
  }

  @Test
  void missingValue_isRefused() {
    assertEquals(
        new Rendering.Unfit("tenant", "has no value"), template(RESOURCE).render(Map.of()));
  }

  @Test
  void randomValues_neverChangeTheShape() {
    java.util.random.RandomGenerator random = new java.util.Random(20261122);
    String alphabet = "*?${}\"\\:/,'ab \n\u00ff\u0100[]";
    for (int i = 0; i < 5000; i++) {
      String value =
          IntStream.range(0, random.nextInt(1, 9))
              .map(_ -> alphabet.charAt(random.nextInt(alphabet.length())))
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      Policy policy = rendered(RESOURCE, value).policy();
      assertEquals(
          WildcardPattern.escape("arn:aws:s3:::bucket/" + value) + "/*",
          policy.statements().getFirst().resources().orElseThrow().patterns().getFirst().text());
      assertTrue(
          allows(policy, "arn:aws:s3:::bucket/" + value + "/object", RequestContext.empty()));
    }
  }
}
