package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.brevet.json.JsonReader;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.lint.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A signed request tells no tags and no time of issue, a token of AWS's no `aws:userid`: what is
/// told of one session by each proof is in `AwsTokenTest`.
class ProofFindingsTest {
  private static String statement(String effect, String principal, String condition) {
    return "{\"Effect\":\"%s\",\"Principal\":%s,\"Action\":\"sts:AssumeRole\",\"Condition\":{%s}}"
        .formatted(effect, principal, condition);
  }

  private static String policy(String statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":" + statements + "}";
  }

  private static List<Finding> findings(String policy) {
    return JsonReader.read(policy) instanceof JsonReader.Read(var json)
        ? ProofFindings.of(json, PolicyType.TRUST)
        : List.of();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Deny | "*" | "StringEquals":{"aws:PrincipalTag/team":"contractors"} | true
          Deny | {"AWS":"111122223333"} | "StringLike":{"AWS:UserId":"AROACKCEVSQ6C2EXAMPLE:*"} | true
          Deny | "*" | "DateLessThan":{"aws:TokenIssueTime":"2026-11-22T10:00:00Z"} | true
          Deny | "*" | "Null":{"aws:SourceIdentity":"false"} | true
          Deny | "*" | "ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a/r-b/*"} | true
          Allow | {"AWS":"111122223333"} | "StringNotEquals":{"aws:PrincipalTag/team":"contractors"} | true
          Allow | {"AWS":"111122223333"} | "StringEqualsIfExists":{"aws:PrincipalTag/team":"ops"} | true
          Deny | "*" | "StringEqualsIfExists":{"aws:PrincipalTag/team":"contractors"} | false
          Deny | "*" | "StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"} | false
          Deny | "*" | "StringEquals":{"aws:PrincipalAccount":"111122223333"} | false
          Deny | "*" | "ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/x"} | false
          Allow | {"AWS":"111122223333"} | "StringEquals":{"aws:PrincipalTag/team":"ops"} | false
          Deny | {"Federated":"https://idp.example.com"} | "DateLessThan":{"aws:TokenIssueTime":"2026-11-22T10:00:00Z"} | false
          Deny | "*" | "StringEquals":{"idp.example.com:sub":"x"},"DateLessThan":{"aws:TokenIssueTime":"2026-11-22T10:00:00Z"} | false
          """)
  void statementThatAnotherProofEscapes_isTold(
      String effect, String principal, String condition, boolean told) {
    assertEquals(
        told ? 1 : 0, findings(policy(statement(effect, principal, condition))).size(), condition);
  }

  @Test
  void finding_namesTheStatementAndTheKey() {
    Finding found =
        findings(
                policy(
                    "["
                        + statement("Allow", "{\"AWS\":\"111122223333\"}", "")
                        + ","
                        + statement(
                            "Deny", "\"*\"", "\"StringEquals\":{\"aws:PrincipalTag/team\":\"x\"}")
                        + "]"))
            .getFirst();
    assertEquals("CONDITION_DEPENDS_ON_PROOF", found.id());
    assertEquals("/Statement/1", found.pointer());
    assertEquals(
        "`aws:PrincipalTag/team` is absent from some proofs of the same AWS principal (only tokens"
            + " that AWS issued contain it): a caller that brings such a proof is not denied"
            + " whatever the key's value would be; `IfExists` denies such callers too",
        found.why());
  }
}
