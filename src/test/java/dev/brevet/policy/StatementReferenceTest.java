package dev.brevet.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import org.junit.jupiter.api.Test;

class StatementReferenceTest {
  private static String of(int index, Optional<String> sid) {
    return new StatementReference(PolicyType.TRUST, 0, 0, Optional.empty(), index, sid).toString();
  }

  /// Of statements whose `Sid`s are as alike as they may be: a policy has no `Sid` twice.
  @Test
  void statementsOfAPolicy_haveEachAnotherName() {
    List<Optional<String>> sids =
        List.of(
            Optional.of("1"),
            Optional.empty(),
            Optional.of("x".repeat(20_000)),
            Optional.of("2"),
            Optional.of("0"),
            Optional.of("x".repeat(20_001)),
            Optional.of("3a"));
    Set<String> names = new HashSet<>();
    for (int i = 0; i < sids.size(); i++) {
      names.add(of(i, sids.get(i)));
    }
    assertEquals(sids.size(), names.size(), names.toString());
  }

  @Test
  void sid_isTheName() {
    assertEquals("trust[0]/DeployPipeline", of(4, Optional.of("DeployPipeline")));
    assertEquals("trust[0]/4", of(4, Optional.empty()));
  }
}
