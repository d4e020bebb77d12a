package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.iam.SessionName;
import dev.brevet.identity.Identities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionNamesTest {
  private static final String ISSUER = "https://idp.example.com";

  private static Principal arn(String text) {
    return Principal.parseArn(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::444455556666:user/team/ann,ann-",
    "arn:aws:sts::444455556666:assumed-role/app/i-0abc,i-0abc-",
    "arn:aws:sts::444455556666:federated-user/ann,ann-"
  })
  void name_beginsWithTheCallersOwn(String caller, String beginning) {
    String name = SessionNames.sessionName(Identities.of(arn(caller))).value();

    assertTrue(name.startsWith(beginning), name);
    assertEquals(beginning.length() + 40, name.length());
  }

  @Test
  void name_isTheSameEveryTime() {
    // Computed apart: base 32 of SHA-256 over the UTF-16 text
    // "user\narn:aws:iam::444455556666:user/ann", first 200 bits.
    assertEquals(
        "ann-at6ovdxrucdy3zfjxm5qblotfvakzd2nqfj2j3sw",
        SessionNames.sessionName(Identities.of(arn("arn:aws:iam::444455556666:user/ann"))).value());
  }

  @Test
  void callersThatLookAlike_haveNamesOfTheirOwn() {
    List<Principal> callers = new ArrayList<>();
    Stream.of(
            "arn:aws:iam::444455556666:user/ann",
            "arn:aws:iam::444455556666:user/team/ann",
            "arn:aws:iam::111122223333:user/ann",
            "arn:aws-cn:iam::444455556666:user/ann",
            "arn:aws:sts::444455556666:federated-user/ann",
            "arn:aws:sts::444455556666:assumed-role/a/ann",
            "arn:aws:sts::444455556666:assumed-role/b/ann")
        .map(SessionNamesTest::arn)
        .forEach(callers::add);
    for (String subject :
        List.of(
            "ann",
            "Ann",
            "ann ",
            "ann.",
            "ann:",
            "ann\u0000",
            "日本",
            "月本",
            "\ud800",
            "\ud801",
            "?",
            "repo:acme/orders:ref:refs/heads/main",
            "repo:acme/orders:ref:refs/heads/main2",
            "x".repeat(255),
            "x".repeat(254))) {
      callers.add(new Principal.WebIdentity(ISSUER, subject));
      callers.add(new Principal.WebIdentity(ISSUER + "/", subject));
    }
    Set<SessionName> names = new HashSet<>();
    callers.forEach(caller -> names.add(SessionNames.sessionName(Identities.of(caller))));

    assertEquals(callers.size(), names.size());
  }

  @Test
  void longestName_fillsWhatStsTakes() {
    SessionName name =
        SessionNames.sessionName(Identities.of(new Principal.WebIdentity(ISSUER, "x".repeat(255))));

    assertEquals(64, name.value().length());
    assertEquals(name.value(), SessionNames.sourceIdentity(name).value());
  }
}
