package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.brevet.local.Fault;
import dev.brevet.local.LocalIssuer;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tokens that do not hold. Each is a 401 that tells nothing, and a decision whose record tells
/// why.
class TokenRefusalTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);
  private static final String BODY = "{\"mapping\":\"orders-reader\"}";

  @AfterEach
  void clearFaults() {
    WORLD.issuer().faults().clear();
  }

  @Test
  void tokenThatHolds_isTheMeasure() {
    assertEquals(200, SharedWorld.vend(token(Map.of()), BODY).status());
  }

  @Test
  void noToken_orAnEmptyOne_isNotAuthenticated() {
    SharedWorld.call("POST", "/v1/credentials")
        .body(BODY)
        .send()
        .assertDecided(401, "not_authenticated");
    SharedWorld.call("POST", "/v1/credentials")
        .header("Authorization", "Bearer")
        .body(BODY)
        .send()
        .assertDecided(401, "not_authenticated");
    SharedWorld.call("POST", "/v1/credentials")
        .header("Authorization", "Basic YTpi")
        .body(BODY)
        .send()
        .assertDecided(401, "not_authenticated");
  }

  @Test
  void garbledToken_isNotAuthenticated() {
    String good = token(Map.of());
    String[] part = good.split("\\.", -1);
    for (String garbled :
        List.of(
            "x",
            "a.b.c",
            "..",
            "....",
            part[0] + "." + part[1],
            part[0] + "." + part[1] + ".",
            part[0] + "." + part[1] + "." + part[2] + "." + part[2],
            part[0] + "." + part[1] + "." + part[2].substring(2),
            part[0] + "." + encode("[]") + "." + part[2],
            encode("{") + "." + part[1] + "." + part[2],
            part[0]
                + "."
                + encode("{\"iss\":\"" + WORLD.issuer().url() + "\",\"iss\":\"x\"}")
                + "."
                + part[2],
            "brevet-v1.",
            "brevet-v1." + encode("https://sts.amazonaws.com/?Action=GetCallerIdentity"),
            "\u00e9\u00e9\u00e9")) {
      refused(garbled);
    }
  }

  @Test
  void changedClaims_breakTheSignature() {
    String[] part = token(Map.of()).split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(part[1]), StandardCharsets.UTF_8);
    assertReason(
        "signature is wrong",
        refused(part[0] + "." + encode(claims.replace("\"acme\"", "\"evil\"")) + "." + part[2]));
  }

  @Test
  void expiredToken_isNotAuthenticated_butASkewOfAMinuteIsForgiven() {
    Instant now = Instant.now();
    assertReason("expired", refused(token(Map.of("exp", now.minusSeconds(65).getEpochSecond()))));
    assertEquals(
        200,
        SharedWorld.vend(token(Map.of("exp", now.minusSeconds(30).getEpochSecond())), BODY)
            .status());
  }

  @Test
  void tokenOfTheFuture_isNotAuthenticated_butASkewOfAMinuteIsForgiven() {
    Instant now = Instant.now();
    refused(token(Map.of("nbf", now.plusSeconds(120).getEpochSecond())));
    refused(token(Map.of("iat", now.plusSeconds(120).getEpochSecond())));
    assertEquals(
        200,
        SharedWorld.vend(
                token(
                    Map.of(
                        "nbf",
                        now.plusSeconds(30).getEpochSecond(),
                        "iat",
                        now.plusSeconds(30).getEpochSecond())),
                BODY)
            .status());
  }

  @Test
  void oldToken_isNotAuthenticated_evenIfItNeverExpires() {
    Instant now = Instant.now();
    refused(
        token(
            Map.of(
                "iat",
                now.minus(Duration.ofHours(25)).getEpochSecond(),
                "nbf",
                now.minus(Duration.ofHours(25)).getEpochSecond(),
                "exp",
                now.plus(Duration.ofDays(3650)).getEpochSecond())));
  }

  @Test
  void wrongAudience_isNotAuthenticated() {
    assertReason("audience", refused(token(Map.of("aud", "somebody-else"))));
    assertReason("audience", refused(token(Map.of("aud", List.of()))));
    assertReason("others too", refused(token(Map.of("aud", List.of("brevet", "somebody-else")))));
  }

  @Test
  void wrongIssuer_isNotAuthenticated() {
    assertReason("not registered", refused(token(Map.of("iss", WORLD.issuer().url() + "/"))));
    assertReason("not registered", refused(token(Map.of("iss", "https://issuer.example.com"))));
    refused(token(Map.of("iss", "http://169.254.169.254")));
    refused(token(Map.of("iss", List.of(WORLD.issuer().url().toString()))));
  }

  @Test
  void missingOrMistypedClaims_areNotAuthenticated() {
    for (String claim : List.of("exp", "iat", "sub", "aud", "iss")) {
      Map<String, Object> claims = claims(Map.of());
      claims.remove(claim);
      refused(
          sign(
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .keyID(WORLD.issuer().key().getKeyID())
                  .build(),
              rsa(WORLD.issuer().key()),
              claims));
    }
    refused(token(Map.of("exp", "tomorrow")));
    refused(token(Map.of("sub", 17)));
    refused(token(Map.of("sub", "")));
    refused(token(Map.of("azp", "somebody-else")));
  }

  @Test
  void unsignedToken_isNotAuthenticated() {
    String[] part = token(Map.of()).split("\\.", -1);
    for (String header :
        List.of(
            "{\"alg\":\"none\"}",
            "{\"alg\":\"None\",\"typ\":\"JWT\"}",
            "{\"typ\":\"JWT\"}",
            "{\"alg\":\"none\",\"kid\":\"" + WORLD.issuer().key().getKeyID() + "\"}")) {
      refused(encode(header) + "." + part[1] + ".");
      refused(encode(header) + "." + part[1] + "." + part[2]);
    }
  }

  @Test
  void publicKeyAsASharedSecret_isNotAuthenticated() throws JOSEException {
    RSAKey key = WORLD.issuer().key();
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build();
    for (byte[] secret :
        List.of(
            key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
            key.toRSAPublicKey().getEncoded())) {
      assertReason("algorithm", refused(sign(header, new MACSigner(secret), claims(Map.of()))));
    }
  }

  @Test
  void keyOfTheTokensOwnChoosing_isNotAuthenticated() throws JOSEException {
    RSAKey mine = new RSAKeyGenerator(2048).keyID(WORLD.issuer().key().getKeyID()).generate();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID(mine.getKeyID())
            .jwk(mine.toPublicJWK())
            .jwkURL(WORLD.issuer().url())
            .build();
    assertReason("signature is wrong", refused(sign(header, rsa(mine), claims(Map.of()))));
  }

  @Test
  void stormOfUnknownKeyIds_fetchesTheKeysOnce() throws JOSEException {
    assertEquals(200, SharedWorld.vend(token(Map.of()), BODY).status());
    int before = WORLD.issuer().keyRequests();
    RSAKey mine = new RSAKeyGenerator(2048).generate();
    for (int i = 0; i < 20; i++) {
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown-" + i).build();
      refused(sign(header, rsa(mine), claims(Map.of())));
    }
    assertTrue(
        WORLD.issuer().keyRequests() - before <= 1,
        "the keys were fetched " + (WORLD.issuer().keyRequests() - before) + " times");
    assertEquals(
        200, SharedWorld.vend(token(Map.of()), BODY).status(), "the right key still counts");
  }

  @Test
  void issuerThatIsDisabledOrBroken_isNotAuthenticated() {
    try (LocalIssuer other = LocalIssuer.start()) {
      String url = other.url().toString();
      String token = other.token(claims(Map.of("iss", url)), Duration.ofMinutes(5));
      TABLES.putIssuer(
          url, "{\"issuer\":\"" + url + "\",\"audiences\":[\"brevet\"],\"enabled\":false}");
      assertReason("disabled", refused(token));
      assertEquals(0, other.keyRequests());
    }
    try (LocalIssuer other = LocalIssuer.start()) {
      String url = other.url().toString();
      TABLES.putIssuer(
          url, "{\"issuer\":\"" + url + "\",\"audiences\":[\"brevet\"],\"surprise\":1}");
      assertReason(
          "surprise", refused(other.token(claims(Map.of("iss", url)), Duration.ofMinutes(5))));
    }
  }

  @Test
  void sameSubjectOfAnotherIssuer_isSomebodyElse() {
    try (LocalIssuer other = LocalIssuer.start()) {
      String url = other.url().toString();
      TABLES.putIssuer(url, "{\"issuer\":\"" + url + "\",\"audiences\":[\"brevet\"]}");
      String token = other.token(claims(Map.of("iss", url)), Duration.ofMinutes(5));
      Answer answer = SharedWorld.vend(token, BODY).assertDecided(403, "access_denied");
      assertEquals(
          url + "#repo:acme/orders:ref:refs/heads/main",
          Tables.text(TABLES.decision(answer.decision()), "principal").orElse(""));
    }
  }

  @Test
  void issuerWhoseKeysCannotBeHad_isUnavailable_notRefused() {
    try (LocalIssuer other = LocalIssuer.start()) {
      String url = other.url().toString();
      TABLES.putIssuer(url, "{\"issuer\":\"" + url + "\",\"audiences\":[\"brevet\"]}");
      other.faults().always("discovery", new Fault.Refuse(500, "", "{}"));
      Answer answer =
          SharedWorld.vend(other.token(claims(Map.of("iss", url)), Duration.ofMinutes(5)), BODY);
      answer.assertDecided(503, "unavailable");
      assertTrue(answer.header("Retry-After").isPresent());
    }
  }

  @Test
  void claimsWithWildcardsAndVariables_reachNobodysData() {
    for (String tenant :
        List.of(
            "*",
            "a*",
            "?",
            "${aws:PrincipalTag/Tenant}",
            "a\"b",
            "a\\",
            "a\nb",
            "{{day}}",
            "acme,other",
            "A",
            "")) {
      Answer answer = SharedWorld.vend(token(Map.of("tenant_id", tenant)), BODY);
      answer.assertDecided(403, "access_denied");
    }
    for (Object tenant : List.of(List.of("acme", "other"), Map.of("a", "b"), 1.5)) {
      SharedWorld.vend(token(Map.of("tenant_id", tenant)), BODY)
          .assertDecided(403, "access_denied");
    }
  }

  @Test
  void subjectsThatLookLikePolicyOrLogLines_areOnlyNames() {
    String line = "repo:acme/orders:x\n{\"decisionId\":\"forged\"}";
    Answer answer = SharedWorld.vend(token(Map.of("sub", line)), BODY);
    assertEquals(401, answer.status(), answer.toString());
    assertFalse(
        SharedWorld.log().lines().anyMatch(text -> text.startsWith("{\"decisionId\":\"forged\"")),
        "a forged log line");
    Answer odd = SharedWorld.vend(token(Map.of("sub", "repo:acme/orders:*${x}\"'")), BODY);
    assertEquals(200, odd.status(), odd.toString());
    assertTrue(odd.text("sourceIdentity").matches("[\\w+=,.@-]{2,64}"), odd.text("sourceIdentity"));
  }

  @Test
  void refusals_areAllAlike() {
    Answer one = refused("x");
    Answer other = refused(token(Map.of("aud", "somebody-else")));
    assertEquals(
        one.body().replace(one.decision(), ""), other.body().replace(other.decision(), ""));
  }

  private static Answer refused(String token) {
    Answer answer =
        SharedWorld.call("POST", "/v1/credentials")
            .header(
                "Authorization",
                "Bearer "
                    + new String(
                        token.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
            .body(BODY)
            .send();
    return answer.assertDecided(401, "not_authenticated");
  }

  private static void assertReason(String words, Answer answer) {
    String reason = Tables.text(TABLES.decision(answer.decision()), "reason").orElse("");
    assertTrue(reason.contains(words), reason);
    assertFalse(answer.body().contains(words), answer.body());
  }

  private static String token(Map<String, Object> claims) {
    return WORLD.issuer().token(claims(claims), Duration.ofMinutes(5));
  }

  private static Map<String, Object> claims(Map<String, Object> more) {
    Instant now = Instant.now();
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", WORLD.issuer().url().toString());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plusSeconds(300).getEpochSecond());
    claims.put("sub", "repo:acme/orders:ref:refs/heads/main");
    claims.put("aud", "brevet");
    claims.put("tenant_id", "acme");
    claims.putAll(more);
    return claims;
  }

  private static String sign(JWSHeader header, JWSSigner signer, Map<String, Object> claims) {
    try {
      JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
      claims.forEach(set::claim);
      SignedJWT token = new SignedJWT(header, set.build());
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWSSigner rsa(RSAKey key) {
    try {
      return new RSASSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
