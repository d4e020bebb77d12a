package dev.brevet.policy.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.policy.PolicyType;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
  private static final String TRUST =
      """
      {
        "Version": "2012-10-17",
        "Statement": [
          { "Sid": "DeployPipeline", "Effect": "Allow",
            "Principal": { "Federated": "https://token.actions.githubusercontent.com" },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:acme/orders:*" } } },
          { "Sid": "OrdersService", "Effect": "Allow",
            "Principal": { "AWS": ["arn:aws:iam::444455556666:role/orders-service", "111122223333"] },
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" }, "Bool": { "aws:SecureTransport": true } } }
        ]
      }
      """;

  @Test
  void trustPolicy_writtenAndReadAgain_isTheSame() {
    Parsed first = (Parsed) PolicyReader.read(TRUST, PolicyType.TRUST);
    String text = PolicyWriter.write(first.policy());
    assertEquals(first, PolicyReader.read(text, PolicyType.TRUST));
    assertTrue(
        text.startsWith(
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"DeployPipeline\",\"Effect\":\"Allow\",\"Principal\":"
                + "{\"Federated\":\"https://token.actions.githubusercontent.com\"}"));
  }

  @Test
  void unknownOperator_isMalformedAtItsKey() {
    String text = TRUST.replace("\"StringLike\"", "\"StringMatches\"");
    assertEquals(
        new Malformed(
            7, column(text, 7, "\"StringMatches"), "unknown condition operator `StringMatches`"),
        PolicyReader.read(text, PolicyType.TRUST));
  }

  @Test
  void duplicateKey_isMalformed() {
    String text = TRUST.replace("\"Sid\": \"OrdersService\",", "\"Effect\": \"Deny\",");
    assertEquals(
        new Malformed(8, column(text, 8, "\"Effect\": \"Allow"), "duplicate key `Effect`"),
        PolicyReader.read(text, PolicyType.TRUST));
  }

  @Test
  void brokenText_isMalformed() {
    assertInstanceOf(Malformed.class, PolicyReader.read(TRUST.substring(0, 100), PolicyType.TRUST));
    assertInstanceOf(Malformed.class, PolicyReader.read("", PolicyType.TRUST));
    assertInstanceOf(Malformed.class, PolicyReader.read("[".repeat(5000), PolicyType.TRUST));
    assertInstanceOf(Malformed.class, PolicyReader.read(TRUST + "{}", PolicyType.TRUST));
  }

  private static int column(String text, int line, String part) {
    return text.lines().toList().get(line - 1).indexOf(part) + 1;
  }
}
