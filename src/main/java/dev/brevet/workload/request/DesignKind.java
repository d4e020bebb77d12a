package dev.brevet.workload.request;

import dev.brevet.iam.AsciiCase;
import dev.brevet.json.Fields;
import dev.brevet.policy.element.WorkBudget;
import java.util.Optional;

/// What can be designed.
public enum DesignKind {
  STATE_MACHINE_ROLE,
  FUNCTION_ROLE,
  SERVICE_ROLE,
  DEVELOPER_POLICY,
  ENDPOINT_POLICY;

  /// `/designs/state-machine-role`.
  public String path() {
    return "/designs/" + AsciiCase.lower(name()).replace('_', '-');
  }

  /// Reads a request of this kind. Empty only when `body` has problems.
  ///
  /// @throws WorkBudget.TooMuchWork when the budget does not have what it takes
  public Optional<DesignRequest> read(Fields body, WorkBudget budget) {
    return switch (this) {
      case STATE_MACHINE_ROLE -> StateMachineRoleReader.read(body, budget);
      case FUNCTION_ROLE -> FunctionRoleReader.read(body);
      case SERVICE_ROLE -> FunctionRoleReader.serviceRole(body);
      case DEVELOPER_POLICY -> PolicyRequests.developer(body);
      case ENDPOINT_POLICY -> PolicyRequests.endpoint(body);
    };
  }
}
