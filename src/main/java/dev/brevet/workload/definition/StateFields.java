package dev.brevet.workload.definition;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// The fields of a state that tell what it calls.
final class StateFields {
  static final String LANGUAGE = "QueryLanguage";

  private StateFields() {}

  /// What in a state is no expression in its query language, though it is read as one: the state
  /// may do less than its role is allowed, and another thing than its reader thinks. Source: Step
  /// Functions Developer Guide, statemachine-structure, transforming-data.
  ///
  /// @param ofMachine the language of states that do not say theirs
  static Optional<String> otherLanguage(JsonObject state, String ofMachine) {
    boolean jsonata = state.text(LANGUAGE).orElse(ofMachine).equals("JSONata");
    return Stream.of(
            "Resource", "Arguments", "Parameters", "Credentials", "ItemReader", "ResultWriter")
        .flatMap(field -> state.get(field).stream())
        .flatMap(value -> FieldValue.otherLanguage(value, jsonata).stream())
        .findFirst()
        .map(
            text ->
                "`"
                    + UntrustedText.shown(text)
                    + "` is read as an expression, and is none: the state's `QueryLanguage` is "
                    + (jsonata ? "JSONata" : "JSONPath"));
  }

  /// A setting that is one of a few texts. Empty when it is none of them, or not known.
  static Optional<String> setting(
      Arguments config, String name, String otherwise, List<String> known) {
    return switch (config.value(name)) {
      case Value.Known(String text) -> Optional.of(text).filter(known::contains);
      case Value.Missing() -> Optional.of(otherwise);
      case Value.AtRunTime _, Value.Unsubstituted _ -> Optional.empty();
    };
  }

  /// What a placeholder in the name of a field leaves open: it may be any field.
  static Optional<String> unnamed(JsonObject object) {
    return new Arguments(Optional.of(object))
        .unnamed()
        .map(
            unnamed ->
                "nothing substitutes `"
                    + UntrustedText.shown(unnamed.placeholder())
                    + "` in `"
                    + UntrustedText.shown(unnamed.text())
                    + "`, the name of a field");
  }

  /// Of two spellings of one thing a state has one.
  static Optional<String> both(String state, JsonObject object, String one, String other) {
    return object.get(one).isPresent() && object.get(other).isPresent()
        ? Optional.of(
            "state `" + UntrustedText.shown(state) + "` has both `" + one + "` and `" + other + "`")
        : Optional.empty();
  }

  /// A writer may have only a configuration, and then it writes nowhere but into the state's
  /// output.
  static Optional<Step.Access> access(JsonObject state, String name, String configuration) {
    return state
        .get(name)
        .flatMap(JsonValue::asObject)
        .filter(access -> unnamed(access).isEmpty())
        .flatMap(
            access ->
                text(access, "Resource")
                    .map(
                        resource ->
                            new Step.Access(
                                resource,
                                arguments(access),
                                new Arguments(
                                    Optional.of(
                                        access
                                            .get(configuration)
                                            .orElse(JsonValue.of(Map.of())))))));
  }

  static Optional<Value> text(JsonObject object, String name) {
    return object.text(name).map(_ -> new Arguments(Optional.of(object)).value(name));
  }

  static Arguments arguments(JsonObject state) {
    return new Arguments(state.get("Arguments").or(() -> state.get("Parameters")));
  }
}
