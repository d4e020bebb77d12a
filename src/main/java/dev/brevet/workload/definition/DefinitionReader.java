package dev.brevet.workload.definition;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.json.Place;

/// Reads state machine definitions. Never throws, whatever the text.
///
/// It checks what a role depends on: that this is a machine with states of known types, and what
/// they call. It is no validator of the rest. Source: states-language.net; Step Functions Developer
/// Guide, concepts-amazon-states-language.
public final class DefinitionReader {
  private static final Set<String> TYPES =
      Set.of("Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map");

  /// Source: Step Functions API, StateEnteredEventDetails.
  private static final int LONGEST_NAME = 80;

  private final List<Step> steps = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private String language = "JSONPath";

  private DefinitionReader() {}

  /// What reading came to.
  public sealed interface Reading {}

  /// It is a state machine.
  public record Read(StateMachineDefinition definition) implements Reading {}

  /// It is not.
  ///
  /// @param line from 1; 0 where no place can be given
  /// @param column from 1; 0 where no place can be given
  /// @param message what is wrong, fit to show
  public record NotADefinition(int line, int column, String message) implements Reading {}

  /// Reads UTF-8.
  public static Reading read(byte[] utf8, Substitutions substitutions) {
    if (utf8.length > StateMachineDefinition.MAXIMUM_BYTES) {
      return tooLong();
    }
    JsonReader.Reading json = JsonReader.read(utf8);
    if (json instanceof JsonReader.NotJson) {
      substitutions.budget().buyCharacters(utf8.length);
      String text = new String(utf8, StandardCharsets.UTF_8);
      JsonReader.Reading substituted =
          JsonReader.read(BarePlaceholders.substituted(text, substitutions));
      json = substituted instanceof JsonReader.Read ? substituted : json;
    }
    return read(json, substitutions);
  }

  /// Reads a text.
  public static Reading read(String text, Substitutions substitutions) {
    return read(text.getBytes(StandardCharsets.UTF_8), substitutions);
  }

  /// Reads a value that was read already, whatever it was written in.
  public static Reading read(JsonReader.Reading json, Substitutions substitutions) {
    return switch (json) {
      case JsonReader.NotJson not -> new NotADefinition(not.line(), not.column(), not.message());
      case JsonReader.Read(JsonValue value) -> read(value, substitutions);
    };
  }

  private static Reading read(JsonValue written, Substitutions substitutions) {
    DefinitionReader reader = new DefinitionReader();
    written
        .asObject()
        .flatMap(machine -> machine.text(StateFields.LANGUAGE))
        .ifPresent(language -> reader.language = language);
    JsonValue value;
    try {
      value = SubstitutedTree.of(written, substitutions);
    } catch (SubstitutedTree.Wrong e) {
      return at(e.at(), String.valueOf(e.getMessage()));
    }
    return value instanceof JsonObject machine
        ? reader
            .machine(machine, false)
            .<Reading>map(problem -> problem)
            .orElseGet(
                () -> new Read(new StateMachineDefinition(reader.steps, reader.names.size())))
        : at(value.place(), "a definition must be an object");
  }

  /// A machine, a branch or an item processor.
  private Optional<NotADefinition> machine(JsonObject machine, boolean inExpressChild) {
    for (Member member : machine.members()) {
      if (Substitutions.placeholder(member.name()).isPresent()) {
        return problem(
            member.place(),
            "nothing substitutes `"
                + UntrustedText.shown(member.name())
                + "`, the name of a field of a machine");
      }
    }
    Optional<JsonObject> all = machine.get("States").flatMap(JsonValue::asObject);
    if (all.isEmpty() || all.get().members().isEmpty()) {
      return problem(machine.place(), "`States` must be an object with at least one state");
    }
    Optional<String> first = machine.text("StartAt");
    if (first.isEmpty()) {
      return problem(machine.place(), "`StartAt` must name a state");
    }
    if (all.get().member(first.get()).isEmpty()
        && Substitutions.placeholder(first.get()).isEmpty()) {
      return problem(
          machine.place(),
          "`StartAt` names `" + UntrustedText.shown(first.get()) + "`, which does not exist");
    }
    return first(all.get().members(), member -> state(member, inExpressChild));
  }

  private Optional<NotADefinition> state(Member member, boolean inExpressChild) {
    if (!(member.value() instanceof JsonObject state)) {
      return problem(
          member.place(), "state `" + UntrustedText.shown(member.name()) + "` must be an object");
    }
    Optional<String> type = state.text("Type").filter(TYPES::contains);
    if (type.isEmpty()) {
      return problem(
          member.place(),
          "state `" + UntrustedText.shown(member.name()) + "` has no `Type` of the language");
    }
    if (member.name().codePointCount(0, member.name().length()) > LONGEST_NAME) {
      return problem(
          member.place(),
          "state `"
              + UntrustedText.shown(member.name())
              + "`: a name has "
              + LONGEST_NAME
              + " characters at most");
    }
    if (!names.add(member.name())) {
      return problem(
          member.place(),
          "state `"
              + UntrustedText.shown(member.name())
              + "` is given twice: names of states must be unique");
    }
    Optional<String> unnamed = StateFields.unnamed(state);
    if (unnamed.isPresent()) {
      steps.add(new Step.Unclear(member.name(), unnamed.get()));
      return Optional.empty();
    }
    StateFields.otherLanguage(state, language)
        .ifPresent(reason -> steps.add(new Step.Unclear(member.name(), reason)));
    return switch (type.get()) {
      case "Task" -> task(member, state, inExpressChild);
      case "Map" -> map(member, state, inExpressChild);
      case "Parallel" -> parallel(member, state, inExpressChild);
      default -> Optional.empty();
    };
  }

  private Optional<NotADefinition> task(Member member, JsonObject state, boolean inExpressChild) {
    Optional<Value> resource = StateFields.text(state, "Resource");
    if (resource.isEmpty()) {
      return problem(
          member.place(), "task `" + UntrustedText.shown(member.name()) + "` has no `Resource`");
    }
    Optional<String> both = StateFields.both(member.name(), state, "Arguments", "Parameters");
    if (both.isPresent()) {
      return problem(member.place(), both.get());
    }
    Optional<JsonValue> credentials = state.get("Credentials");
    Value role =
        credentials.isEmpty() ? new Value.Missing() : new Arguments(credentials).value("RoleArn");
    steps.add(
        credentials.isPresent() && role instanceof Value.Missing
            ? new Step.Unclear(member.name(), "`Credentials` has no `RoleArn`")
            : new Step.Task(
                member.name(), resource.get(), StateFields.arguments(state), role, inExpressChild));
    return Optional.empty();
  }

  private Optional<NotADefinition> parallel(
      Member member, JsonObject state, boolean inExpressChild) {
    if (!(state.get("Branches").orElse(null) instanceof JsonArray branches)) {
      return problem(
          member.place(),
          "parallel state `" + UntrustedText.shown(member.name()) + "` has no `Branches`");
    }
    return first(
        branches.items(),
        branch ->
            branch instanceof JsonObject machine
                ? machine(machine, inExpressChild)
                : problem(branch.place(), "a branch must be an object"));
  }

  private Optional<NotADefinition> map(Member member, JsonObject state, boolean inExpressChild) {
    Optional<JsonObject> processor =
        state.get("ItemProcessor").or(() -> state.get("Iterator")).flatMap(JsonValue::asObject);
    if (processor.isEmpty()) {
      return problem(
          member.place(),
          "map state `" + UntrustedText.shown(member.name()) + "` has no `ItemProcessor`");
    }
    Optional<String> both = StateFields.both(member.name(), state, "ItemProcessor", "Iterator");
    if (both.isPresent()) {
      return problem(member.place(), both.get());
    }
    Arguments config =
        new Arguments(
            Optional.of(processor.get().get("ProcessorConfig").orElse(JsonValue.of(Map.of()))));
    Optional<String> mode =
        StateFields.setting(config, "Mode", "INLINE", List.of("INLINE", "DISTRIBUTED"));
    Optional<String> type =
        StateFields.setting(config, "ExecutionType", "STANDARD", List.of("STANDARD", "EXPRESS"));
    for (String name : List.of("Mode", "ExecutionType")) {
      Value value = config.value(name);
      if ((name.equals("Mode") ? mode : type).isEmpty()) {
        if (value instanceof Value.Known) {
          return problem(
              member.place(),
              "map state `"
                  + UntrustedText.shown(member.name())
                  + "`: "
                  + value.whyUnknown(name)
                  + ", which the language does not have");
        }
        steps.add(
            new Step.Unclear(
                member.name(), value.whyUnknown(name) + ", so how the map runs is not known"));
      }
    }
    boolean distributed = mode.filter("DISTRIBUTED"::equals).isPresent();
    if (distributed) {
      distributed(member, state);
    }
    boolean express = type.filter("EXPRESS"::equals).isPresent();
    return machine(processor.get(), distributed ? express : inExpressChild);
  }

  private void distributed(Member member, JsonObject state) {
    for (String name : List.of("ItemReader", "ResultWriter")) {
      Optional<String> unclear =
          switch (state.get(name).orElse(null)) {
            case JsonObject access -> StateFields.unnamed(access);
            case null -> Optional.empty();
            default -> Optional.of("`" + name + "` is not an object that can be read");
          };
      unclear.ifPresent(reason -> steps.add(new Step.Unclear(member.name(), reason)));
    }
    steps.add(
        new Step.DistributedMap(
            member.name(),
            state.get("Label").map(_ -> new Arguments(Optional.of(state)).value("Label")),
            StateFields.access(state, "ItemReader", "ReaderConfig"),
            StateFields.access(state, "ResultWriter", "WriterConfig")));
  }

  private static <T> Optional<NotADefinition> first(
      List<T> parts, Function<T, Optional<NotADefinition>> read) {
    for (T part : parts) {
      Optional<NotADefinition> problem = read.apply(part);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Reading tooLong() {
    return new NotADefinition(
        0,
        0,
        "longer than " + StateMachineDefinition.MAXIMUM_BYTES + " bytes, Step Functions' limit");
  }

  private static Optional<NotADefinition> problem(Place place, String message) {
    return Optional.of(at(place, message));
  }

  private static NotADefinition at(Place place, String message) {
    return new NotADefinition(place.line(), place.column(), message);
  }
}
