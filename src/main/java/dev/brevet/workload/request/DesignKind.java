package dev.brevet.workload.request;

import dev.brevet.iam.AsciiCase;
import dev.brevet.json.InvalidField;
import dev.brevet.json.JsonFields;
import dev.brevet.policy.element.WorkBudget;

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

  /// Reads a request of this kind.
  ///
  /// @throws WorkBudget.TooMuchWork when the budget does not have what it takes
  public DesignRequest read(JsonFields body, WorkBudget budget) throws InvalidField {
    return switch (this) {
      case STATE_MACHINE_ROLE -> StateMachineRoleReader.read(body, budget);
      case FUNCTION_ROLE -> FunctionRoleReader.read(body);
      case SERVICE_ROLE -> FunctionRoleReader.serviceRole(body);
      case DEVELOPER_POLICY -> PolicyRequests.developer(body);
      case ENDPOINT_POLICY -> PolicyRequests.endpoint(body);
    };
  }
}
