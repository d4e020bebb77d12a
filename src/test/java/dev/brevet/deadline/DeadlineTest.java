package dev.brevet.deadline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
  /// What a call of these tests may itself take.
  private static final Duration BRIEF = Duration.ofMillis(500);

  private static boolean isAbout(Duration expected, Duration is) {
    return is.compareTo(expected) <= 0 && is.plus(BRIEF).compareTo(expected) > 0;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 15, 900})
  void ofEachInvocation_aPartIsKeptForTheRecordAndALittleForTheAnswer(int seconds) {
    Duration limit = Duration.ofSeconds(seconds);
    Deadline deadline = Deadline.of(limit);
    Duration decided = deadline.left();
    Duration recorded = deadline.ofTheRecord().left();
    assertTrue(decided.compareTo(recorded) < 0);
    assertTrue(recorded.compareTo(limit.minus(limit.dividedBy(50))) < 0 || seconds == 900);
    assertTrue(recorded.minus(decided).compareTo(Wait.RECORD.most().plusMillis(1)) <= 0);
    if (seconds >= 10) {
      assertTrue(isAbout(limit.minusMillis(2_300), decided), decided.toString());
    }
  }

  @Test
  void invocationWithoutTime_hasNoneLeft() {
    Deadline over = Deadline.of(Duration.ZERO);
    assertEquals(Duration.ZERO, over.left());
    assertEquals(Duration.ZERO, over.left(Wait.TABLE));
    assertEquals(Duration.ZERO, over.within(Wait.KEYS).left());
    assertEquals(Duration.ZERO, over.ofTheRecord().left(Wait.RECORD));
  }

  @Test
  void wait_isItsOwnLongestOrWhatIsLeft() {
    assertEquals(Wait.TABLE.most(), Deadline.of(Duration.ofMinutes(1)).left(Wait.TABLE));
    assertTrue(
        isAbout(Duration.ofMillis(1_950), Deadline.of(Duration.ofSeconds(3)).left(Wait.ROLE)));
    Deadline keys = Deadline.of(Duration.ofMinutes(1)).within(Wait.KEYS);
    assertTrue(isAbout(Wait.KEYS.most(), keys.left()));
    assertTrue(isAbout(Wait.KEYS.most(), keys.left(Wait.ROLE)), "several calls of one wait");
  }

  @Test
  void withoutAnInvocation_eachWaitHasItsOwnTime() {
    for (Wait wait : Wait.values()) {
      assertEquals(wait.most(), Deadline.current().left(wait));
      assertEquals(wait.most(), Deadline.current().ofTheRecord().left(wait));
    }
  }

  @Test
  void deadline_isThatOfWhateverItIsHandedTo() {
    Deadline deadline = Deadline.of(Duration.ofSeconds(3));
    assertEquals(deadline, deadline.call(Deadline::current));
    assertEquals(
        deadline.ofTheRecord().left().toSeconds(),
        deadline.call(() -> Deadline.current().ofTheRecord().left()).toSeconds());
  }

  /// All that one request waits for, each as long as it may, leaves its record the time it needs.
  @Test
  void longestWaits_ofEachFunction_fitIntoItsTimeout() throws Exception {
    String template = Files.readString(Path.of("template.yaml"));
    int usual = timeout(template.substring(0, template.indexOf("\nResources:")));
    int authorizer = timeout(template.substring(template.indexOf("\n  AuthorizerFunction:")));
    assertFit(usual, List.of(Wait.TABLE, Wait.KEYS, Wait.TABLE, Wait.ROLE));
    assertFit(usual, List.of(Wait.TABLE, Wait.CALLER_IDENTITY, Wait.TABLE, Wait.ROLE));
    assertFit(authorizer, List.of(Wait.TABLE, Wait.TABLE, Wait.KEYS));
    assertEquals(2, template.split("\n +Timeout: ", -1).length - 1, "each is looked at");
  }

  /// The first that `text` has.
  private static int timeout(String text) {
    return Integer.parseInt(text.replaceFirst("(?s).*?\n +Timeout: ([0-9]+)\n.*", "$1"));
  }

  private static void assertFit(int seconds, List<Wait> waits) {
    Duration sum = waits.stream().map(Wait::most).reduce(Duration.ZERO, Duration::plus);
    Duration left = Deadline.of(Duration.ofSeconds(seconds)).left();
    assertTrue(sum.compareTo(left) <= 0, sum + " of " + left);
  }
}
