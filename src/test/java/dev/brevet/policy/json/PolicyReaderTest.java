package dev.brevet.policy.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.policy.PolicyType;
import java.util.List;
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

  /// IAM User Guide, reference_policies_variables: "separate the variable text and the default
  /// value with a comma and space". What stands otherwise may stand for anything, and a denial with
  /// it would deny nothing.
  @Test
  void defaultInAFormThatAwsDoesNotDescribe_isMalformed() {
    for (String variable :
        List.of(
            "${aws:username,'x'}",
            "${aws:username,  'x'}",
            "${aws:username, x}",
            "${'x'}",
            "${aws:username , 'x'}",
            "${aws:username, 'it'x'y'}",
            "${aws:username, 'x' }",
            "${ aws:username}",
            "${aws:username }",
            "${}",
            "${aws:username",
            "${aws:username, 'x}",
            "${, 'x'}")) {
      for (String element :
          List.of(
              "\"NotResource\":\"arn:aws:s3:::b/#\"",
              "\"Resource\":\"*\",\"Condition\":{\"StringNotLike\":{\"s3:prefix\":\"#\"}}")) {
        String text =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:*\","
                + element.replace("#", variable)
                + "}}";
        assertInstanceOf(Malformed.class, PolicyReader.read(text, PolicyType.IDENTITY), text);
        String described = text.replace(variable, "${aws:username, 'x,''y'}");
        assertInstanceOf(Parsed.class, PolicyReader.read(described, PolicyType.IDENTITY));
        String old = text.replace("2012-10-17", "2008-10-17");
        assertInstanceOf(Parsed.class, PolicyReader.read(old, PolicyType.IDENTITY), old);
      }
    }
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
