package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.policy.element.OperatorName;
import dev.brevet.policy.lint.LintedStatement.Condition;
import dev.brevet.policy.lint.LintedStatement.Principal;

/// Reads what stands in the elements of a statement: lists of texts, principals, conditions.
/// Reports what the grammar does not have there, and keeps what makes sense.
record ElementOutline(Report report) {
  private static final List<String> PRINCIPAL_KINDS =
      List.of("AWS", "Service", "Federated", "CanonicalUser");

  /// Strings, one or a list of them.
  List<Item> texts(JsonValue value, String pointer, String emptyId) {
    return texts(value, pointer, emptyId, false);
  }

  /// @param loose whether numbers and booleans may stand for strings, as in conditions
  private List<Item> texts(JsonValue value, String pointer, String emptyId, boolean loose) {
    boolean list = value instanceof JsonArray;
    List<JsonValue> items = value.asList();
    if (items.isEmpty()) {
      report.warning(
          emptyId,
          Item.of(value, "", pointer, false),
          "an empty list matches nothing, so the statement has no effect");
    }
    List<Item> texts = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      JsonValue item = items.get(i);
      String below = list ? pointer + "/" + i : pointer;
      text(item, below, loose).ifPresent(text -> texts.add(Item.of(item, text, below, list)));
    }
    return texts;
  }

  private Optional<String> text(JsonValue value, String pointer, boolean loose) {
    if (value instanceof JsonString(String text, var _)) {
      return Optional.of(text);
    }
    Optional<String> text = loose ? value.asScalar() : Optional.empty();
    if (text.isEmpty()) {
      report.error("DATA_TYPE_MISMATCH", Item.of(value, "", pointer, false), "must be a string");
    }
    return text;
  }

  List<Principal> principals(JsonObject statement, String pointer, String name) {
    Optional<JsonValue> value = statement.get(name);
    if (value.isEmpty()) {
      return List.of();
    }
    String below = Item.below(pointer, name);
    List<Principal> principals = new ArrayList<>();
    switch (value.get()) {
      case JsonString string -> {
        Item item = Item.of(string, string.text(), below, false);
        if (!string.text().equals("*")) {
          report.error(
              "INVALID_PRINCIPAL",
              item,
              "`Principal` is `*` or an object such as `{\"AWS\": \"...\"}`, not "
                  + Report.shown(item));
        }
        principals.add(new Principal("*", item));
      }
      case JsonObject object -> {
        DocumentOutline.elements(object, below, PRINCIPAL_KINDS, report);
        if (object.members().isEmpty()) {
          report.error(
              "MISSING_PRINCIPAL", Item.of(object, "", below, false), "`Principal` is empty");
        }
        for (Member member : object.members()) {
          texts(member.value(), Item.below(below, member.name()), "EMPTY_ARRAY_PRINCIPAL")
              .forEach(item -> principals.add(new Principal(member.name(), item)));
        }
      }
      case JsonArray _, JsonNumber _, JsonBoolean _, JsonNull _ ->
          report.error(
              "DATA_TYPE_MISMATCH",
              Item.of(value.get(), "", below, false),
              "`Principal` is `*` or an object");
    }
    return principals;
  }

  List<Condition> conditions(JsonObject statement, String pointer) {
    Optional<JsonValue> value = statement.get("Condition");
    if (value.isEmpty()) {
      return List.of();
    }
    String below = pointer + "/Condition";
    if (!(value.get() instanceof JsonObject operators)) {
      report.error(
          "DATA_TYPE_MISMATCH",
          Item.of(value.get(), "", below, false),
          "`Condition` is an object of operators");
      return List.of();
    }
    if (operators.members().isEmpty()) {
      report.info(
          "EMPTY_OBJECT_CONDITION",
          Item.of(operators, "", below, false),
          "a condition without operators always holds",
          Patch.remove(below));
    }
    List<Condition> conditions = new ArrayList<>();
    for (Member operator : operators.members()) {
      operator(operator, Item.below(below, operator.name()), conditions);
    }
    return conditions;
  }

  private void operator(Member operator, String pointer, List<Condition> conditions) {
    Item item = new Item(operator.name(), operator.place(), pointer, false);
    Optional<OperatorName> name = OperatorName.parseInAnyCase(operator.name());
    boolean isSpelled = name.filter(known -> known.text().equals(operator.name())).isPresent();
    if (!isSpelled) {
      report.error(
          "INVALID_CONDITION_OPERATOR",
          item,
          "IAM has no operator "
              + Report.shown(item)
              + name.map(meant -> ": `" + meant.text() + "` is spelled with that case").orElse(""));
    }
    if (!(operator.value() instanceof JsonObject keys)) {
      report.error(
          "DATA_TYPE_MISMATCH",
          Item.of(operator.value(), "", pointer, false),
          "an operator has an object of condition keys");
      return;
    }
    if (keys.members().isEmpty()) {
      report.info(
          "EMPTY_OBJECT_CONDITION",
          item,
          "an operator without keys always holds",
          // What IAM does not have makes it refuse the policy.
          isSpelled ? new JsonObject[] {Patch.remove(pointer)} : new JsonObject[0]);
    }
    Set<String> names = new HashSet<>();
    Set<String> lowerNames = new HashSet<>();
    for (Member key : keys.members()) {
      String below = Item.below(pointer, key.name());
      Item shown = new Item(key.name(), key.place(), below, false);
      if (names.add(key.name()) && !lowerNames.add(AsciiCase.lower(key.name()))) {
        report.error(
            "DUPLICATE_KEY",
            shown,
            Report.shown(shown) + " is given twice, in other capitals: condition keys ignore case");
      }
      conditions.add(
          new Condition(
              item, name, shown, texts(key.value(), below, "EMPTY_ARRAY_CONDITION", true)));
    }
  }
}
