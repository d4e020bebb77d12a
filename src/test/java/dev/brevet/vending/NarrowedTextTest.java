package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.Sha256;
import dev.brevet.identity.Identities;
import dev.brevet.mapping.MappingId;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.json.PolicyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// What is proven is what is sent: a caller's text, whatever is in it, reaches STS as the policy
/// that was compared with the mapping's.
class NarrowedTextTest {
  private static final Principal USER =
      Principal.parseArn("arn:aws:iam::111122223333:user/ann").orElseThrow();
  private static final String ALL = statement("Allow", "Resource", "*");

  /// Each of them changes, or is changed, on some way that text takes: encoders, case, normal
  /// forms, JSON, patterns.
  private static final List<String> PIECES =
      List.of(
          "a",
          "s",
          "S",
          "\u017f",
          "\u212a",
          "K",
          "\u0130",
          "\u00df",
          "\u00e9",
          "e\u0301",
          "\u58f2",
          "\ufffd",
          "\ud83d\ude00",
          "\u2028",
          "\u007f",
          "\u0085",
          "\u00ff",
          "\u0100",
          "?",
          "*",
          "${*}",
          "${?}",
          "${$}",
          "%3F",
          "+",
          " ",
          "&",
          "=",
          "\"",
          "\\",
          "\\u003f",
          "/",
          "<",
          "\u0001");

  private static final List<String> HALVES = List.of("\ud800", "\udfff", "\ud83d", "\ude00");

  @Test
  void generatedText_isSentAsItWasProven() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int narrowed = 0;
    for (int i = 0; i < 1_500; i++) {
      String mine = text(random, PIECES);
      String theirs = random.nextBoolean() ? mine : text(random, PIECES);
      String own = statement("Allow", random.nextBoolean() ? "Resource" : "NotResource", mine);
      String asked =
          statement("Allow", random.nextInt(4) == 0 ? "NotResource" : "Resource", theirs);
      if (!(narrow(own, read(asked)) instanceof NarrowerPolicy.Narrowed(SessionPolicy policy))) {
        continue;
      }
      narrowed++;
      String json = policy.json().orElseThrow();
      String where = "seed " + seed + ": " + own + " by " + asked + " is " + json;
      String sent = URLDecoder.decode(SdkHttpUtils.urlEncode(json), StandardCharsets.UTF_8);
      assertEquals(json, sent, where);
      assertEquals(Optional.of(Sha256.hex(sent)), policy.sha256(), where);
      assertTrue(json.chars().allMatch(c -> c >= ' ' && c <= '~'), where);
      for (String name : List.of(mine, theirs, mine.replace("*", "x").replace("?", "y"), "x")) {
        String resource = "arn:aws:s3:::b/" + name;
        boolean both = allows(read(own), resource) && allows(read(asked), resource);
        assertEquals(both, allows(read(sent), resource), () -> where + " for " + resource);
      }
    }
    assertTrue(narrowed > 500, "seed " + seed + ": only " + narrowed);
  }

  /// The proof would say that `secret\ud800` and `secrets` have nothing in common; an encoder makes
  /// `secret?` of it.
  @Test
  void generatedHalfCharacter_isNoPolicy() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> pieces = new ArrayList<>(HALVES);
    pieces.addAll(List.of("a", "?", "\u00e9"));
    for (int i = 0; i < 2_000; i++) {
      String text = text(random, pieces);
      boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(text);
      String json = statement("Allow", "Resource", text);
      assertEquals(
          whole,
          PolicyReader.read(json, PolicyType.SESSION) instanceof Parsed,
          () -> "seed " + seed + ": " + json);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::secret\\ud800/*\"",
        "\"Effect\":\"Allow\",\"Action\":\"iam:CreateUse\\udc00\",\"Resource\":\"*\"",
        "\"Effect\":\"Allow\",\"NotAction\":\"iam:CreateUse\\ud800\",\"Resource\":\"*\"",
        "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{\"aws:userid\":\"\\ud800*\"}}",
        "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{\"aws:PrincipalTag/\\ud800\":\"*\"}}",
        "\"Sid\":\"\\ude00\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"",
      })
  void halfACharacter_isRefusedInEveryElement(String statement) {
    String json = "{\"Version\":\"2012-10-17\",\"Statement\":[{" + statement + "}]}";
    for (PolicyType type : PolicyType.values()) {
      assertInstanceOf(Malformed.class, PolicyReader.read(json, type), type.label());
    }
  }

  private static String text(Random random, List<String> pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= random.nextInt(4); i++) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }

  /// Written with and without escapes, as callers do.
  private static String statement(String effect, String element, String name) {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean escaped = c == '"' || c == '\\' || c < ' ' || Character.isSurrogate(c);
      json.append(escaped ? String.format("\\u%04x", (int) c) : c);
    }
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\""
        + effect
        + "\",\"Action\":\"s3:GetObject\",\""
        + element
        + "\":\""
        + (name.equals("*") ? "*" : "arn:aws:s3:::b/" + json)
        + "\"}]}";
  }

  private static NarrowerPolicy narrow(String own, Policy asked) {
    return NarrowerPolicy.of(
        new SessionPolicy(Optional.of(PolicyWriter.write(read(own))), List.of()),
        new VendRequest(
            Identities.bearing("https://issuer.example", "ann", Map.of()),
            new MappingId("reader"),
            Optional.empty(),
            Map.of(),
            Optional.of(asked),
            List.of(),
            Optional.empty(),
            true,
            new RequestOrigin("r", "10.1.2.3", "curl/8", Optional.empty(), "vend", Instant.EPOCH),
            WorkBudget.ofRequest()));
  }

  private static boolean allows(Policy session, String resource) {
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                USER,
                new Action("s3", "GetObject"),
                resource,
                Optional.empty(),
                RequestContext.empty()),
            ApplicablePolicies.builder()
                .identity(List.of(read(ALL)))
                .session(List.of(session))
                .build())
        .isAllowed();
  }

  private static Policy read(String json) {
    return assertInstanceOf(Parsed.class, PolicyReader.read(json, PolicyType.SESSION), json)
        .policy();
  }
}
