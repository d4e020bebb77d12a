package dev.brevet.workload.request;

import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.element.WorkBudget;

/// A design that was asked for: read and checked, not made yet.
public interface DesignRequest {
  /// The document that answers it.
  ///
  /// @throws WorkBudget.TooMuchWork when the budget does not have what it takes
  JsonObject design(Designers designers, WorkBudget budget);
}
