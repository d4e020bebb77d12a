package dev.brevet.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.directory.snapshot.DirectorySnapshot;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  /// What is remembered lives as long as the directory does not change.
  @Test
  void typesThatCallersInvent_areNotRemembered() {
    Candidates candidates = new Candidates(DirectorySnapshot.builder().build(0, Instant.EPOCH));
    for (int i = 0; i < 1_000; i++) {
      assertTrue(candidates.policiesOfType("invented-" + i).isEmpty());
      assertTrue(candidates.index("subject:", "invented-" + i, "subject:team").isEmpty());
    }
    assertEquals(0, candidates.size());
  }
}
