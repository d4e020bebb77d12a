package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.PolicyIntersection.Result;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.json.PolicyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyIntersectionTest {
  private static final int PAIRS = 12_000;
  private static final int REQUESTS = 6;

  private static final List<String> ACTIONS =
      List.of("*", "s3:*", "s3:Get*", "s3:*Object", "s3:GetObject", "s3:PutObject", "sqs:Send*");
  private static final List<String> RESOURCES =
      List.of(
          "*",
          "arn:aws:s3:::a/*",
          "arn:aws:s3:::a/b*",
          "arn:aws:s3:::*/c",
          "arn:aws:s3:::?/b*c",
          "arn:aws:s3:::a/b/c",
          "arn:aws:s3:::a/${aws:username}/*",
          "arn:aws:s3:::a/${*}");

  /// Operator, key, values.
  private static final List<List<String>> CONDITIONS =
      List.of(
          List.of("StringEquals", "s3:prefix", "x", "y"),
          List.of("StringEquals", "s3:prefix", "y", "z*"),
          List.of("StringEquals", "S3:Prefix", "${aws:username}"),
          List.of("StringLike", "s3:prefix", "x*"),
          List.of("StringLike", "s3:prefix", "*y"),
          List.of("StringLikeIfExists", "s3:prefix", "x*"),
          List.of("StringLikeIfExists", "s3:prefix", "*y", "z"),
          List.of("StringNotEquals", "s3:prefix", "x"),
          List.of("StringNotEquals", "s3:prefix", "y"),
          List.of("StringEqualsIgnoreCase", "s3:prefix", "X"),
          List.of("StringEqualsIgnoreCase", "s3:prefix", "x", "Z"),
          List.of("ForAllValues:StringLike", "aws:TagKeys", "a*"),
          List.of("ForAllValues:StringLike", "aws:TagKeys", "*b", "a"),
          List.of("ForAnyValue:StringEquals", "aws:TagKeys", "a"),
          List.of("ForAnyValue:StringEquals", "aws:TagKeys", "b"),
          List.of("NumericLessThan", "s3:max-keys", "10"),
          List.of("NumericLessThan", "s3:max-keys", "5", "7"),
          List.of("NumericGreaterThanEquals", "s3:max-keys", "6"),
          List.of("NumericNotEquals", "s3:max-keys", "6"),
          List.of("NumericNotEquals", "s3:max-keys", "8"),
          List.of("NumericEquals", "s3:max-keys", "6", "8"),
          List.of("DateLessThan", "aws:CurrentTime", "2026-11-22T10:00:00Z"),
          List.of("DateLessThan", "aws:CurrentTime", "2026-11-23T10:00:00Z"),
          List.of("IpAddress", "aws:SourceIp", "10.0.0.0/8"),
          List.of("IpAddress", "aws:SourceIp", "10.1.0.0/16", "192.0.2.1/32"),
          List.of("NotIpAddress", "aws:SourceIp", "10.1.0.0/16"),
          List.of("NotIpAddress", "aws:SourceIp", "192.0.2.1/32"),
          List.of("Bool", "aws:SecureTransport", "true"),
          List.of("Bool", "aws:SecureTransport", "false"),
          List.of("BoolIfExists", "aws:MultiFactorAuthPresent", "true"),
          List.of("NumericLessThan", "aws:MultiFactorAuthAge", "300", "5"),
          List.of("NumericGreaterThanIfExists", "aws:MultiFactorAuthAge", "300"),
          List.of("DateGreaterThanEqualsIfExists", "aws:CurrentTime", "2026-11-22T12:00:00Z"),
          List.of("Null", "s3:prefix", "true"),
          List.of("Null", "s3:prefix", "false"),
          List.of("ArnLike", "aws:SourceArn", "arn:aws:sns:*:1:a"),
          List.of("ArnLike", "aws:SourceArn", "arn:aws:sns:eu:*:*"),
          List.of("ArnEquals", "aws:SourceArn", "arn:aws:sns:*:*:a"),
          List.of("ArnNotLike", "aws:SourceArn", "arn:aws:sns:us:*:*"),
          List.of("ArnNotLike", "aws:SourceArn", "arn:aws:sns:eu:1:b"));

  /// 24,000 policies, 72,000 requests: what the result allows, both allow; and where it is not
  /// refused, the other way round.
  @Test
  void intersection_allowsWhatBothAllow_andNothingElse() {
    Random random = new Random(20261122);
    int refused = 0;
    int allowed = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      String first = policy(random);
      String second = policy(random);
      Policy one = read(first);
      Policy other = read(second);
      if (!(PolicyIntersection.of(one, other, WorkBudget.ofRequest())
          instanceof Result.Exact(Policy both))) {
        refused++;
        continue;
      }
      String written = PolicyWriter.write(both);
      Policy again = read(written);
      for (int i = 0; i < REQUESTS; i++) {
        AuthorizationRequest request = request(random);
        boolean wanted = allows(one, request) && allows(other, request);
        String where = first + "\n" + second + "\n" + written + "\n" + request;
        assertEquals(wanted, allows(both, request), where);
        assertEquals(wanted, allows(again, request), where);
        allowed += wanted ? 1 : 0;
      }
    }
    assertTrue(refused < PAIRS / 6, "too many pairs are refused: " + refused);
    assertTrue(allowed > 2_000, "too few requests are allowed by both: " + allowed);
  }

  /// A key that is there without a value fails the condition, and what would be its negation too.
  @Test
  void anyValueIfItIsThere_cannotBeDeniedExactly() {
    assertEquals(
        Optional.empty(),
        PolicyIntersection.exclusions(
            read(
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                    + "\"Resource\":\"*\",\"Condition\":{\"ForAnyValue:StringEqualsIfExists\":"
                    + "{\"aws:TagKeys\":[\"a\"]}}}}"),
            WorkBudget.ofRequest()));
  }

  /// Beside policies of which nothing is known, as managed ones are.
  @Test
  void exclusions_leaveOfAnyPolicies_whatThePolicyAllowsToo() {
    Random random = new Random(31);
    int written = 0;
    int allowed = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      String first = policy(random);
      String second = policy(random);
      Policy unknown = read(first);
      Policy narrower = read(second);
      Optional<List<Statement>> denies =
          PolicyIntersection.exclusions(narrower, WorkBudget.ofRequest());
      if (denies.isEmpty()) {
        continue;
      }
      written++;
      String excluding =
          PolicyWriter.write(new Policy(PolicyVersion.V2012_10_17, Optional.empty(), denies.get()));
      Policy again = denies.get().isEmpty() ? nothing() : read(excluding);
      for (int i = 0; i < REQUESTS; i++) {
        AuthorizationRequest request = request(random);
        boolean wanted = allows(unknown, request) && allows(narrower, request);
        List<Policy> together = List.of(unknown, again);
        assertEquals(
            wanted,
            PolicyEvaluator.evaluate(
                    request, ApplicablePolicies.builder().identity(together).build())
                .isAllowed(),
            first + "\n" + second + "\n" + excluding + "\n" + request);
        allowed += wanted ? 1 : 0;
      }
    }
    assertTrue(written > PAIRS / 3, "too few can be written: " + written);
    assertTrue(allowed > 500, "too few requests are allowed by both: " + allowed);
  }

  private static Policy nothing() {
    return new Policy(PolicyVersion.V2012_10_17, Optional.empty(), List.of());
  }

  @Test
  void policyWithItself_isItself() {
    Random random = new Random(4);
    for (int i = 0; i < 500; i++) {
      Policy policy = read(policy(random));
      AuthorizationRequest request = request(random);
      if (PolicyIntersection.of(policy, policy, WorkBudget.ofRequest())
          instanceof Result.Exact(Policy same)) {
        assertEquals(allows(policy, request), allows(same, request), policy.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Action":"s3:Get*","Resource":"*"|"Action":"s3:*Object","Resource":"*"|"s3:get*object"
          "Action":"*","Resource":"arn:aws:s3:::a/*"|"Action":"s3:GetObject","Resource":"*"|arn:aws:s3:::a/*
          "NotAction":"iam:*","Resource":"*"|"Action":"s3:GetObject","Resource":"*"|s3:GetObject
          "Action":"s3:GetObject","Resource":"*"|"Action":"sqs:*","Resource":"*"|"Effect":"Deny"
          """)
  void intersection_isWritten(String first, String second, String holds) {
    Result result =
        PolicyIntersection.of(
            read(document("{\"Effect\":\"Allow\"," + first + "}")),
            read(document("{\"Effect\":\"Allow\"," + second + "}")),
            WorkBudget.ofRequest());
    assertTrue(result instanceof Result.Exact, result.toString());
    String written = PolicyWriter.write(((Result.Exact) result).policy());
    assertTrue(written.contains(holds), written);
  }

  /// What mappings say and callers ask for: none of it is refused.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Action":"s3:*","Resource":"arn:aws:s3:::a/${aws:username}/*"|"Action":"s3:GetObject","Resource":"arn:aws:s3:::a/b*"
          "Action":"s3:*","Resource":"arn:aws:s3:::a/b/*"|"Action":"s3:Get*","Resource":["arn:aws:s3:::a/b/c","arn:aws:s3:::*/c"]
          "Action":"s3:*","Resource":"*","Condition":{"StringLike":{"s3:prefix":"${aws:username}/*"}}|"Action":"s3:*","Resource":"*","Condition":{"StringLike":{"s3:prefix":["b/*","x"]}}
          "Action":"*","Resource":"*","Condition":{"StringLike":{"s3:prefix":["x*","y*"]}}|"Action":"s3:*","Resource":"*","Condition":{"StringLike":{"s3:prefix":["*y","x"]}}
          "Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"${aws:PrincipalTag/team}"}}|"Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"red"}}
          "Action":"*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}}|"Action":"*","Resource":"*","Condition":{"ForAllValues:StringLike":{"aws:TagKeys":"a*"}}
          "Action":"s3:*","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"2026-11-23T10:00:00Z"}}|"NotAction":"s3:Put*","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"2026-11-22T10:00:00Z"}}
          "Action":"s3:*","Resource":"arn:aws:s3:::a/*"|"NotAction":["s3:Put*","iam:*"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}
          "Action":"s3:*","Resource":"arn:aws:s3:::a/*"|"Action":"*","NotResource":"arn:aws:s3:::a/b*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"},"NumericLessThan":{"aws:MultiFactorAuthAge":"300"}}
          "NotAction":"iam:*","NotResource":"arn:aws:s3:::x/*"|"NotAction":"s3:Put*","NotResource":"arn:aws:s3:::a/b/c"
          """)
  void commonShape_isIntersected(String first, String second) {
    Policy one = read(document("{\"Effect\":\"Allow\"," + first + "}"));
    Policy other = read(document("{\"Effect\":\"Allow\"," + second + "}"));
    Policy both =
        switch (PolicyIntersection.of(one, other, WorkBudget.ofRequest())) {
          case Result.Exact(Policy exact) -> exact;
          case Result.Inexact inexact -> throw new AssertionError(inexact);
        };
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      AuthorizationRequest request = request(random);
      assertEquals(
          allows(one, request) && allows(other, request),
          allows(both, request),
          () -> request + " " + request.context() + "\n" + PolicyWriter.write(both));
    }
  }

  @Test
  void statementThatCannotBeIntersected_isNamed() {
    Policy mapping =
        read(
            document(
                "{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\","
                    + "\"Resource\":\"arn:aws:s3:::a/${aws:username}/*\"}"));
    Policy caller =
        read(
            document(
                "{\"Sid\":\"Fine\",\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"},"
                    + "{\"Sid\":\"NotThis\",\"Effect\":\"Allow\",\"NotAction\":\"s3:GetObject\","
                    + "\"Resource\":\"arn:aws:s3:::a/${aws:username}/*\"}"));
    assertEquals(
        new Result.Inexact("NotThis", "NotAction"),
        PolicyIntersection.of(mapping, caller, WorkBudget.ofRequest()));
  }

  @Test
  void oldVersion_isRefused() {
    Policy old =
        read(
            "{\"Version\":\"2008-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                + "\"Resource\":\"*\"}}");
    assertTrue(PolicyIntersection.of(old, old, WorkBudget.ofRequest()) instanceof Result.Inexact);
  }

  private static String policy(Random random) {
    List<String> statements = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      boolean deny = random.nextInt(6) == 0;
      statements.add(
          "{\"Effect\":\"%s\",\"%sAction\":%s,\"%sResource\":%s%s}"
              .formatted(
                  deny ? "Deny" : "Allow",
                  random.nextInt(8) == 0 ? "Not" : "",
                  some(ACTIONS, random),
                  random.nextInt(8) == 0 ? "Not" : "",
                  some(RESOURCES, random),
                  conditions(random)));
    }
    return document(String.join(",", statements));
  }

  private static String some(List<String> from, Random random) {
    List<String> chosen = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      chosen.add("\"" + from.get(random.nextInt(from.size())) + "\"");
    }
    return chosen.toString();
  }

  private static String conditions(Random random) {
    TreeMap<String, String> byOperator = new TreeMap<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      List<String> condition = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
      List<String> values =
          condition.subList(2, condition.size()).stream().map(v -> "\"" + v + "\"").toList();
      byOperator.put(condition.get(0), "{\"" + condition.get(1) + "\":" + values + "}");
    }
    List<String> members = new ArrayList<>();
    byOperator.forEach((operator, block) -> members.add("\"" + operator + "\":" + block));
    return members.isEmpty() ? "" : ",\"Condition\":{" + String.join(",", members) + "}";
  }

  private static String document(String statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }

  private static AuthorizationRequest request(Random random) {
    RequestContext.Builder context = RequestContext.builder();
    one("s3:prefix", List.of("x", "y", "xy", "X", "z*", "b"), context, random);
    one("s3:max-keys", List.of("4", "6", "8", "11", "many"), context, random);
    one("aws:username", List.of("b", "x"), context, random);
    one("aws:SourceIp", List.of("10.0.0.1", "10.1.2.3", "192.0.2.1"), context, random);
    one("aws:SecureTransport", List.of("true", "false"), context, random);
    one(
        "aws:CurrentTime",
        List.of("2026-11-21T10:00:00Z", "2026-11-22T12:00:00Z", "2026-11-24T00:00:00Z"),
        context,
        random);
    one(
        "aws:SourceArn",
        List.of("arn:aws:sns:eu:1:a", "arn:aws:sns:us:1:a", "arn:aws:sns:eu:1:b"),
        context,
        random);
    one("aws:MultiFactorAuthPresent", List.of("true", "false"), context, random);
    one("aws:MultiFactorAuthAge", List.of("10", "300", "4000"), context, random);
    one("aws:ResourceTag/team", List.of("red", "blue"), context, random);
    one("aws:PrincipalTag/team", List.of("red", "blue"), context, random);
    List<List<String>> tags =
        List.of(List.of(), List.of("a"), List.of("ab"), List.of("a", "b"), List.of("b"));
    context.put("aws:TagKeys", tags.get(random.nextInt(tags.size())));
    List<String> actions = List.of("GetObject", "PutObject", "GetBucket", "SendMessage");
    String action = actions.get(random.nextInt(actions.size()));
    List<String> resources =
        List.of("a/b/c", "a/b", "x/bc", "a/x/c", "a/*", "a/bxc", "b/c").stream()
            .map(path -> "arn:aws:s3:::" + path)
            .toList();
    return new AuthorizationRequest(
        Principal.parseArn("arn:aws:iam::111122223333:user/alice").orElseThrow(),
        new Action(action.equals("SendMessage") ? "sqs" : "s3", action),
        resources.get(random.nextInt(resources.size())),
        Optional.of(new AccountId("111122223333")),
        context.build());
  }

  private static void one(
      String key, List<String> values, RequestContext.Builder context, Random random) {
    if (random.nextInt(5) > 0) {
      context.put(key, values.get(random.nextInt(values.size())));
    }
  }

  private static boolean allows(Policy policy, AuthorizationRequest request) {
    return PolicyEvaluator.evaluate(
            request, ApplicablePolicies.builder().identity(List.of(policy)).build())
        .isAllowed();
  }

  private static Policy read(String json) {
    return switch (PolicyReader.read(json, PolicyType.SESSION)) {
      case Parsed(Policy policy) -> policy;
      case Malformed malformed -> throw new AssertionError(malformed + "\n" + json);
    };
  }
}
