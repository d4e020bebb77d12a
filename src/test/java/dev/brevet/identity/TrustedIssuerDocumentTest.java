package dev.brevet.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.json.DocumentReading.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedIssuerDocumentTest {
  private static final String FULL =
      "{\"issuer\":\"https://idp.example.com/t\",\"kind\":\"OIDC\",\"description\":\"staff\",\"enabled\":false,"
          + "\"audiences\":[\"a\",\"b\"],\"algorithms\":[\"RS512\",\"ES256\"],\"jwksUri\":\"https://keys.example.com/jwks\","
          + "\"clockSkewSeconds\":0,\"maxTokenAgeSeconds\":3600,\"authorizedParties\":[\"cli\"],\"groupsClaim\":\"roles\","
          + "\"mfa\":{\"amr\":[\"otp\"],\"acr\":[\"gold\"]}}";
  private static final String AWS =
      "{\"issuer\":\"https://x.tokens.sts.global.api.aws\",\"kind\":\"AWS\",\"description\":\"\",\"enabled\":true,"
          + "\"audiences\":[\"a\"],\"algorithms\":[\"RS256\",\"ES384\"],\"clockSkewSeconds\":60,\"maxTokenAgeSeconds\":86400,"
          + "\"account\":\"111122223333\"}";

  private static TrustedIssuer parsed(String json) {
    return TrustedIssuerDocument.read(json, false).valid().orElseThrow();
  }

  private static String malformed(String json) {
    return assertInstanceOf(Unreadable.class, TrustedIssuerDocument.read(json, false)).summary();
  }

  private static final String BY_CLIENT =
      FULL.replace("\"groupsClaim\"", "\"clientIdAsAudience\":true,\"groupsClaim\"");

  /// Some providers (Google's service accounts) have a party for each account.
  @Test
  void aThousandAuthorizedParties_canBeRegistered() {
    String parties =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "\"1120104000000007" + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    parsed(FULL.replace("[\"cli\"]", parties));
    assertTrue(
        malformed(FULL.replace("[\"cli\"]", parties.replace("[", "[\"x\",")))
            .contains("more than 1000 values"));
  }

  @ParameterizedTest
  @ValueSource(strings = {FULL, AWS, "by client"})
  void registration_isWrittenAsItWasRead(String name) {
    String json = name.equals("by client") ? BY_CLIENT : name;
    assertEquals(json, TrustedIssuerDocument.write(parsed(json)));
  }

  @Test
  void oneList_meansBrevetAlone() {
    TrustedIssuer issuer = parsed("{\"issuer\":\"https://idp.example.com\",\"audiences\":[\"a\"]}");
    assertEquals(List.of("a"), issuer.audiences().of(TokenUse.BREVET));
    assertEquals(List.of("a"), issuer.audiences().of(TokenUse.ASKING));
    assertEquals(List.of(), issuer.audiences().of(TokenUse.AUTHORIZER));
  }

  @Test
  void audiencesOfEachUse_areReadAndWritten() {
    String json =
        "{\"issuer\":\"https://idp.example.com\",\"askingAudiences\":[\"b\"],"
            + "\"authorizerAudiences\":[\"c\",\"d\"]}";
    TrustedIssuer issuer = parsed(json);
    assertEquals(List.of(), issuer.audiences().of(TokenUse.BREVET));
    assertEquals(List.of("b"), issuer.audiences().of(TokenUse.ASKING));
    assertEquals(List.of("c", "d"), issuer.audiences().of(TokenUse.AUTHORIZER));
    assertEquals(issuer, parsed(TrustedIssuerDocument.write(issuer)));
  }

  @Test
  void shownRegistration_canBeSentBack() {
    TrustedIssuer shown = parsed(FULL).atVersion(7);
    String json = TrustedIssuerDocument.show(shown);
    assertTrue(json.endsWith(",\"version\":7}"), json);
    assertEquals(shown.atVersion(0), parsed(json));
  }

  @Test
  void defaults_areTheDocumented() {
    TrustedIssuer issuer = parsed("{\"issuer\":\"https://idp.example.com\",\"audiences\":[\"a\"]}");
    assertTrue(issuer.enabled());
    assertEquals(Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256), issuer.algorithms());
    assertEquals(60, issuer.clockSkew().toSeconds());
    assertEquals(86_400, issuer.maxTokenAge().toSeconds());
    assertEquals(Optional.empty(), issuer.jwksUri());
    assertEquals(
        new TrustedIssuer.Kind.OpenIdConnect(
            List.of(), false, Optional.empty(), List.of("mfa"), List.of()),
        issuer.kind());
  }

  record Row(String name, String json, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(String name, String from, String to, String message) {
    assertTrue(FULL.contains(from), from);
    return new Row(name, FULL.replace(from, to), message);
  }

  static Stream<Row> wrongDocuments() {
    return Stream.of(
        new Row("nothing", "", "empty"),
        new Row("a list", "[]", "must be an object (line 1, column 1)"),
        new Row("two", "{}{}", "there is more text after the JSON value (line 1, column 3)"),
        row(
            "field twice",
            "{\"issuer\"",
            "{\"kind\":\"OIDC\",\"issuer\"",
            "`kind`: is given twice"),
        new Row("no issuer", "{\"audiences\":[\"a\"]}", "`issuer`: is missing"),
        new Row(
            "no audiences", "{\"issuer\":\"https://idp.example.com\"}", "`audiences`: is empty"),
        row("issuer a number", "\"https://idp.example.com/t\"", "1", "`issuer`: must be a string"),
        row("issuer over http", "https://idp", "http://idp", "`issuer`: not an https url"),
        row("unknown field", "\"kind\"", "\"admin\":1,\"kind\"", "`admin`: is not a known field"),
        row(
            "unknown field within",
            "\"amr\"",
            "\"sms\":[],\"amr\"",
            "`mfa.sms`: is not a known field"),
        row(
            "account of another kind",
            "\"kind\"",
            "\"account\":\"111122223333\",\"kind\"",
            "`account`: is not a known field"),
        row("kind unknown", "\"OIDC\"", "\"SAML\"", "`kind`: must be"),
        row(
            "enabled text",
            "\"enabled\":false",
            "\"enabled\":\"false\"",
            "`enabled`: must be true or false"),
        row(
            "enabled null",
            "\"enabled\":false",
            "\"enabled\":null",
            "`enabled`: must be true or false"),
        row("audiences text", "[\"a\",\"b\"]", "\"a\"", "`audiences`: must be a list"),
        row("audiences empty", "[\"a\",\"b\"]", "[]", "`audiences`: is empty"),
        row("audience empty", "[\"a\",\"b\"]", "[\"\"]", "`audiences`: holds a value"),
        row("audience twice", "[\"a\",\"b\"]", "[\"a\",\"a\"]", "`audiences`: has a value twice"),
        row(
            "audience for two uses",
            "[\"a\",\"b\"]",
            "[\"a\"],\"authorizerAudiences\":[\"a\"]",
            "an audience is in two of"),
        row(
            "audience for asking and calling",
            "[\"a\",\"b\"]",
            "[\"a\"],\"authorizerAudiences\":[\"c\"],\"askingAudiences\":[\"c\"]",
            "an audience is in two of"),
        row(
            "no audience of any use",
            "[\"a\",\"b\"]",
            "[],\"authorizerAudiences\":[],\"askingAudiences\":[]",
            "`audiences`: is empty"),
        row(
            "audiences by an unknown use",
            "[\"a\",\"b\"]",
            "[\"a\"],\"adminAudiences\":[\"c\"]",
            "is not a known field"),
        row("audience of two lines", "[\"a\",\"b\"]", "[\"a\\nb\"]", "`audiences`: holds a value"),
        row("algorithms empty", "[\"RS512\",\"ES256\"]", "[]", "`algorithms`: is empty"),
        row("algorithm none", "\"RS512\"", "\"none\"", "`algorithms`: holds `none`"),
        row("algorithm HMAC", "\"RS512\"", "\"HS256\"", "`algorithms`: holds `HS256`"),
        row("keys over http", "https://keys", "http://keys", "`jwksUri`: must be an https url"),
        row(
            "keys with a user",
            "https://keys",
            "https://a:b@keys",
            "`jwksUri`: must be an https url"),
        row(
            "keys in a file",
            "https://keys.example.com",
            "file:///etc",
            "`jwksUri`: must be an https url"),
        row(
            "skew negative",
            "\"clockSkewSeconds\":0",
            "\"clockSkewSeconds\":-1",
            "`clockSkewSeconds`: must be a whole"),
        row(
            "skew too long",
            "\"clockSkewSeconds\":0",
            "\"clockSkewSeconds\":301",
            "`clockSkewSeconds`: must be 0 to 300"),
        row(
            "skew of half a second",
            "\"clockSkewSeconds\":0",
            "\"clockSkewSeconds\":0.5",
            "`clockSkewSeconds`: must be a whole"),
        row("age zero", ":3600", ":0", "`maxTokenAgeSeconds`: must be 60 to"),
        row("age huge", ":3600", ":99999999999", "`maxTokenAgeSeconds`: must be 60 to"),
        row(
            "mfa a list",
            "{\"amr\":[\"otp\"],\"acr\":[\"gold\"]}",
            "[]",
            "`mfa`: must be an object"),
        row("amr text", "[\"otp\"]", "\"otp\"", "`mfa.amr`: must be a list"),
        row(
            "any party and another",
            "[\"cli\"]",
            "[\"*\",\"cli\"]",
            "`authorizedParties`: holds `*` and must then hold nothing else"),
        row(
            "client id as text",
            "\"groupsClaim\"",
            "\"clientIdAsAudience\":\"yes\",\"groupsClaim\"",
            "`clientIdAsAudience`: must be"),
        row("groups claim empty", "\"roles\"", "\"\"", "`groupsClaim`: must be"),
        row("description of two lines", "\"staff\"", "\"a\\nb\"", "`description`: must be"),
        new Row(
            "AWS without account",
            AWS.replace(",\"account\":\"111122223333\"", ""),
            "`account`: is missing"),
        new Row("AWS with a short account", AWS.replace("111122223333", "1"), "`account`: not a"),
        new Row(
            "AWS at a host that is not AWS's",
            AWS.replace("x.tokens.sts.global.api.aws", "x.tokens.sts.global.api.aws.example.com"),
            "`issuer`: must be, for kind `AWS`"),
        new Row(
            "AWS with keys that it did not tell",
            AWS.replace("\"account\"", "\"jwksUri\":\"https://evil.example/jwks\",\"account\""),
            "`jwksUri`: is not allowed"),
        new Row(
            "AWS with groups",
            AWS.replace("\"account\"", "\"groupsClaim\":\"x\",\"account\""),
            "`groupsClaim`: is not a known field"),
        new Row(
            "loopback",
            FULL.replace("https://idp.example.com/t", "http://localhost:8080"),
            "loopback"),
        new Row(
            "keys on loopback",
            FULL.replace("https://keys.example.com", "http://127.0.0.1:1"),
            "loopback"));
  }

  @ParameterizedTest
  @MethodSource("wrongDocuments")
  void wrongDocument_isRefusedNamingTheField(Row row) {
    String message = malformed(row.json());
    assertTrue(message.contains(row.message()), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://token.actions.githubusercontent.com",
        "https://accounts.google.com",
        "https://login.example.com/",
        "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF",
        "https://idp.example.com:8443/a-b/c_d~e",
        "http://localhost:8080",
        "http://127.0.0.1:1/x",
        "https://[::1]:8443"
      })
  void issuerUrl_isTaken(String url) {
    assertEquals(url, IssuerUrl.parse(url).orElseThrow().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://",
        "https:///x",
        "https://aws",
        "https://sts",
        "http://idp.example.com",
        "ftp://idp.example.com",
        "HTTPS://idp.example.com",
        "https://IDP.example.com",
        "https://idp..example.com",
        "https://-idp.example.com",
        "https://idp.example.com.",
        "https://user@idp.example.com",
        "https://idp.example.com?x",
        "https://idp.example.com/?x",
        "https://idp.example.com/#x",
        "https://idp.example.com/a:b",
        "https://idp.example.com/a/../b",
        "https://idp.example.com/a b",
        "https://idp.example.com:",
        "https://idp.example.com:x",
        "https://idp.example.com:65536",
        "https://idp.example.com\\x",
        "https://idp.example.com/\n",
        "https://localhost.",
        "http://localhost@evil.example.com",
        "http://127.0.0.1.evil.example.com",
        "https://[::1",
        "https://[::2]"
      })
  void otherText_isNoIssuerUrl(String url) {
    assertEquals(Optional.empty(), IssuerUrl.parse(url));
  }

  // IAM User Guide, reference_policies_iam-condition-keys, AWS OIDC federation keys: the provider
  // without https://.
  @Test
  void conditionKeyPrefix_isTheUrlWithoutItsScheme() {
    assertEquals(
        "oidc.eks.eu-west-1.amazonaws.com/id/ABC",
        new IssuerUrl("https://oidc.eks.eu-west-1.amazonaws.com/id/ABC").conditionKeyPrefix());
  }
}
