package dev.brevet.policy.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.Work;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import org.junit.jupiter.api.Test;

/// The reader on policies that AWS's pages show, damaged at random: it answers, in bounded time,
/// and what it accepts it can write and read again.
class PolicyReaderFuzzTest {
  private static final int MUTATIONS = 40_000;
  private static final List<PolicyType> TYPES = List.of(PolicyType.values());
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
          """);
  private static final String JUNK = "{}[]\",:\\ \u0000\u00e9\ud83d*?$0e-.tfn/";
  private static final List<String> FRAGMENTS =
      List.of(
          "\"Effect\":\"Allow\",",
          "[[[[",
          "{\"a\":",
          "\"\\ud800\"",
          "1e999999999",
          "null",
          "${",
          "\"Statement\":[",
          "]}");

  @Test
  void damagedPolicy_isAnsweredInBoundedTime() {
    Random random = new Random(20261122);
    int[] parsed = new int[1];
    Work.within(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < MUTATIONS; i++) {
            String text = damaged(random, POLICIES.get(random.nextInt(POLICIES.size())));
            PolicyType type = TYPES.get(random.nextInt(TYPES.size()));
            switch (PolicyReader.read(text, type)) {
              case Parsed(Policy policy) -> {
                parsed[0]++;
                assertEquals(
                    new Parsed(policy), PolicyReader.read(PolicyWriter.write(policy), type));
              }
              case Malformed(int line, int column, String message) ->
                  assertTrue(
                      line >= 1 && column >= 1 && !message.isEmpty() && message.indexOf('\n') < 0);
            }
          }
        });
    assertTrue(parsed[0] > MUTATIONS / 100, "accepted " + parsed[0]);
  }

  @Test
  void hugeOrDeepText_isMalformedAtOnce() {
    Work.within(
        Duration.ofSeconds(10),
        () -> {
          for (String text :
              List.of(
                  "[".repeat(100_000),
                  "{\"Statement\":".repeat(8_000),
                  "{\"Statement\":["
                      + "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},".repeat(2_500)
                      + "{",
                  "{\"Version\":\"" + "x".repeat(5_000_000) + "\"}",
                  "{\"Statement\":" + "9".repeat(100_000) + "}",
                  " ".repeat(4_000_000))) {
            assertTrue(PolicyReader.read(text, PolicyType.IDENTITY) instanceof Malformed);
          }
        });
  }

  private static String damaged(Random random, String policy) {
    StringBuilder text = new StringBuilder(policy);
    for (int i = random.nextInt(4); i >= 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(6)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setCharAt(at, JUNK.charAt(random.nextInt(JUNK.length())));
        case 2 -> text.insert(at, JUNK.charAt(random.nextInt(JUNK.length())));
        case 3 -> text.insert(at, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        case 4 -> text.setLength(Math.max(1, at));
        default -> {
          int to = Math.min(text.length(), at + random.nextInt(30));
          text.insert(random.nextInt(text.length()), text.substring(at, to));
        }
      }
    }
    return random.nextInt(20) == 0
        ? new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
        : text.toString();
  }
}
