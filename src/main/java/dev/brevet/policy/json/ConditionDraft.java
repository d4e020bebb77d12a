package dev.brevet.policy.json;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionOperator;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.OperatorName;
import dev.brevet.policy.element.PolicyVersion;

/// A condition as read, before the version, and so the meaning of `${...}` in its operands, is
/// known.
record ConditionDraft(OperatorName operator, String key, List<Tokens.Value> operands) {
  static void readAll(Tokens tokens, List<ConditionDraft> into) throws IOException, Refusal {
    tokens.expectObject("the conditions");
    Set<String> operators = new HashSet<>();
    while (tokens.nextName(operators)) {
      String name = tokens.name();
      OperatorName operator =
          OperatorName.parse(name)
              .orElseThrow(
                  () -> tokens.refusal("unknown condition operator " + Tokens.quoted(name)));
      tokens.next();
      tokens.expectObject("the operands of " + Tokens.quoted(name) + " by key");
      Set<String> keys = new HashSet<>();
      Set<String> lowerKeys = new HashSet<>();
      while (tokens.nextName(keys)) {
        String key = tokens.name();
        if (!lowerKeys.add(AsciiCase.lower(key))) {
          throw tokens.refusal("duplicate key " + Tokens.quoted(key) + ", in other capitals");
        }
        if (key.isEmpty()) {
          throw tokens.refusal("a condition key must not be empty");
        }
        tokens.next();
        into.add(new ConditionDraft(operator, key, tokens.scalars("an operand")));
      }
    }
  }

  Condition compiled(PolicyVersion version, Effect effect) throws Refusal {
    Tokens.requireVariables(operands, version);
    return operator
        .condition(key, Tokens.Value.texts(operands), version, effect)
        .orElseThrow(() -> refused(version));
  }

  private Refusal refused(PolicyVersion version) {
    ConditionOperator.Family family = operator.operation().family();
    Tokens.Value operand =
        operands.stream().filter(o -> !family.takes(o.text(), version)).findFirst().orElseThrow();
    return Tokens.refusal(
        operand.where(),
        "not "
            + family.operand()
            + ": "
            + Tokens.quoted(operand.text())
            + " for key "
            + Tokens.quoted(key));
  }
}
