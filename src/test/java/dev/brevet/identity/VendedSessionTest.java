package dev.brevet.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import module java.base;

import dev.brevet.iam.SessionName;
import dev.brevet.iam.VendedName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VendedSessionTest {
  // Made by Brevet before names had a class of their own: sessions that are out now are known too.
  private static final String NAME = "local-user-at6ovdxrucdy3zfjxm5qblotfvakzd2nqfj2j3sw";
  private static final String ROLE = "arn:aws:iam::111122223333:role/brevet/Reader";
  private static final String SESSION = "arn:aws:sts::111122223333:assumed-role/Reader/";

  record Row(String name, Verification proof, boolean vended) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Verification signature(String sessionName) {
    return Proofs.signature(
        SESSION + sessionName, "111122223333", "AROAEXAMPLE:" + sessionName, Optional.empty());
  }

  private static Verification presigned(String sessionName) {
    return Proofs.presigned(SESSION + sessionName, "111122223333", "AROAEXAMPLE:" + sessionName);
  }

  private static String claims(String more) {
    return "\"sub\":\"%s\",\"iat\":1700000000,\"https://sts.amazonaws.com/\":{\"aws_account\":\"111122223333\"%s}"
        .formatted(ROLE, more);
  }

  static Stream<Row> rows() {
    String sourceIdentity = ",\"source_identity\":\"" + NAME + "\"";
    String tag = ",\"principal_tags\":{\"Brevet:Decision\":\"01J\"}";
    String tags = ",\"source_identity\":\"ann\",\"principal_tags\":{\"brevet:decisions\":\"1\"}";
    return Stream.of(
        new Row("signature", signature(NAME), true),
        new Row("signature of another session", signature("nightly"), false),
        new Row("presigned", presigned(NAME), true),
        new Row("presigned, another session", presigned("nightly"), false),
        new Row("token, by source identity", Proofs.awsToken(claims(sourceIdentity)), true),
        new Row("token, by tag", Proofs.awsToken(claims(tag)), true),
        new Row("token of another session", Proofs.awsToken(claims(tags)), false),
        new Row("token of a role", Proofs.awsToken(claims("")), false),
        new Row(
            "token of another kind", Proofs.awsTokenOfAnotherKind(claims(sourceIdentity)), true),
        new Row("token of another kind, by tag", Proofs.awsTokenOfAnotherKind(claims(tag)), true),
        new Row(
            "token of another kind and session", Proofs.awsTokenOfAnotherKind(claims(tags)), false),
        new Row(
            "user of such a name",
            Proofs.signature(
                "arn:aws:iam::111122223333:user/" + NAME,
                "111122223333",
                "AIDAEXAMPLE",
                Optional.empty()),
            false),
        new Row(
            "subject of such a name",
            Proofs.token("\"sub\":\"" + NAME + "\",\"iat\":1700000000"),
            false));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void session_isKnownByWhatAwsSaysOfIt(Row row) {
    if (row.vended()) {
      assertInstanceOf(Verification.Vended.class, row.proof());
    } else {
      assertInstanceOf(Verification.Verified.class, row.proof(), () -> "" + row.proof());
    }
  }

  /// Whatever the caller is called, the session's name has the form by which it is known.
  @Test
  void everyNameThatIsMade_isKnown() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder own = new StringBuilder();
      int length = random.nextInt(70);
      for (int c = 0; c < length; c++) {
        own.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65_536)));
      }
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(own.toString().getBytes(StandardCharsets.UTF_16));
      SessionName name = VendedName.of(own.toString(), hash);
      assertEquals(true, VendedName.isOne(name.value()), "seed " + seed + ": " + name);
    }
  }

  /// What roles are assumed with elsewhere. Sources: IAM User Guide, reference_identifiers and
  /// id_roles_use_switch-role-console; GitHub's configure-aws-credentials; botocore; Terraform.
  @Test
  void namesThatOthersGive_areNotTakenForOnes() {
    for (String name :
        List.of(
            "GitHubActions",
            "i-0123456789abcdef0",
            "botocore-session-1700000000",
            "aws-sdk-java-1700000000000",
            "aws-go-sdk-1700000000000000000",
            "alice@example.com",
            "run-0123456789abcdef0123456789abcdef01234567",
            "AssumeRoleSession1",
            "terraform-20231114221320000000000001",
            "at6ovdxrucdy3zfjxm5qblotfvakzd2nqfj2j3sw",
            "local-user-AT6OVDXRUCDY3ZFJXM5QBLOTFVAKZD2NQFJ2J3SW",
            "local-user-at6ovdxrucdy3zfjxm5qblotfvakzd2nqfj2j3s",
            "a-reader-of-many-words-in-at6ovdxrucdy3zfjxm5qblotfvakzd2nqfj2j3sw")) {
      assertEquals(false, VendedName.isOne(name), name);
    }
  }
}
