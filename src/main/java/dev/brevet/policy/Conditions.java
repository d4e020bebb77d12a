package dev.brevet.policy;

import module java.base;

import dev.brevet.iam.Spelling;
import dev.brevet.policy.element.AnyPathMatch;
import dev.brevet.policy.element.ArnPattern;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.DateValue;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.IpRange;
import dev.brevet.policy.element.NumericValue;
import dev.brevet.policy.element.Variables;
import dev.brevet.policy.element.WildcardPattern;

/// Decides whether a condition holds for a request.
///
/// Source: IAM User Guide, reference_policies_elements_condition_operators and
/// reference_policies_condition-single-vs-multi-valued-context-keys.
public final class Conditions {
  private Conditions() {}

  static boolean hold(List<Condition> conditions, AuthorizationRequest request, Effect effect) {
    for (int i = 0; i < conditions.size(); i++) {
      if (!holds(conditions.get(i), request, effect)) {
        return false;
      }
    }
    return true;
  }

  /// Whether it holds in a statement of this effect. A match that counts against the caller (of a
  /// deny's operator, of an allow's negated one) is made with every spelling that a value may have.
  public static boolean holds(Condition condition, AuthorizationRequest request, Effect effect) {
    ConditionKey key = condition.key();
    List<String> values = request.values(key.lowerName());
    if (condition instanceof Condition.Null presence) {
      return asks(presence, isNullSet(values));
    }
    if (values.isEmpty()) {
      return whenAbsent(condition);
    }
    boolean against = (effect == Effect.DENY) != condition.isNegated();
    boolean otherwise =
        against
            && key.mayBeSpelledOtherwise()
            && matchesSpelling(condition, request.spellings(key.lowerName()), request);
    boolean negated = condition.isNegated();
    // The negation belongs inside the quantifier: every value must be none of the operands.
    return switch (key.set()) {
      case NONE -> (otherwise || any(true, condition, values, request)) != negated;
      case FOR_ALL_VALUES ->
          isNullSet(values) || (otherwise ? !negated : !any(negated, condition, values, request));
      case FOR_ANY_VALUE ->
          !isNullSet(values) && (otherwise ? !negated : any(!negated, condition, values, request));
    };
  }

  /// Whether one of the spellings matches one of the operands, negation left aside.
  static boolean matchesSpelling(
      Condition condition, List<Spelling> spellings, Variables variables) {
    for (int i = 0; i < spellings.size(); i++) {
      boolean found =
          switch (spellings.get(i)) {
            case Spelling.Text(String text) -> matches(condition, text, variables);
            case Spelling.OfAnyPath unknown ->
                switch (condition) {
                  case Condition.Text(var _, var _, List<WildcardPattern> operands) ->
                      AnyPathMatch.matches(operands, unknown, variables);
                  case Condition.Arn(var _, var _, List<ArnPattern> operands) ->
                      AnyPathMatch.matchesArn(operands, unknown, variables);
                  case Condition.Numeric _,
                      Condition.Date _,
                      Condition.Bool _,
                      Condition.Binary _,
                      Condition.IpAddress _,
                      Condition.Null _ ->
                      false;
                };
          };
      if (found) {
        return true;
      }
    }
    return false;
  }

  /// Rule: an absent key does not match; with a negated operator, `IfExists` or `ForAllValues` the
  /// condition holds. `ForAnyValue` needs a value also with `IfExists`, which counts for each
  /// value: measured on AWS, docs/decisions/0075.
  private static boolean whenAbsent(Condition condition) {
    return switch (condition.key().set()) {
      case NONE -> condition.key().ifExists() || condition.isNegated();
      case FOR_ALL_VALUES -> true;
      case FOR_ANY_VALUE -> false;
    };
  }

  // AWS counts a key "whose values resolve to an empty data set, such as an empty string" as null,
  // for set operators
  // and for Null. A tag with an empty value is still equal to "".
  private static boolean isNullSet(List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static boolean asks(Condition.Null presence, boolean absent) {
    for (int i = 0; i < presence.operands().size(); i++) {
      if (presence.operands().get(i).value() == absent) {
        return true;
      }
    }
    return false;
  }

  /// Whether for one of the values it is true, or false, that it matches one of the operands.
  private static boolean any(
      boolean matching, Condition condition, List<String> values, AuthorizationRequest request) {
    for (int i = 0; i < values.size(); i++) {
      if (matches(condition, values.get(i), request) == matching) {
        return true;
      }
    }
    return false;
  }

  /// Whether one value matches one of the operands, negation left aside.
  private static boolean matches(Condition condition, String value, Variables variables) {
    variables.work(2L + condition.operands().size());
    return switch (condition) {
      case Condition.Text text -> matchesText(text.operands(), value, variables);
      case Condition.Arn arn -> matchesArn(arn.operands(), value, variables);
      case Condition.Numeric numeric -> matchesNumber(numeric, value);
      case Condition.Date date -> matchesDate(date, value);
      case Condition.Bool bool ->
          Condition.Null.parse(value).isPresent() && matchesText(bool.operands(), value, variables);
      case Condition.Binary binary -> matchesBytes(binary, value);
      case Condition.IpAddress address -> matchesAddress(address, value);
      case Condition.Null presence -> asks(presence, false);
    };
  }

  private static boolean matchesText(
      List<WildcardPattern> operands, String value, Variables variables) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).matches(value, variables)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesArn(List<ArnPattern> operands, String value, Variables variables) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).matches(value, variables)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesNumber(Condition.Numeric condition, String value) {
    Optional<NumericValue> number = NumericValue.parse(value);
    return number.isPresent()
        && condition.operands().stream()
            .anyMatch(
                o -> condition.operation().comparison().holds(number.get().compareTo(o.value())));
  }

  private static boolean matchesDate(Condition.Date condition, String value) {
    Optional<DateValue> date = DateValue.parse(value);
    return date.isPresent()
        && condition.operands().stream()
            .anyMatch(
                o -> condition.operation().comparison().holds(date.get().compareTo(o.value())));
  }

  private static boolean matchesBytes(Condition.Binary condition, String value) {
    Optional<String> bytes = Condition.Binary.canonical(value);
    return bytes.isPresent()
        && condition.operands().stream().anyMatch(o -> o.value().equals(bytes.get()));
  }

  private static boolean matchesAddress(Condition.IpAddress condition, String value) {
    Optional<IpRange.Address> address = IpRange.Address.parse(value);
    return address.isPresent()
        && condition.operands().stream().anyMatch(o -> o.value().contains(address.get()));
  }
}
