package dev.brevet.policy.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.api.Test;

/// What the reader of policies refuses, lint reports as an error, at the same place. Damaged
/// policies are drawn from a seed, which a failure names and `-Dseed` takes.
class RefusedPoliciesTest {
  private static final long SEED = Long.getLong("seed", 20261130);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PolicyLint LINT = new PolicyLint(Catalogue.bundled());

  private static final String JUNK = "{}[]\",:\\ \u0000\u00e9\ud83d*?$0e-.tfn/";
  private static final List<Object> VALUES =
      Arrays.asList(
          null,
          true,
          7,
          1.5,
          "",
          "*",
          "a",
          "s3:GetObject",
          "arn:aws:s3:::b/*",
          "${aws:username",
          "${aws:username,'x'}",
          "${}",
          "\ud800",
          "2012-10-17",
          List.of(),
          List.of("*"),
          List.of(1),
          List.of(List.of()),
          Map.of(),
          Map.of("AWS", "*"),
          Map.of("AWS", List.of()),
          Map.of("a", "b"),
          "x".repeat(40));
  private static final List<String> NAMES =
      List.of(
          "Version",
          "Id",
          "Statement",
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition",
          "AWS",
          "Service",
          "Federated",
          "CanonicalUser",
          "StringEquals",
          "NumericLessThan",
          "DateEquals",
          "Bool",
          "IpAddress",
          "Null",
          "NullIfExists",
          "ForAnyValue:Null",
          "ForEach:StringLike",
          "BinaryEquals",
          "ArnLike",
          "StringEqualsIfExistsIfExists",
          "aws:username",
          "aws:PrincipalArn",
          "",
          "x");
  private static final List<String> POLICIES =
      List.of(
          """
          {"Version":"2012-10-17","Statement":[{"Sid":"AllowS3ListRead","Effect":"Allow","Action":["s3:GetBucketLocation","s3:ListAllMyBuckets"],"Resource":"arn:aws:s3:::*"},{"Sid":"DenyS3Logs","Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::*log*"}]}
          """,
          """
          {"Version":"2012-10-17","Id":"p","Statement":{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::123456789012:root","999999999999"],"Service":"sns.amazonaws.com"},"NotAction":"s3:Delete*","NotResource":["arn:aws:s3:::a/${aws:username}/*","arn:aws:s3:::b/${aws:PrincipalTag/t, 'x'}"],"Condition":{"ForAnyValue:StringLike":{"aws:TagKeys":["a*","b"]},"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:DB8::/64"]},"DateGreaterThan":{"aws:CurrentTime":"2026-04-01T00:00:00Z"},"Bool":{"aws:SecureTransport":true},"NumericLessThan":{"s3:max-keys":10},"Null":{"aws:TokenIssueTime":"false"},"BinaryEquals":{"k":"QQ=="},"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:t"}}}}
          """,
          """
          {"Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::444455556666:user/Bob","arn:aws:iam::444455556666:root"]},"Action":"*","Resource":"*"}]}
          """,
          """
          {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/app:*"}}}}
          """);

  @Test
  void malformedCorpus_isAnErrorAtTheSamePlace() throws IOException {
    int refused = 0;
    for (String line :
        Files.readAllLines(Path.of("src/test/resources/decisions/malformed.jsonl"))) {
      for (JsonNode policies : JSON.readTree(line).get("policies")) {
        for (JsonNode policy :
            policies.isArray() ? policies : JSON.createArrayNode().add(policies)) {
          String text = policy.isTextual() ? policy.asText() : policy.toString();
          for (PolicyType type : PolicyType.values()) {
            refused += check(text, type, "corpus");
          }
        }
      }
    }
    assertTrue(refused > 100, "refused " + refused);
  }

  /// Deeper than the reader goes, where no check looks.
  @Test
  void whatNoCheckKnows_isAnErrorAsTheReaderSaysIt() {
    String deep = "[".repeat(20) + "]".repeat(20);
    String text = "{\"Version\":\"2012-10-17\",\"Statement\":[],\"x\":" + deep + "}";
    assertEquals(
        1,
        LINT.check(text.replace("\"x\"", "\"Id\""), PolicyType.RESOURCE, Optional.empty()).stream()
            .filter(each -> each.id().equals("POLICY_SYNTAX_ERROR"))
            .count());
  }

  @Test
  void damagedPolicy_isAnErrorAtTheSamePlace() throws IOException {
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      JsonNode policy = JSON.readTree(POLICIES.get(random.nextInt(POLICIES.size())));
      for (int times = 1 + random.nextInt(2); times > 0; times--) {
        damage(policy, random);
      }
      String text = random.nextBoolean() ? policy.toString() : policy.toPrettyString();
      if (random.nextInt(4) == 0) {
        int at = random.nextInt(text.length());
        text =
            switch (random.nextInt(3)) {
              case 0 -> text.substring(0, at);
              case 1 ->
                  text.substring(0, at)
                      + JUNK.charAt(random.nextInt(JUNK.length()))
                      + text.substring(at);
              default -> text.substring(0, at) + text.substring(at + 1);
            };
      }
      PolicyType type = PolicyType.values()[random.nextInt(PolicyType.values().length)];
      refused += check(text, type, "seed " + SEED);
    }
    assertTrue(refused > 10_000, "refused " + refused);
  }

  private static void damage(JsonNode node, Random random) {
    List<JsonNode> all = new ArrayList<>();
    collect(node, all);
    JsonNode at = all.get(random.nextInt(all.size()));
    if (at instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(6)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(name, JSON.valueToTree(VALUES.get(random.nextInt(VALUES.size()))));
        case 2 -> object.set(NAMES.get(random.nextInt(NAMES.size())), object.remove(name));
        case 3 -> object.set(otherCase(name, random), object.get(name));
        case 4 -> object.set(otherCase(name, random), object.remove(name));
        default ->
            object.set(
                NAMES.get(random.nextInt(NAMES.size())),
                JSON.valueToTree(VALUES.get(random.nextInt(VALUES.size()))));
      }
    } else if (at instanceof ArrayNode array) {
      switch (random.nextInt(3)) {
        case 0 -> array.add(JSON.<JsonNode>valueToTree(VALUES.get(random.nextInt(VALUES.size()))));
        case 1 -> array.removeAll();
        default -> {
          if (!array.isEmpty()) array.add(array.get(0).deepCopy());
        }
      }
    }
  }

  private static String otherCase(String name, Random random) {
    return random.nextBoolean() ? name.toLowerCase(Locale.ROOT) : name.toUpperCase(Locale.ROOT);
  }

  private static void collect(JsonNode node, List<JsonNode> all) {
    if (node.isContainerNode()) {
      all.add(node);
      node.forEach(child -> collect(child, all));
    }
  }

  /// 1 where the reader refuses `text`, else 0.
  private static int check(String text, PolicyType type, String origin) {
    if (!(PolicyReader.read(text, type)
        instanceof Malformed(int line, int column, String message))) {
      return 0;
    }
    List<Finding> findings = LINT.check(text, type, Optional.empty());
    Optional<Finding> same =
        findings.stream()
            .filter(each -> each.severity() == Severity.ERROR)
            .filter(each -> each.line() == line && each.column() == column)
            .findFirst();
    assertTrue(
        same.isPresent(),
        () ->
            origin
                + ": "
                + type
                + ", "
                + message
                + " at "
                + line
                + ":"
                + column
                + " of "
                + text
                + "\nreported: "
                + findings);
    // A check of its own says it, and not the reader's words alone: of all that is JSON.
    boolean isJson = findings.stream().noneMatch(each -> each.id().equals("JSON_SYNTAX_ERROR"));
    assertFalse(
        isJson && same.get().id().equals("POLICY_SYNTAX_ERROR"),
        () -> origin + ": " + message + "\n" + text);
    return 1;
  }
}
