package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.workload.integration.Integration.Access;
import dev.brevet.workload.integration.Integration.Only;
import dev.brevet.workload.integration.Integration.Permission;
import dev.brevet.workload.integration.ResourceRule.Fallback;

/// What calls need, by `service:api`: every optimised integration, or calls of the AWS SDK.
public final class IntegrationTable {
  private static final ResourceRule NOTHING = new ResourceRule.Fixed(List.of());

  private final Map<String, Integration> byName;

  private IntegrationTable(Map<String, Integration> byName) {
    this.byName = byName;
  }

  /// The table that ships with this program.
  public static IntegrationTable bundled() {
    return bundled("integrations.json");
  }

  /// Calls of AWS SDK integrations that need more, or on other resources, than the catalogue has.
  static IntegrationTable ofSdkCalls() {
    return bundled("sdk-calls.json");
  }

  private static IntegrationTable bundled(String name) {
    Map<String, Integration> byName = new TreeMap<>();
    for (JsonValue value : list(read(name), "integrations")) {
      Integration integration = integration(object(value));
      byName.put(integration.name(), integration);
    }
    return new IntegrationTable(Collections.unmodifiableMap(byName));
  }

  /// The integration of that `service:api`. Empty when Step Functions has none that this table
  /// knows.
  public Optional<Integration> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// All of them, sorted by name.
  public Collection<Integration> all() {
    return byName.values();
  }

  private static Integration integration(JsonObject row) {
    return new Integration(
        text(row, "name"),
        texts(row, "patterns").stream()
            .map(IntegrationPattern::of)
            .collect(Collectors.toUnmodifiableSet()),
        Access.of(row.text("access").orElse("principal")),
        text(row, "source"),
        list(row, "statements").stream().map(value -> permission(object(value))).toList());
  }

  private static Permission permission(JsonObject row) {
    return new Permission(
        row.text("only").map(only -> Only.valueOf(AsciiCase.upper(only))),
        texts(row, "actions"),
        row.get("on").map(IntegrationTable::object).map(IntegrationTable::rule).orElse(NOTHING),
        Optional.of(list(row, "tighter"))
            .filter(rules -> !rules.isEmpty())
            .map(IntegrationTable::rules),
        condition(row, "condition"),
        condition(row, "tighterCondition"),
        row
            .get("if")
            .map(IntegrationTable::object)
            .map(JsonObject::members)
            .orElse(List.of())
            .stream()
            .collect(
                Collectors.toMap(Member::name, member -> member.value().asText().orElseThrow())),
        texts(row, "given"),
        texts(row, "unless"),
        flag(row, "ifPresent"),
        flag(row, "managedRule"),
        flag(row, "optional"),
        row.text("hiddenRoles"),
        row.text("told"));
  }

  private static ResourceRule rules(List<JsonValue> rules) {
    return rules.size() == 1
        ? rule(object(rules.getFirst()))
        : new ResourceRule.All(rules.stream().map(value -> rule(object(value))).toList());
  }

  private static ResourceRule rule(JsonObject row) {
    if (row.get("arns").isPresent()) {
      return new ResourceRule.Fixed(texts(row, "arns"));
    }
    if (row.get("all").isPresent()) {
      return rules(list(row, "all"));
    }
    Fallback atRunTime = fallback(row, "runTime", "tighterRunTime");
    if (row.get("parameters").isPresent()) {
      return new ResourceRule.FromParameters(
          texts(row, "parameters"), text(row, "template"), atRunTime);
    }
    return switch (text(row, "form")) {
      case "api" -> new ResourceRule.FromEndpoint(atRunTime);
      case "copy-source" -> new ResourceRule.FromCopySource(text(row, "parameter"));
      case "object" ->
          new ResourceRule.FromObject(
              text(row, "bucket"), row.text("key").orElse(""), row.text("end"));
      case String form ->
          new ResourceRule.FromParameter(
              texts(row, "parameter"),
              ParameterForm.of(form),
              row.text("qualifier").orElse(""),
              row.text("template").orElse(""),
              atRunTime,
              fallback(row, "missing", "tighterMissing"),
              texts(row, "anyOf"),
              row.text("below").orElse(""));
    };
  }

  private static Fallback fallback(JsonObject row, String usual, String tighter) {
    return row.get(usual).isEmpty()
        ? Fallback.NONE
        : new Fallback(texts(row, usual), texts(row, row.get(tighter).isEmpty() ? usual : tighter));
  }

  private static Map<String, Map<String, List<String>>> condition(JsonObject row, String name) {
    Map<String, Map<String, List<String>>> condition = new LinkedHashMap<>();
    for (Member operator :
        row.get(name).map(IntegrationTable::object).map(JsonObject::members).orElse(List.of())) {
      Map<String, List<String>> keys = new LinkedHashMap<>();
      for (Member key : object(operator.value()).members()) {
        keys.put(
            key.name(),
            key.value().asList().stream().map(value -> value.asText().orElseThrow()).toList());
      }
      condition.put(operator.name(), keys);
    }
    return condition;
  }

  private static boolean flag(JsonObject row, String name) {
    return row.get(name)
        .filter(value -> value instanceof JsonBoolean(boolean set, _) && set)
        .isPresent();
  }

  private static String text(JsonObject row, String name) {
    return row.text(name)
        .orElseThrow(() -> new IllegalStateException("no `" + name + "` in the table"));
  }

  private static List<String> texts(JsonObject row, String name) {
    return list(row, name).stream().map(value -> value.asText().orElseThrow()).toList();
  }

  private static List<JsonValue> list(JsonObject row, String name) {
    return row.get(name).map(JsonValue::asList).orElse(List.of());
  }

  private static JsonObject object(JsonValue value) {
    return value.asObject().orElseThrow();
  }

  static JsonObject read(String name) {
    return switch (JsonReader.read(bytes(name))) {
      case JsonReader.Read(JsonValue value) -> object(value);
      case JsonReader.NotJson not -> throw new IllegalStateException(name + ": " + not.message());
    };
  }

  static byte[] bytes(String name) {
    try (InputStream in = IntegrationTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no resource `" + name + "`");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a table is missing", e);
    }
  }
}
