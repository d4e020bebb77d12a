package dev.brevet.policy.element;

import java.util.List;

/// Why a statement did not match.
public sealed interface Shortfall {
  /// One line for a person.
  String text();

  /// The action is not among the statement's.
  record OtherAction() implements Shortfall {
    @Override
    public String text() {
      return "the action is not covered";
    }
  }

  /// The resource is not among the statement's.
  record OtherResource() implements Shortfall {
    @Override
    public String text() {
      return "the resource is not covered";
    }
  }

  /// The caller is not among the statement's principals.
  record OtherPrincipal() implements Shortfall {
    @Override
    public String text() {
      return "the principal is not named";
    }
  }

  /// A condition does not hold; `values` are those of its key in the request, none when it is
  /// absent.
  record FailedCondition(Condition condition, List<String> values) implements Shortfall {
    public FailedCondition {
      values = List.copyOf(values);
    }

    @Override
    public String text() {
      return condition.operator()
          + " `"
          + condition.key().name()
          + "` "
          + condition.operandTexts()
          + (values.isEmpty() ? " with the key absent" : " on " + values);
    }
  }
}
