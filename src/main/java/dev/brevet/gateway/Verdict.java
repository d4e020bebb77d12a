package dev.brevet.gateway;

import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.StatementReference;
import java.util.List;
import java.util.Optional;

/// An answer in the words of the decision log. `statements` are those that decided, each once; none
/// where nothing says anything of the call, or no policy was asked.
record Verdict(
    boolean isAllowed,
    List<StatementReference> statements,
    Optional<PolicyType> blockedBy,
    String reason) {
  Verdict {
    statements = List.copyOf(statements);
  }

  static Verdict of(String what, Decision decision) {
    return new Verdict(decision.isAllowed(), decision.statements(), blockedBy(decision), what);
  }

  /// Of several decisions together: what allowed, or where nothing is allowed what denied.
  static Verdict ofAll(boolean isAllowed, List<Decision> decisions, String reason) {
    return new Verdict(
        isAllowed,
        decisions.stream()
            .filter(decision -> decision.isAllowed() == isAllowed)
            .flatMap(decision -> decision.statements().stream())
            .distinct()
            .toList(),
        Optional.empty(),
        reason);
  }

  static Verdict refused(String reason) {
    return new Verdict(false, List.of(), Optional.empty(), reason);
  }

  private static Optional<PolicyType> blockedBy(Decision decision) {
    return switch (decision) {
      case Decision.Allowed _ -> Optional.empty();
      case Decision.ExplicitlyDenied denied -> Optional.of(denied.blockedBy());
      case Decision.ImplicitlyDenied denied -> Optional.of(denied.blockedBy());
    };
  }
}
