package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.DocumentReading.Problem;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.Place;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.workload.request.DesignKind;
import dev.brevet.workload.request.DesignRequest;
import dev.brevet.workload.request.Designers;

/// The fields of a design's request, each with the option that gives it.
///
/// The command line checks none of them: the reader of such requests does, and names a field. Here
/// that becomes the name of the option.
final class DesignFields {
  private static final Pattern NUMBER = Pattern.compile("\\[(\\d+)]");

  private final Syntax syntax;
  private final Map<String, String> options = new HashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();

  /// What the command line gives for a field. Empty where the request leaves the field out.
  interface Value {
    Optional<JsonValue> read() throws Failure;
  }

  DesignFields(Syntax syntax) {
    this.syntax = syntax;
  }

  void add(String field, String option, Value value) {
    options.put(field, option);
    values.put(field, value);
  }

  void parameter(String field, String label, String... description) {
    Supplier<String> parameter = syntax.parameter(label, description);
    add(field, label, () -> Optional.of(JsonValue.of(parameter.get())));
  }

  void option(String field, String names, String label, String... description) {
    Supplier<Optional<String>> option = syntax.option(names, label, description);
    add(field, longName(names), () -> option.get().map(JsonValue::of));
  }

  void required(String field, String names, String label, String... description) {
    Supplier<String> option = syntax.required(names, label, description);
    add(field, longName(names), () -> Optional.of(JsonValue.of(option.get())));
  }

  void options(String field, String names, String label, String... description) {
    Supplier<List<String>> several = syntax.options(names, label, description);
    add(
        field,
        longName(names),
        () ->
            Optional.of(several.get())
                .filter(texts -> !texts.isEmpty())
                .map(texts -> JsonValue.texts(texts)));
  }

  void flag(String field, String names, String... description) {
    BooleanSupplier flag = syntax.flag(names, description);
    add(field, names, () -> Optional.of(JsonValue.of(flag.getAsBoolean())));
  }

  /// Where a design is for.
  void scope() {
    required("account", "-a --account", "ID", "The account, twelve digits.");
    option("region", "-r --region", "REGION", "The region, such as eu-central-1.");
    option("partition", "--partition", "NAME", "Default: the region's, or aws.");
  }

  /// What a workload calls.
  ///
  /// @param description whose calls they are
  void calls(String description) {
    Supplier<List<String>> calls =
        syntax.options("--call", "ACTION[,ACTION]=RESOURCE", description);
    add(
        "calls",
        "--call",
        () -> {
          List<JsonValue> json = new ArrayList<>();
          for (String call : calls.get()) {
            int equals = call.indexOf('=');
            if (equals < 1) {
              throw Failure.of(
                  Exit.USAGE,
                  "`--call " + call + "` must be actions, =, and a resource's ARN or *");
            }
            json.add(
                JsonValue.of(
                    Map.of(
                        "actions",
                        JsonValue.texts(List.of(call.substring(0, equals).split(",", -1))),
                        "resources",
                        JsonValue.of(call.substring(equals + 1)))));
          }
          return Optional.of(JsonValue.of(json));
        });
  }

  /// The design that the options ask for: made here, or by the Brevet that the command line names.
  JsonObject design(DesignKind kind, ConnectionOptions connection, Environment environment)
      throws Failure {
    Map<String, JsonValue> given = new LinkedHashMap<>();
    for (Map.Entry<String, Value> field : values.entrySet()) {
      field.getValue().read().ifPresent(value -> given.put(field.getKey(), value));
    }
    JsonObject document = nested(given);
    return switch (Fields.request(document, body -> kind.read(body, WorkBudget.unlimited()))) {
      case DocumentReading.Readable(DesignRequest request) ->
          connection.isGiven()
              ? connection.open(environment).post("/v1" + kind.path(), document)
              : request.design(Designers.forOne(), WorkBudget.unlimited());
      case DocumentReading.Unreadable(List<Problem> problems) -> {
        problems.stream().limit(problems.size() - 1).map(this::shown).forEach(environment::tell);
        throw Failure.of(Exit.USAGE, shown(problems.getLast()));
      }
    };
  }

  /// `a.b` is the field `b` of the object `a`.
  private static JsonObject nested(Map<String, JsonValue> fields) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    Map<String, Map<String, JsonValue>> inner = new LinkedHashMap<>();
    fields.forEach(
        (field, value) -> {
          int dot = field.indexOf('.');
          if (dot < 0) {
            members.put(field, value);
          } else {
            inner
                .computeIfAbsent(field.substring(0, dot), _ -> new LinkedHashMap<>())
                .put(field.substring(dot + 1), value);
          }
        });
    inner.forEach((name, value) -> members.put(name, nested(value)));
    return JsonValue.of(members);
  }

  private String shown(Problem problem) {
    Matcher number = NUMBER.matcher(problem.field());
    String option = named(number.replaceAll(""));
    Place place = problem.place();
    if (place.line() > 0) {
      String what = problem.what().replaceFirst("^is ", "");
      return option + ":" + place.line() + ":" + place.column() + ": " + what;
    }
    String which =
        number.reset().find() ? " number " + (Integer.parseInt(number.group(1)) + 1) : "";
    return "`" + option + "`" + which + " " + problem.what();
  }

  /// The option of a field, or of what the field is in.
  private String named(String field) {
    int dot = field.lastIndexOf('.');
    return options.containsKey(field) || dot < 0
        ? options.getOrDefault(field, field)
        : named(field.substring(0, dot));
  }

  private static String longName(String names) {
    return names.substring(names.lastIndexOf(' ') + 1);
  }
}
