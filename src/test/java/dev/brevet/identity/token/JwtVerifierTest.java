package dev.brevet.identity.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.KeysInMemory;
import dev.brevet.identity.TestKey;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.identity.TrustedIssuerDocument;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.testing.HandClock;
import dev.brevet.testing.IssuersInMemory;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way a token can be wrong, and what a right one says. Times are around `NOW`, 1,000,000,000
/// s.
class JwtVerifierTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000_000);
  private static final String ISSUER = "https://idp.example.com/tenant";
  private static final String AUDIENCE = "https://brevet.example.com";
  private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"rsa-1\"}";
  private static final String CLAIMS =
      "{\"iss\":\"https://idp.example.com/tenant\",\"sub\":\"alice\",\"aud\":\"https://brevet.example.com\","
          + "\"iat\":999999900,\"nbf\":999999900,\"exp\":1000000300";
  private static final String PAYLOAD = CLAIMS + "}";

  private final HandClock clock = new HandClock(NOW);
  private final KeysInMemory source = new KeysInMemory(TestKey.RSA, TestKey.P256);
  private final IssuersInMemory issuers = new IssuersInMemory(issuer("{}"));
  private final JwtVerifier verifier =
      new JwtVerifier(issuers, new SigningKeys(source, clock), clock);

  /// A registration of [#ISSUER] with more fields.
  private static TrustedIssuer issuer(String more) {
    String fields = more.substring(1, more.length() - 1);
    return registration(
        "{\"issuer\":\"%s\",\"audiences\":[\"%s\",\"second\"]%s}"
            .formatted(ISSUER, AUDIENCE, fields.isEmpty() ? "" : "," + fields));
  }

  private static TrustedIssuer registration(String json) {
    return TrustedIssuerDocument.read(json, false).valid().orElseThrow();
  }

  private static String with(String claims) {
    return CLAIMS + "," + claims + "}";
  }

  private static String without(String claim) {
    String payload = PAYLOAD.replaceAll(",?\"" + claim + "\":(\"[^\"]*\"|\\d+)", "");
    assertTrue(!payload.equals(PAYLOAD), claim);
    return payload.replace("{,", "{");
  }

  private static String changed(String claim, String value) {
    String payload =
        PAYLOAD.replaceAll("\"" + claim + "\":(\"[^\"]*\"|\\d+)", "\"" + claim + "\":" + value);
    assertTrue(!payload.equals(PAYLOAD), claim);
    return payload;
  }

  private static String signed(String payload) {
    return TestKey.RSA.sign("RS256", HEADER, payload);
  }

  private static String signedWithHeader(String header) {
    return TestKey.RSA.sign("RS256", header, PAYLOAD);
  }

  private VerifiedIdentity verified(String token) {
    return assertInstanceOf(
            Verification.Verified.class, verifier.verify(new SecretString(token), TokenUse.BREVET))
        .identity();
  }

  private String rejected(String token) {
    return assertInstanceOf(
            Verification.Rejected.class, verifier.verify(new SecretString(token), TokenUse.BREVET))
        .reason();
  }

  record Row(String name, String token, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> wrongTokens() throws Exception {
    String good = signed(PAYLOAD);
    String input = good.substring(0, good.lastIndexOf('.'));
    String[] part = good.split("\\.", -1);
    return Stream.of(
        // Not a token at all.
        new Row("empty", "", "not a token"),
        new Row("a word", "hello", "not a token"),
        new Row("one dot", part[0] + "." + part[1], "not a token"),
        new Row("dots alone", "..", "header is not"),
        new Row("garbled header", "%%%." + part[1] + "." + part[2], "header is not"),
        new Row("garbled payload", part[0] + ".%%%." + part[2], "payload is not"),
        new Row("garbled signature", input + ".%%%", "signature is not base64url"),
        new Row("padding", part[0] + "=." + part[1] + "." + part[2], "header is not"),
        new Row("line break within", part[0] + ".\n" + part[1] + "." + part[2], "payload is not"),
        new Row("leading space", " " + good, "header is not"),
        new Row("standard alphabet", part[0] + "." + part[1] + ".a+/b", "not base64url"),
        new Row("one character too many", input + ".abcde", "not base64url"),
        new Row("huge", "a".repeat(20_001), "longer than 20000"),
        new Row("encrypted, five parts", part[0] + ".a.b.c." + part[2], "more than three parts"),
        new Row("json serialization", "{\"payload\":\"x\",\"signature\":\"y\"}", "not a token"),
        // JSON that two readers could read differently.
        new Row("payload an array", signed("[1]"), "payload is not"),
        new Row("payload with a tail", signed(PAYLOAD + "{}"), "payload is not"),
        new Row("payload cut short", signed(CLAIMS), "payload is not"),
        new Row("nested token as payload", signed(good), "payload is not"),
        // What would be left out may be what a policy denies.
        new Row(
            "list within a list",
            signed(with("\"groups\":[[\"contractors\"],\"staff\"]")),
            "a list with an element that is not a string, number or boolean"),
        new Row(
            "object within a list",
            signed(with("\"groups\":[\"staff\",{\"name\":\"contractors\"}]")),
            "a list with an element that is not a string, number or boolean"),
        new Row(
            "null within a list, deep",
            signed(with("\"a\":{\"b\":[null]}")),
            "a list with an element that is not a string, number or boolean"),
        new Row("claim twice", signed(with("\"sub\":\"bob\"")), "payload is not"),
        new Row("claim twice within", signed(with("\"a\":{\"b\":1,\"b\":2}")), "payload is not"),
        new Row(
            "claim twice, once escaped", signed(with("\"s\\u0075b\":\"bob\"")), "payload is not"),
        new Row(
            "header field twice",
            signedWithHeader("{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"rsa-1\"}"),
            "header is not"),
        new Row(
            "deep",
            signed(with("\"a\":" + "[".repeat(20) + "]".repeat(20))),
            "payload is not a json object: nested deeper than 8 levels"),
        new Row(
            "long number",
            signed(with("\"a\":" + "1".repeat(65))),
            "payload is not a json object: a name is longer than 1024 characters, or a number"
                + " longer than 64"),
        new Row("comment", signed("/*x*/" + PAYLOAD), "payload is not"),
        new Row("not a number", signed(changed("exp", "NaN")), "payload is not"),
        new Row(
            "utf-16 payload",
            part[0]
                + "."
                + TestKey.base64(PAYLOAD.getBytes(StandardCharsets.UTF_16BE))
                + "."
                + part[2],
            "payload is not"),
        new Row(
            "broken utf-8 payload",
            part[0]
                + "."
                + TestKey.base64(
                    new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'})
                + "."
                + part[2],
            "payload is not"),
        // Issuer.
        new Row("no issuer", signed(without("iss")), "names no issuer"),
        new Row(
            "issuer not text", signed(changed("iss", "[\"" + ISSUER + "\"]")), "names no issuer"),
        new Row("issuer no url", signed(changed("iss", "\"alice\"")), "names no issuer"),
        new Row(
            "another issuer",
            signed(changed("iss", "\"https://evil.example.com\"")),
            "not registered"),
        new Row(
            "issuer with a slash more",
            signed(changed("iss", "\"" + ISSUER + "/\"")),
            "not registered"),
        new Row(
            "issuer in capitals",
            signed(changed("iss", "\"https://IDP.example.com/tenant\"")),
            "names no issuer"),
        new Row(
            "issuer with a user",
            signed(changed("iss", "\"https://idp.example.com@evil.example.com/tenant\"")),
            "names no issuer"),
        new Row(
            "issuer over http",
            signed(changed("iss", "\"http://idp.example.com/tenant\"")),
            "names no issuer"),
        // Algorithm and key.
        new Row(
            "alg none, no signature",
            TestKey.base64("{\"alg\":\"none\"}") + "." + part[1] + ".",
            "algorithm"),
        new Row(
            "alg none, signed",
            signedWithHeader("{\"alg\":\"none\",\"kid\":\"rsa-1\"}"),
            "algorithm"),
        new Row("alg None", signedWithHeader("{\"alg\":\"nOnE\",\"kid\":\"rsa-1\"}"), "algorithm"),
        new Row("no alg", signedWithHeader("{\"kid\":\"rsa-1\"}"), "algorithm"),
        new Row("alg a number", signedWithHeader("{\"alg\":256,\"kid\":\"rsa-1\"}"), "algorithm"),
        new Row(
            "alg in small letters",
            signedWithHeader("{\"alg\":\"rs256\",\"kid\":\"rsa-1\"}"),
            "algorithm"),
        new Row("HS256 with the public key", hmacWithPublicKey(), "algorithm"),
        new Row(
            "alg not registered",
            TestKey.RSA.sign("RS512", "{\"alg\":\"RS512\",\"kid\":\"rsa-1\"}", PAYLOAD),
            "algorithm"),
        new Row(
            "RSA signature as ES256",
            signedWithHeader("{\"alg\":\"ES256\",\"kid\":\"rsa-1\"}"),
            "no key"),
        new Row(
            "EC key for RS256", signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"ec-1\"}"), "no key"),
        new Row("unknown kid", signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-9\"}"), "no key"),
        new Row(
            "kid a path",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"../../dev/null\"}"),
            "no key"),
        new Row(
            "kid of sql",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"' or 1=1 --\"}"),
            "no key"),
        new Row(
            "kid with a line break",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"a\\nb\"}"),
            "`kid`"),
        new Row("kid empty", signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"\"}"), "`kid`"),
        new Row("kid a number", signedWithHeader("{\"alg\":\"RS256\",\"kid\":1}"), "`kid`"),
        new Row(
            "kid long",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"" + "k".repeat(257) + "\"}"),
            "`kid`"),
        new Row(
            "another key of the same id",
            TestKey.RSA_OTHER.sign("RS256", HEADER, PAYLOAD),
            "signature is wrong"),
        new Row(
            "payload exchanged",
            part[0] + "." + TestKey.base64(with("\"admin\":true")) + "." + part[2],
            "signature is wrong"),
        new Row("signature empty", input + ".", "signature is wrong"),
        new Row(
            "signature of zeros",
            input + "." + TestKey.base64(new byte[256]),
            "signature is wrong"),
        new Row("ECDSA signature of zeros", ecdsa(new byte[64]), "signature is wrong"),
        new Row("ECDSA signature empty", ecdsa(new byte[0]), "signature is wrong"),
        new Row("ECDSA signature of the order", ecdsa(orderOfP256()), "signature is wrong"),
        new Row(
            "ECDSA signature in DER",
            ecdsa(new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1}),
            "signature is wrong"),
        new Row(
            "own key in the header",
            TestKey.RSA_OTHER.sign(
                "RS256", "{\"alg\":\"RS256\",\"jwk\":" + TestKey.RSA_OTHER.jwk() + "}", PAYLOAD),
            "signature is wrong"),
        // Header.
        new Row(
            "crit",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"crit\":[\"exp\"]}"),
            "critical"),
        new Row(
            "crit empty",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"crit\":[]}"),
            "critical"),
        new Row(
            "b64", signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"b64\":false}"), "b64"),
        new Row(
            "enc",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"enc\":\"A128GCM\"}"),
            "encrypted"),
        new Row(
            "cty",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"cty\":\"JWT\"}"),
            "`cty`"),
        new Row(
            "typ logout",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"typ\":\"logout+jwt\"}"),
            "`typ`"),
        new Row(
            "typ dpop",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"typ\":\"dpop+jwt\"}"),
            "`typ`"),
        new Row(
            "typ a number",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"typ\":1}"),
            "`typ`"),
        // Audience.
        new Row("no audience", signed(without("aud")), "no audience"),
        new Row("audience empty", signed(changed("aud", "[]")), "no audience"),
        new Row("audience a number", signed(changed("aud", "1")), "no audience"),
        new Row(
            "audience of mixed types",
            signed(changed("aud", "[\"" + AUDIENCE + "\",1]")),
            "no audience"),
        new Row(
            "another audience",
            signed(changed("aud", "\"https://other.example.com\"")),
            "another audience"),
        new Row(
            "audience in capitals",
            signed(changed("aud", "\"HTTPS://BREVET.EXAMPLE.COM\"")),
            "another audience"),
        new Row(
            "audience and a stranger",
            signed(changed("aud", "[\"" + AUDIENCE + "\",\"x\"]")),
            "audiences of others too"),
        new Row("azp of a stranger", signed(with("\"azp\":\"x\"")), "authorized party"),
        new Row("azp a list", signed(with("\"azp\":[\"" + AUDIENCE + "\"]")), "authorized party"),
        // Time, with a skew of 60 s.
        new Row("no exp", signed(without("exp")), "`exp`"),
        new Row("exp text", signed(changed("exp", "\"1000000300\"")), "`exp`"),
        new Row("exp negative", signed(changed("exp", "-1")), "`exp`"),
        new Row("exp beyond all years", signed(changed("exp", "1e300")), "`exp`"),
        new Row("exp huge exponent", signed(changed("exp", "1e999999999")), "`exp`"),
        new Row("expired long ago", signed(changed("exp", "999999901")), "expired"),
        new Row("expired exactly at the skew", signed(changed("exp", "999999940")), "expired"),
        new Row("no iat", signed(without("iat")), "`iat`"),
        new Row("iat null", signed(changed("iat", "null")), "`iat`"),
        new Row("iat in the future", signed(changed("iat", "1000000061")), "issued in the future"),
        new Row("iat too long ago", signed(changed("iat", "999913540")), "too long ago"),
        new Row("nbf in the future", signed(changed("nbf", "1000000061")), "not valid yet"),
        new Row("nbf text", signed(changed("nbf", "\"now\"")), "`nbf`"),
        // Subject and claims.
        new Row("no sub", signed(without("sub")), "`sub`"),
        new Row("sub empty", signed(changed("sub", "\"\"")), "`sub`"),
        new Row("sub blank", signed(changed("sub", "\"  \"")), "`sub`"),
        new Row("sub a number", signed(changed("sub", "7")), "`sub`"),
        new Row("sub with a line break", signed(changed("sub", "\"a\\\\nb\"")), "`sub`"),
        new Row(
            "sub with a joiner between letters",
            signed(changed("sub", "\"a\\\\u200db\"")),
            "`sub`"),
        new Row("sub that turns text around", signed(changed("sub", "\"a\\\\u202eb\"")), "`sub`"),
        new Row("sub of half a character", signed(changed("sub", "\"\\\\ud800\"")), "payload"),
        new Row("sub long", signed(changed("sub", "\"" + "a".repeat(1025) + "\"")), "`sub`"),
        new Row(
            "sub long in bytes", signed(changed("sub", "\"" + "é".repeat(600) + "\"")), "`sub`"),
        new Row(
            "claims that differ by case", signed(with("\"SUB\":\"bob\"")), "only by case or dots"),
        new Row(
            "claims that differ by dots",
            signed(with("\"a.b\":1,\"a\":{\"b\":2}")),
            "only by case or dots"),
        new Row("claim of half a character", signed(with("\"name\":\"\\ud800\"")), "payload"));
  }

  private static String hmacWithPublicKey() throws Exception {
    String input =
        TestKey.base64("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}") + "." + TestKey.base64(PAYLOAD);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(TestKey.RSA.pair().getPublic().getEncoded(), "HmacSHA256"));
    return input + "." + TestKey.base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String ecdsa(byte[] signature) {
    return TestKey.base64("{\"alg\":\"ES256\",\"kid\":\"ec-1\"}")
        + "."
        + TestKey.base64(PAYLOAD)
        + "."
        + TestKey.base64(signature);
  }

  // r = s = n of P-256 (FIPS 186-4, D.1.2.3): zero modulo the order.
  private static byte[] orderOfP256() {
    byte[] n =
        HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    byte[] both = new byte[64];
    System.arraycopy(n, 0, both, 0, 32);
    System.arraycopy(n, 0, both, 32, 32);
    return both;
  }

  @ParameterizedTest
  @MethodSource("wrongTokens")
  void wrongToken_isRejectedForItsReason(Row row) {
    String reason = rejected(row.token());
    assertTrue(reason.contains(row.reason()), reason);
  }

  @ParameterizedTest
  @MethodSource("wrongTokens")
  void rejection_saysNothingOfTheTokensContent(Row row) {
    String reason = rejected(row.token());
    assertTrue(!reason.contains("alice") && !reason.contains("evil"), reason);
    assertTrue(reason.length() < 200, reason);
  }

  @Test
  void goodToken_isVerifiedAsItsSubject() {
    VerifiedIdentity identity = verified(signed(PAYLOAD));
    assertEquals(new Principal.WebIdentity(ISSUER, "alice"), identity.principal());
    assertEquals(AuthenticationMethod.TOKEN, identity.method());
    assertEquals(
        Map.of(
            "idp.example.com/tenant:iss", List.of(ISSUER),
            "idp.example.com/tenant:sub", List.of("alice"),
            "idp.example.com/tenant:aud", List.of(AUDIENCE),
            "idp.example.com/tenant:iat", List.of("999999900"),
            "idp.example.com/tenant:nbf", List.of("999999900"),
            "idp.example.com/tenant:exp", List.of("1000000300"),
            "aws:federatedprovider", List.of(ISSUER),
            "aws:tokenissuetime", List.of("2001-09-09T01:45:00Z"),
            "aws:multifactorauthpresent", List.of("false")),
        identity.context().asMap());
  }

  static Stream<Row> rightTokens() {
    return Stream.of(
        new Row("expires now", signed(changed("exp", "1000000000")), ""),
        new Row("expired within the skew", signed(changed("exp", "999999941")), ""),
        new Row("issued within the skew", signed(changed("iat", "1000000060")), ""),
        new Row("oldest", signed(changed("iat", "999913541")), ""),
        new Row("valid within the skew", signed(changed("nbf", "1000000060")), ""),
        new Row("no nbf", signed(without("nbf")), ""),
        // Serializers write what is absent as `null`; RFC 7519 knows no `null` in these claims.
        new Row("nbf null", signed(changed("nbf", "null")), ""),
        new Row("azp null", signed(with("\"azp\":null")), ""),
        new Row("kid null", signedWithHeader("{\"alg\":\"RS256\",\"kid\":null,\"crit\":null}"), ""),
        // SPIFFE JWT-SVID, 2.3; RFC 7515, 4.1.9.
        new Row(
            "typ JOSE",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"typ\":\"JOSE\"}"),
            ""),
        new Row("times with fractions", signed(changed("exp", "1000000300.5")), ""),
        new Row("audience a list", signed(changed("aud", "[\"second\",\"" + AUDIENCE + "\"]")), ""),
        new Row("azp an audience", signed(with("\"azp\":\"second\"")), ""),
        new Row(
            "azp and a stranger's audience",
            signed(changed("aud", "[\"" + AUDIENCE + "\",\"x\"],\"azp\":\"second\"")),
            ""),
        new Row("no typ", signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}"), ""),
        new Row(
            "typ at+jwt",
            signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"typ\":\"at+JWT\"}"),
            ""),
        new Row("no kid, one RSA key", signedWithHeader("{\"alg\":\"RS256\"}"), ""),
        new Row(
            "ES256",
            TestKey.P256.sign("ES256", "{\"alg\":\"ES256\",\"kid\":\"ec-1\"}", PAYLOAD),
            ""),
        new Row(
            "x5c and jku are not looked at",
            signedWithHeader(
                "{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"x5c\":[\"x\"],\"jku\":\"https://evil.example\"}"),
            ""));
  }

  @ParameterizedTest
  @MethodSource("rightTokens")
  void rightToken_isVerified(Row row) {
    assertEquals(
        "alice",
        assertInstanceOf(Principal.WebIdentity.class, verified(row.token()).principal()).subject());
  }

  @Test
  void claims_becomeKeysAndParametersAsTheyAre() {
    VerifiedIdentity identity =
        verified(
            signed(
                with(
                    "\"groups\":[\"a\",\"b\"],\"level\":3,\"big\":1e3,\"ok\":true,\"nothing\":null,\"none\":[],\"odd\":\"*${x}\\\"\\n"
                        + "?\",\"mixed\":[1,\"s\"],\"kubernetes.io\":{\"namespace\":\"ns\",\"pod\":{\"name\":\"p\"}},\"\":\"x\",\"a\\n"
                        + "b\":\"x\"")));
    assertEquals(List.of("a", "b"), identity.claims().get("groups"));
    assertEquals(List.of("3"), identity.claims().get("level"));
    assertEquals(List.of("1e3"), identity.claims().get("big"));
    assertEquals(List.of("true"), identity.claims().get("ok"));
    assertEquals(List.of("*${x}\"\n?"), identity.claims().get("odd"));
    assertEquals(List.of("1", "s"), identity.claims().get("mixed"));
    assertEquals(List.of("ns"), identity.claims().get("kubernetes.io.namespace"));
    assertEquals(
        List.of("p"), identity.context().values("idp.example.com/tenant:kubernetes.io.pod.name"));
    assertEquals(
        Set.of(
            "iss",
            "sub",
            "aud",
            "iat",
            "nbf",
            "exp",
            "groups",
            "level",
            "big",
            "ok",
            "odd",
            "mixed",
            "kubernetes.io.namespace",
            "kubernetes.io.pod.name"),
        identity.claims().keySet());
  }

  @Test
  void claimNamedLikeAnAwsKey_staysUnderItsIssuer() {
    VerifiedIdentity identity =
        verified(signed(with("\"aws:PrincipalArn\":\"arn:aws:iam::111122223333:role/Admin\"")));
    assertEquals(List.of(), identity.context().values("aws:PrincipalArn"));
  }

  @Test
  void claimNamedLikeAPort_isNoKeyOfTheIssuerAtThatPort() {
    String plain = "https://login.example.org";
    issuers.put(
        registration("{\"issuer\":\"" + plain + "\",\"audiences\":[\"" + AUDIENCE + "\"]}"), 0);
    String claims =
        with("\"8443:sub\":\"admin\",\"443/realm:sub\":\"admin\",\"8443\":\"x\",\"a:b\":\"y\"");
    VerifiedIdentity identity =
        verified(signed(claims.replaceFirst("\"iss\":\"[^\"]*\"", "\"iss\":\"" + plain + "\"")));
    assertEquals(plain, identity.context().values("aws:FederatedProvider").getFirst());
    assertEquals(List.of(), identity.context().values("login.example.org:8443:sub"));
    assertEquals(List.of(), identity.context().values("login.example.org:443/realm:sub"));
    assertEquals(List.of("x"), identity.context().values("login.example.org:8443"));
    assertEquals(List.of("y"), identity.context().values("login.example.org:a:b"));
  }

  @Test
  void sameSubjectAtAnotherIssuer_isAnotherPrincipal() {
    String other = "https://login.example.org";
    issuers.put(
        registration("{\"issuer\":\"" + other + "\",\"audiences\":[\"" + AUDIENCE + "\"]}"), 0);
    String first = verified(signed(PAYLOAD)).principal().identifier();
    String second = verified(signed(changed("iss", "\"" + other + "\""))).principal().identifier();
    assertEquals(ISSUER + "#alice", first);
    assertEquals(other + "#alice", second);
  }

  @Test
  void groups_comeFromTheConfiguredClaimAlone() {
    String token = signed(with("\"groups\":[\"x\"],\"roles\":[\"ops\",\"\",\"a\\nb\"]"));
    assertEquals(List.of(), verified(token).groups());
    issuers.replace(issuer("{\"groupsClaim\":\"roles\"}"));
    assertEquals(List.of("ops"), verified(token).groups());
  }

  @Test
  void multiFactor_comesFromAmrOrAcrAsRegistered() {
    String amr = signed(with("\"amr\":[\"pwd\",\"mfa\"],\"auth_time\":999999000"));
    String acr = signed(with("\"acr\":\"urn:example:gold\""));
    assertEquals(List.of("true"), verified(amr).context().values("aws:MultiFactorAuthPresent"));
    assertEquals(List.of("1000"), verified(amr).context().values("aws:MultiFactorAuthAge"));
    assertEquals(List.of("false"), verified(acr).context().values("aws:MultiFactorAuthPresent"));
    issuers.replace(issuer("{\"mfa\":{\"amr\":[],\"acr\":[\"urn:example:gold\"]}}"));
    assertEquals(List.of("false"), verified(amr).context().values("aws:MultiFactorAuthPresent"));
    assertEquals(List.of(), verified(amr).context().values("aws:MultiFactorAuthAge"));
    assertEquals(List.of("true"), verified(acr).context().values("aws:MultiFactorAuthPresent"));
  }

  /// OpenID Connect Core 1.0, 5.6.2, and Microsoft Entra's access token claims reference.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"_claim_names\":{\"groups\":\"src1\"},\"_claim_sources\":{\"src1\":{\"endpoint\":\"https://graph.example\"}}",
        "\"_claim_names\":{\"GROUPS\":\"src1\"}",
        "\"_claim_names\":{\"groups\":\"src1\"},\"groups\":[\"a\"]",
        "\"hasgroups\":true",
        "\"hasgroups\":\"true\"",
        "\"groups:src1\":\"https://graph.example\""
      })
  void groupsThatAreElsewhere_rejectTheToken_whereGroupsAreRegistered(String claims) {
    verified(signed(with(claims)));
    issuers.replace(issuer("{\"groupsClaim\":\"groups\"}"));
    assertTrue(rejected(signed(with(claims))).contains("membership is not known"));
    issuers.replace(issuer("{\"groupsClaim\":\"groups.names\"}"));
    assertTrue(rejected(signed(with(claims))).contains("membership is not known"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"_claim_names\":{\"address\":\"src1\"}",
        "\"_claim_names\":null",
        "\"hasgroups\":false",
        "\"groups\":[]"
      })
  void groupsThatAreNotElsewhere_areRead(String claims) {
    issuers.replace(issuer("{\"groupsClaim\":\"groups\"}"));
    assertEquals(List.of(), verified(signed(with(claims))).groups());
  }

  /// Of every party, and only where no other audience could present the token.
  @Test
  void anyAuthorizedParty_isAcceptedInTokensForBrevetOnly() {
    issuers.replace(issuer("{\"authorizedParties\":[\"*\"]}"));
    verified(signed(PAYLOAD));
    verified(signed(with("\"azp\":\"112010400000000710080\"")));
    verified(signed(with("\"azp\":[1]")));
    String several = changed("aud", "[\"" + AUDIENCE + "\",\"x\"],\"azp\":\"x\"");
    assertTrue(rejected(signed(several)).contains("audiences of others too"));
  }

  /// Amazon Cognito's access tokens have `client_id` and no `aud`.
  @Test
  void clientId_isTheAudience_whereRegisteredAndOnlyWithoutAud() {
    String byClient = without("aud").replace("}", ",\"client_id\":\"second\"}");
    assertTrue(rejected(signed(byClient)).contains("no audience"));
    issuers.replace(issuer("{\"clientIdAsAudience\":true}"));
    assertEquals(List.of("second"), verified(signed(byClient)).token().orElseThrow().audiences());
    assertTrue(
        rejected(signed(byClient.replace("second", "other"))).contains("for another audience"));
    assertTrue(rejected(signed(byClient.replace("\"second\"", "7"))).contains("no audience"));
    assertTrue(
        rejected(signed(changed("aud", "\"https://other.example\",\"client_id\":\"second\"")))
            .contains("for another audience"));
    verified(signed(PAYLOAD));
  }

  /// As a branch of GitHub may be named (Unicode Technical Standard 51).
  @Test
  void joinersWithinEmoji_mayStandInASubject() {
    String subject =
        "repo:o/r:ref:refs/heads/\ud83d\udc69\ud83c\udffd\u200d\ud83d\udcbb-\u2764\ufe0f\u200d\ud83d\udd25";
    assertEquals(
        List.of(subject),
        verified(signed(changed("sub", "\"" + subject + "\"")))
            .context()
            .values("idp.example.com/tenant:sub"));
  }

  @Test
  void authorizedParties_areRequiredWhereRegistered() {
    issuers.replace(issuer("{\"authorizedParties\":[\"cli\"]}"));
    assertTrue(rejected(signed(PAYLOAD)).contains("no authorized party"));
    assertTrue(rejected(signed(with("\"azp\":\"second\""))).contains("not accepted"));
    assertEquals(
        "alice",
        verified(signed(with("\"azp\":\"cli\"")))
            .context()
            .values("idp.example.com/tenant:sub")
            .getFirst());
  }

  @Test
  void disabledOrBrokenIssuer_rejectsItsTokens() {
    issuers.replace(issuer("{\"enabled\":false}"));
    assertTrue(rejected(signed(PAYLOAD)).contains("disabled"));
    issuers.broken = true;
    assertTrue(rejected(signed(PAYLOAD)).contains("broken"));
  }

  @Test
  void longestToken_isStillRead() {
    String token = signed(with("\"pad\":\"" + "p".repeat(14_000) + "\""));
    assertTrue(token.length() < JwtVerifier.LONGEST_TOKEN);
    assertEquals(14_000, verified(token).claims().get("pad").getFirst().length());
  }

  @Test
  void tokenThatIsRejectedWithoutItsSignature_fetchesNoKeys() {
    rejected(signed(changed("aud", "\"x\"")));
    rejected(signed(changed("iat", "1")));
    rejected(signedWithHeader("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}"));
    assertEquals(0, source.fetches);
  }

  /// Whoever never had a good token learns nothing about what is registered here.
  @Test
  void onlyTokenThatWasGood_isToldThatItIsExpired() {
    String expired = signed(changed("exp", "999999940"));
    assertEquals(Verification.Rejected.Cause.EXPIRED, cause(expired));
    assertEquals(
        Verification.Rejected.Cause.INVALID,
        cause(expired.substring(0, expired.lastIndexOf('.')) + ".AAAA"));
    assertEquals(Verification.Rejected.Cause.INVALID, cause(signed(changed("aud", "\"x\""))));
    assertEquals(Verification.Rejected.Cause.INVALID, cause("x.y.z"));
  }

  private Verification.Rejected.Cause cause(String token) {
    return assertInstanceOf(
            Verification.Rejected.class, verifier.verify(new SecretString(token), TokenUse.BREVET))
        .cause();
  }

  @Test
  void stormOfUnknownKeyIds_makesOneFetch() {
    verified(signed(PAYLOAD));
    assertEquals(1, source.fetches);
    for (int i = 0; i < 100; i++) {
      rejected(signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"unknown-" + i + "\"}"));
    }
    assertEquals(2, source.fetches);
    clock.move(Duration.ofSeconds(60));
    rejected(signedWithHeader("{\"alg\":\"RS256\",\"kid\":\"unknown\"}"));
    assertEquals(3, source.fetches);
    verified(signed(PAYLOAD));
    assertEquals(3, source.fetches);
  }

  /// RFC 7517, 4.5: several keys SHOULD have different ids, so they need not.
  @Test
  void severalKeysThatFit_areTried_untilThereAreTooMany() {
    source.keys.addFirst(TestKey.RSA_OTHER.published());
    assertEquals(
        ISSUER, verified(signedWithHeader("{\"alg\":\"RS256\"}")).claims().get("iss").getFirst());
    String other = TestKey.RSA_OTHER.sign("RS256", HEADER, PAYLOAD);
    assertTrue(
        rejected(other).contains("signature is wrong"), "the key of another id is not tried");
    for (int i = 2; i < JwtVerifier.MOST_KEYS_TRIED; i++) {
      source.keys.addFirst(TestKey.rsa("more-" + i, 2048).published());
    }
    issuers.replace(issuer("{\"description\":\"eight\"}"));
    assertEquals(
        ISSUER, verified(signedWithHeader("{\"alg\":\"RS256\"}")).claims().get("iss").getFirst());
    source.keys.addFirst(TestKey.rsa("one-too-many", 2048).published());
    issuers.replace(issuer("{\"description\":\"nine\"}"));
    assertTrue(rejected(signedWithHeader("{\"alg\":\"RS256\"}")).contains("more than 8 keys"));
    verified(signed(PAYLOAD));
  }

  @Test
  void keyThatIsListedSeveralTimes_isOneKey() {
    SigningKey key = source.keys.getFirst();
    for (int i = 0; i < 2 * JwtVerifier.MOST_KEYS_TRIED; i++) {
      source.keys.add(new SigningKey(Optional.of("name-" + i), key.algorithm(), key.material()));
      source.keys.add(key);
    }
    verified(signedWithHeader("{\"alg\":\"RS256\"}"));
    verified(signed(PAYLOAD));
  }

  /// A program writes what a key lacks as `null`, private parts included.
  @Test
  void keyMembersThatAreNull_countAsAbsent() {
    String jwk =
        TestKey.RSA.jwk().replace("{", "{\"alg\":null,\"key_ops\":null,\"d\":null,\"k\":null,");
    JwtVerifier known =
        new JwtVerifier(
            issuers,
            SigningKeys.known(
                IssuerUrl.parse(ISSUER).orElseThrow(), "{\"keys\":[" + jwk + "]}", clock),
            clock);
    assertInstanceOf(
        Verification.Verified.class,
        known.verify(new SecretString(signed(PAYLOAD)), TokenUse.BREVET));
  }

  @Test
  void unreachableKeys_areAFaultAndNoRejection() {
    source.down = true;
    assertThrows(
        IdentityUnavailable.class,
        () -> verifier.verify(new SecretString(signed(PAYLOAD)), TokenUse.BREVET));
  }

  /// For every use, every set of a token's audiences and every party: what is taken names an
  /// audience of that use, and all else that it names is of the use too unless it names a party.
  @Test
  void token_isGoodForTheUsesOfItsAudiencesAlone() {
    issuers.replace(
        registration(
            ("{\"issuer\":\"%s\",\"audiences\":[\"brevet\"],\"askingAudiences\":[\"asking\"],"
                    + "\"authorizerAudiences\":[\"orders\",\"invoices\"]}")
                .formatted(ISSUER)));
    List<String> names = List.of("brevet", "asking", "orders", "invoices", "stranger");
    Map<TokenUse, Set<String>> own =
        Map.of(
            TokenUse.BREVET, Set.of("brevet"),
            TokenUse.ASKING, Set.of("brevet", "asking"),
            TokenUse.AUTHORIZER, Set.of("orders", "invoices"));
    int taken = 0;
    for (int bits = 1; bits < 1 << names.size(); bits++) {
      int these = bits;
      List<String> audiences =
          names.stream().filter(name -> (these >> names.indexOf(name) & 1) == 1).toList();
      String aud = "[\"" + String.join("\",\"", audiences) + "\"]";
      for (String party : List.of("", "brevet", "asking", "orders", "stranger")) {
        String payload =
            changed("aud", aud)
                .replaceFirst("}$", party.isEmpty() ? "}" : ",\"azp\":\"" + party + "\"}");
        for (TokenUse use : TokenUse.values()) {
          boolean expected =
              audiences.stream().anyMatch(own.get(use)::contains)
                  && (party.isEmpty()
                      ? own.get(use).containsAll(audiences)
                      : own.get(use).contains(party));
          Verification answer = verifier.verify(new SecretString(signed(payload)), use);
          String shown = aud + " azp=" + party + " for " + use;
          assertEquals(expected, answer instanceof Verification.Verified, shown);
          if (answer instanceof Verification.Verified(VerifiedIdentity identity)) {
            taken++;
            assertEquals(
                audiences.stream().filter(own.get(use)::contains).toList(),
                identity.token().orElseThrow().audiences(),
                shown);
          }
        }
      }
    }
    assertTrue(taken > 50, "taken: " + taken);
  }

  @Test
  void token_isGoodUntilItExpiresOrIsTooOld() {
    assertEquals(
        Instant.ofEpochSecond(1_000_000_300),
        verified(signed(PAYLOAD)).token().orElseThrow().goodUntil());
    issuers.replace(issuer("{\"maxTokenAgeSeconds\":120}"));
    assertEquals(
        Instant.ofEpochSecond(999_999_900 + 120),
        verified(signed(PAYLOAD)).token().orElseThrow().goodUntil());
  }
}
