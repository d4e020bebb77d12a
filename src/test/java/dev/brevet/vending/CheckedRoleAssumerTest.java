package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.Arn;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.SessionName;
import dev.brevet.testing.HandClock;
import dev.brevet.vending.RoleAssumer.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckedRoleAssumerTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final AssumeRequest REQUEST =
      new AssumeRequest(
          RoleArn.parse("arn:aws:iam::111122223333:role/team/Reader").orElseThrow(),
          new SessionName("alice"),
          Optional.empty(),
          new SessionPolicy(Optional.of("{}"), List.of()),
          List.of(),
          List.of(),
          Optional.empty(),
          SessionDuration.ofSeconds(900));

  private static Answer.Assumed session(String arn, String id, int seconds) {
    return new Answer.Assumed(
        new SessionCredentials(
            "ASIAEXAMPLE",
            new SecretString("hush-secret"),
            new SecretString("hush-token"),
            NOW.plusSeconds(seconds)),
        Arn.parse(arn).orElseThrow(),
        id,
        1);
  }

  private static Answer checked(Answer answer) {
    return new CheckedRoleAssumer(_ -> answer, new HandClock(NOW)).assume(REQUEST);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sts::111122223333:assumed-role/Reader/alice, AROAX:alice, 900",
    // Roles are one whatever their case, clocks differ, and the id is not needed.
    "arn:aws:sts::111122223333:assumed-role/reader/alice, AROAX:alice, 900",
    "arn:aws:sts::111122223333:assumed-role/Reader/alice, '', 1200",
    "arn:aws:sts::111122223333:assumed-role/Reader/alice, AROAX:alice, 60",
  })
  void sessionThatWasAskedFor_isReleased(String arn, String id, int seconds) {
    Answer.Assumed session = session(arn, id, seconds);
    assertEquals(session, checked(session));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sts::111122223333:assumed-role/Administrator/alice, AROAX:alice, 900, another role",
    "arn:aws:sts::444455556666:assumed-role/Reader/alice, AROAX:alice, 900, another role",
    "arn:aws-cn:sts::111122223333:assumed-role/Reader/alice, AROAX:alice, 900, another role",
    "arn:aws:sts::111122223333:assumed-role/Reader/bob, AROAX:alice, 900, another name",
    "arn:aws:sts::111122223333:assumed-role/Reader/Alice, AROAX:alice, 900, another name",
    "arn:aws:sts::111122223333:assumed-role/Reader/alice, AROAX:bob, 900, another name",
    "arn:aws:sts::111122223333:federated-user/alice, AROAX:alice, 900, another role",
    "arn:aws:iam::111122223333:assumed-role/Reader/alice, AROAX:alice, 900, another role",
    "arn:aws:sts::111122223333:assumed-role/Reader/alice, AROAX:alice, 1201, longer",
    "arn:aws:sts::111122223333:assumed-role/Reader/alice, AROAX:alice, -300, has ended",
  })
  void sessionThatWasNotAskedFor_isNoAnswer(String arn, String id, int seconds, String why) {
    String reason =
        assertInstanceOf(Answer.Unreachable.class, checked(session(arn, id, seconds))).reason();
    assertTrue(reason.contains(why), reason);
  }

  @Test
  void otherAnswers_areThemselves() {
    Answer refused = new Answer.Refused("AccessDenied", "not authorized");
    assertEquals(refused, checked(refused));
  }
}
