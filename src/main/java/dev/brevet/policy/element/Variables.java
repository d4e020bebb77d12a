package dev.brevet.policy.element;

import org.jspecify.annotations.Nullable;

/// Where policy variables get their values.
public interface Variables {
  /// Knows no key: every variable without a default is unresolved.
  Variables NONE = key -> null;

  /// The one value of the key, lower case; null when it is absent, empty or has several values.
  @Nullable String variable(String lowerKey);

  /// Pays for work, in steps of a [WorkBudget], where there is one to pay from.
  ///
  /// @throws WorkBudget.TooMuchWork when there is not enough left
  default void work(long steps) {}
}
