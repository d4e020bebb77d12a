package dev.brevet.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.Spelling;
import dev.brevet.policy.element.AnyPathMatch;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.Variables;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.json.ExplanationWriter;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `aws:PrincipalArn` is the role's ARN with its path, and a session's ARN does not tell the path
/// (IAM User Guide, reference_policies_condition-keys and reference_identifiers): what counts
/// against the caller counts whatever the path.
class UnknownPathTest {
  private static final String SESSION = "arn:aws:sts::111122223333:assumed-role/App/run";
  private static final String ROLE = "arn:aws:iam::111122223333:role/";

  private static String on(String effect, String operator, String operand) {
    return "{\"Effect\":\"%s\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"%s\":{\"aws:PrincipalArn\":\"%s\"}}}"
        .formatted(effect, operator, operand);
  }

  private static Policy policy(String... statements) {
    return ((Parsed)
            PolicyReader.read(
                "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}",
                PolicyType.IDENTITY))
        .policy();
  }

  private static AuthorizationRequest asking(Principal principal) {
    return new AuthorizationRequest(
        principal,
        new Action("s3", "GetObject"),
        "arn:aws:s3:::b/k",
        AccountId.parse("111122223333"),
        RequestContext.empty());
  }

  private static Decision decide(Principal principal, String... statements) {
    return PolicyEvaluator.evaluate(
        asking(principal),
        ApplicablePolicies.builder().identity(List.of(policy(statements))).build());
  }

  private static Principal session() {
    return Principal.parseArn(SESSION).orElseThrow();
  }

  private static final String ALL = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";

  @ParameterizedTest
  @CsvSource({
    "ArnEquals, arn:aws:iam::111122223333:role/team/App, true",
    "ArnLike, arn:aws:iam::111122223333:role/team/App, true",
    "ArnLike, arn:aws:iam::*:role/team/*, true",
    "ArnLike, arn:aws:iam::111122223333:role/*/A?p, true",
    "StringEquals, arn:aws:iam::111122223333:role/a/b/App, true",
    "StringEqualsIgnoreCase, ARN:AWS:iam::111122223333:ROLE/A/app, true",
    "StringLike, *role/team/*, true",
    "StringLike, arn:aws:iam::111122223333:role/App, true",
    "StringEqualsIfExists, arn:aws:iam::111122223333:role/a/App, true",
    "ForAnyValue:StringEquals, arn:aws:iam::111122223333:role/a/App, true",
    "ForAllValues:ArnLike, arn:aws:iam::111122223333:role/a/App, true",
    "ArnEquals, arn:aws:iam::111122223333:role/team/MyApp, false",
    "ArnEquals, arn:aws:iam::111122223333:role/MyApp, false",
    "ArnEquals, arn:aws:iam::111122223333:role/team/App/, false",
    "ArnEquals, arn:aws:iam::444455556666:role/team/App, false",
    "ArnLike, arn:aws:iam::111122223333:user/team/*, false",
    "ArnLike, arn:aws:iam::111122223333:role/team/*Apps, false",
    "StringLike, arn:aws:iam::111122223333:roles/*, false"
  })
  void denial_holdsUnderAnyPathThatTheRoleMayHave(String operator, String operand, boolean denied) {
    assertEquals(
        denied,
        decide(session(), ALL, on("Deny", operator, operand)) instanceof Decision.ExplicitlyDenied);
    // The same where the statement is found through an index.
    List<String> many = new ArrayList<>(List.of(ALL, on("Deny", operator, operand)));
    for (int i = 0; i < 40; i++) {
      many.add(
          on(
              "Deny",
              i % 2 == 0 ? "ArnEquals" : "StringLike",
              ROLE + "x/" + (i % 3 == 0 ? "*" : "") + "other" + i));
    }
    ApplicablePolicies policies =
        ApplicablePolicies.builder().identity(List.of(policy(many.toArray(String[]::new)))).build();
    for (int i = 0; i < 100; i++) {
      assertEquals(
          denied,
          PolicyEvaluator.evaluate(asking(session()), policies)
              instanceof Decision.ExplicitlyDenied);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ArnNotLike, arn:aws:iam::111122223333:role/team/*, false",
    "StringNotEquals, arn:aws:iam::111122223333:role/team/App, false",
    "StringNotLikeIfExists, *:role/team/App, false",
    "ForAllValues:StringNotEquals, arn:aws:iam::111122223333:role/team/App, false",
    "ForAnyValue:StringNotEquals, arn:aws:iam::111122223333:role/team/App, false",
    "ArnNotEquals, arn:aws:iam::111122223333:role/team/Other, true"
  })
  void exceptionOfAnAllowance_failsUnlessNoPathCouldBeIt(
      String operator, String operand, boolean allowed) {
    assertEquals(allowed, decide(session(), on("Allow", operator, operand)).isAllowed());
  }

  @Test
  void whatCountsInTheCallersFavour_isTheArnWithoutAPath() {
    assertTrue(decide(session(), on("Allow", "ArnEquals", ROLE + "App")).isAllowed());
    assertFalse(decide(session(), on("Allow", "ArnEquals", ROLE + "team/App")).isAllowed());
    assertTrue(decide(session(), ALL, on("Deny", "ArnNotEquals", ROLE + "App")).isAllowed());
    assertFalse(decide(session(), ALL, on("Deny", "ArnNotEquals", ROLE + "team/App")).isAllowed());
  }

  @Test
  void pathThatIsKnown_isThePath() {
    Principal known =
        new Principal.RoleSession(
            "aws", new AccountId("111122223333"), Optional.of("/team/"), "App", "run");
    assertFalse(decide(known, ALL, on("Deny", "ArnEquals", ROLE + "team/App")).isAllowed());
    assertTrue(decide(known, ALL, on("Deny", "ArnEquals", ROLE + "other/App")).isAllowed());
    assertTrue(decide(known, on("Allow", "ArnEquals", ROLE + "team/App")).isAllowed());
  }

  @Test
  void contextThatKnowsThePath_isBelieved() {
    AuthorizationRequest request =
        new AuthorizationRequest(
            session(),
            new Action("s3", "GetObject"),
            "*",
            Optional.empty(),
            RequestContext.builder().put("aws:PrincipalArn", ROLE + "team/App").build());
    ApplicablePolicies policies =
        ApplicablePolicies.builder()
            .identity(List.of(policy(ALL, on("Deny", "ArnEquals", ROLE + "other/App"))))
            .build();
    assertTrue(PolicyEvaluator.evaluate(request, policies).isAllowed());
  }

  /// A denial that names the role by another path than a proof tells is of the same role: its name
  /// is unique in its account.
  @ParameterizedTest
  @ValueSource(strings = {"role/App", "role/team/App"})
  void principalOfADenial_isTheRoleByEveryProof(String named) {
    String text =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"s3:*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Principal\":"
            + "{\"AWS\":\"arn:aws:iam::111122223333:"
            + named
            + "\"},\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
    Policy resource = ((Parsed) PolicyReader.read(text, PolicyType.RESOURCE)).policy();
    for (Principal principal :
        List.of(session(), new Principal.Role(RoleArn.parse(ROLE + "team/App").orElseThrow()))) {
      assertFalse(
          PolicyEvaluator.evaluate(
                  asking(principal), ApplicablePolicies.builder().resource(resource).build())
              .isAllowed(),
          principal.identifier());
    }
  }

  /// A token that AWS issued proves the role alone, so it may be one of the session that is denied.
  @Test
  void denialOfASession_bindsAProofOfItsRoleThatDoesNotSayWhichSession() {
    Policy trust =
        ((Parsed)
                PolicyReader.read(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
                        + ROLE
                        + "App\"},\"Action\":\"s3:*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\""
                        + SESSION
                        + "\"},\"Action\":\"s3:*\",\"Resource\":\"*\"}]}",
                    PolicyType.RESOURCE))
            .policy();
    for (String arn : List.of(ROLE + "App", ROLE + "team/App", SESSION)) {
      assertFalse(allowedBy(trust, arn), arn);
    }
    assertTrue(allowedBy(trust, SESSION.replace("/run", "/other")));
  }

  private static boolean allowedBy(Policy resource, String arn) {
    return PolicyEvaluator.evaluate(
            asking(Principal.parseArn(arn).orElseThrow()),
            ApplicablePolicies.builder().resource(resource).build())
        .isAllowed();
  }

  @Test
  void explanation_saysThatThePathIsNotKnown() {
    Explanation explanation =
        PolicyEvaluator.explain(
            asking(session()),
            ApplicablePolicies.builder()
                .identity(List.of(policy(ALL, on("Deny", "ArnEquals", ROLE + "team/App"))))
                .build());
    assertEquals(List.of("aws:PrincipalArn"), explanation.partlyKnownKeys());
    assertTrue(
        explanation
            .text()
            .endsWith(
                "known except for the role's path, so a deny counts under any path:"
                    + " aws:PrincipalArn\n"),
        explanation.text());
    assertTrue(
        ExplanationWriter.write(explanation)
            .endsWith("\"partlyKnownKeys\":[\"aws:PrincipalArn\"]}"));
  }

  /// Against trying paths one by one.
  @Test
  void generatedPatterns_matchUnderSomePathAsTryingPathsSays() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> paths = new ArrayList<>(List.of("/"));
    for (String one : List.of("a", "p", "/", "ap", "a/p", "p/a", "aa", "A", "?")) {
      paths.add("/" + one + "/");
    }
    for (int i = 0; i < 20_000; i++) {
      StringBuilder operand = new StringBuilder("arn:aws:iam::111122223333:r");
      for (int n = random.nextInt(9); n >= 0; n--) {
        operand.append(
            List.of("o", "ole", "/", "a", "p", "*", "?", "ap", "/ap", "${*}")
                .get(random.nextInt(10)));
      }
      WildcardPattern pattern =
          random.nextBoolean()
              ? WildcardPattern.like(operand.toString(), PolicyVersion.V2012_10_17)
              : WildcardPattern.exactIgnoringCase(operand.toString(), PolicyVersion.V2012_10_17);
      boolean tried =
          paths.stream()
              .anyMatch(path -> pattern.matches("arn:aws:iam::111122223333:role" + path + "ap"));
      boolean found =
          AnyPathMatch.matches(
              List.of(pattern),
              new Spelling.OfAnyPath("arn:aws:iam::111122223333:role", "/", "ap"),
              Variables.NONE);
      assertTrue(found || !tried, () -> "seed " + seed + ": " + operand);
      // What no path of these is may still be one of another path: then some text of the pattern
      // without wildcards is.
      if (found && !tried && operand.indexOf("*") < 0 && operand.indexOf("?") < 0) {
        String text = operand.toString().toLowerCase(java.util.Locale.ROOT);
        assertTrue(
            text.startsWith("arn:aws:iam::111122223333:role/") && text.endsWith("/ap"),
            () -> "seed " + seed + ": " + operand);
      }
    }
  }

  /// Policies for AWS are not meant for Brevet's own actions; limits and denials hold as they
  /// stand.
  @Test
  void starOfAws_allowsNoActionOfBrevets() {
    AuthorizationRequest asked =
        new AuthorizationRequest(
            session(),
            new Action("brevet", "Evaluate"),
            "record/1",
            Optional.empty(),
            RequestContext.empty());
    String named = "{\"Effect\":\"Allow\",\"Action\":\"Brevet:Eval*\",\"Resource\":\"*\"}";
    String not = "{\"Effect\":\"Allow\",\"NotAction\":\"s3:*\",\"Resource\":\"*\"}";
    String deny = "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}";
    assertFalse(allowed(asked, List.of(policy(ALL)), List.of()));
    assertFalse(allowed(asked, List.of(policy(not)), List.of()));
    assertTrue(allowed(asked, List.of(policy(named)), List.of()));
    assertTrue(allowed(asked, List.of(policy(named)), List.of(policy(ALL))));
    assertFalse(allowed(asked, List.of(policy(named, deny)), List.of()));
  }

  private static boolean allowed(
      AuthorizationRequest asked, List<Policy> identity, List<Policy> boundary) {
    ApplicablePolicies.Builder policies = ApplicablePolicies.builder().identity(identity);
    return PolicyEvaluator.evaluate(
            asked, (boundary.isEmpty() ? policies : policies.boundary(boundary)).build())
        .isAllowed();
  }
}
