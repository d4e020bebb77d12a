package dev.brevet.gateway;

import dev.brevet.policy.Decision;
import java.util.Optional;

/// An answer in the words of the decision log. `decision` is empty where no policy was asked, or
/// many.
record Verdict(boolean isAllowed, Optional<Decision> decision, String reason) {
  static Verdict of(String what, Decision decision) {
    return new Verdict(decision.isAllowed(), Optional.of(decision), what);
  }

  static Verdict ofAll(boolean isAllowed, String reason) {
    return new Verdict(isAllowed, Optional.empty(), reason);
  }

  static Verdict refused(String reason) {
    return new Verdict(false, Optional.empty(), reason);
  }
}
