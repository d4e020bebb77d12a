package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Value;

/// The IAM actions of AWS SDK integrations.
///
/// An operation needs the action of its own name where IAM has it, else what the table of
/// exceptions says. Where neither has an answer, none is guessed. Source: Step Functions Developer
/// Guide, supported-services-awssdk; Service Authorization Reference.
public final class SdkTable {
  private static final Map<String, String> PARTIQL =
      Map.of("SELECT", "Select", "INSERT", "Insert", "UPDATE", "Update", "DELETE", "Delete");

  private final Catalogue catalogue;
  private final Map<String, String> prefixes;
  private final Map<String, String> exceptions;
  private final IntegrationTable calls = IntegrationTable.ofSdkCalls();

  private SdkTable(
      Catalogue catalogue, Map<String, String> prefixes, Map<String, String> exceptions) {
    this.catalogue = catalogue;
    this.prefixes = prefixes;
    this.exceptions = exceptions;
  }

  /// The table that ships with this program.
  public static SdkTable bundled(Catalogue catalogue) {
    return new SdkTable(catalogue, pairs("sdk-services.tsv"), pairs("sdk-actions.tsv"));
  }

  /// What came of looking up an operation.
  public sealed interface Lookup {}

  /// The actions, one or more.
  public record Actions(List<Action> actions) implements Lookup {
    public Actions {
      actions = List.copyOf(actions);
    }
  }

  /// Why there are none, in words.
  public record NotKnown(String reason) implements Lookup {}

  /// What the call needs, where more is known of it than the catalogue has.
  Optional<Integration> statements(TaskResource.Sdk call) {
    return calls.find(call.name());
  }

  /// What tables know of calls, sorted by name.
  public Collection<Integration> calls() {
    return calls.all();
  }

  /// The name that an optimised integration of the same call has.
  String optimisedName(TaskResource.Sdk call) {
    return prefixes.getOrDefault(call.service(), call.service()) + ":" + call.api();
  }

  /// The actions that `call` needs with these arguments.
  public Lookup find(TaskResource.Sdk call, Arguments arguments) {
    if (!call.service().equals(AsciiCase.lower(call.service()))) {
      return new NotKnown("Step Functions takes names of services in lower case only");
    }
    String prefix = prefixes.get(call.service());
    if (prefix == null) {
      return new NotKnown("no AWS SDK service is known by the name `" + call.service() + "`");
    }
    String exception = exceptions.get(call.name());
    if (exception != null) {
      return actions(call, List.of(exception.split(" ")));
    }
    return switch (call.service() + ":" + call.api()) {
      case String _ when !isCamelCase(call.api()) ->
          new NotKnown("Step Functions takes operations in camel case only: `getObject`");
      case "dynamodb:transactWriteItems" -> transaction(arguments);
      case "dynamodb:executeStatement" -> partiql(call, arguments.values("Statement"));
      case "dynamodb:batchExecuteStatement" ->
          partiql(call, arguments.values("Statements[].Statement"));
      case "dynamodb:executeTransaction" ->
          partiql(call, arguments.values("TransactStatements[].Statement"));
      default -> byName(call, prefix);
    };
  }

  private static boolean isCamelCase(String api) {
    return !api.isEmpty() && api.charAt(0) >= 'a' && api.charAt(0) <= 'z';
  }

  private Lookup byName(TaskResource.Sdk call, String prefix) {
    if (prefix.equals("apigateway")) {
      return verb(call.api())
          .<Lookup>map(verb -> actions(call, List.of("apigateway:" + verb)))
          .orElseGet(() -> unknown(call));
    }
    return actions(call, List.of(prefix + ":" + call.api()));
  }

  private Lookup actions(TaskResource.Sdk call, List<String> names) {
    List<Action> actions = new ArrayList<>();
    for (String name : names) {
      Optional<Action> action =
          Action.parse(name).flatMap(catalogue::action).map(found -> found.action());
      if (action.isEmpty() || (names.size() == 1 && !isSpelled(call, name, action.get()))) {
        return unknown(call);
      }
      actions.add(action.get());
    }
    return new Actions(actions);
  }

  /// Whether the operation has the capitals of the action: `getObject` of `GetObject`. In a run of
  /// them SDKs differ, `createDbInstance` and `createDBInstance`. Source: Step Functions Developer
  /// Guide, supported-services-awssdk.
  private static boolean isSpelled(TaskResource.Sdk call, String name, Action action) {
    String api = call.api();
    if (!name.endsWith(":" + api)) {
      return true;
    }
    String known = action.name();
    for (int i = 1; i < api.length(); i++) {
      boolean afterCapital = isCapital(known.charAt(i - 1));
      boolean beginsWord =
          isCapital(known.charAt(i)) && i + 1 < known.length() && isLower(known.charAt(i + 1));
      if (known.charAt(i) != api.charAt(i) && (!afterCapital || beginsWord)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  /// API Gateway's management API is authorized by HTTP verb. Source: API Gateway Developer Guide,
  /// api-gateway-iam-policy-examples.
  private static Optional<String> verb(String api) {
    Map<String, String> byBeginning =
        Map.of(
            "get",
            "GET",
            "export",
            "GET",
            "create",
            "POST",
            "import",
            "POST",
            "update",
            "PATCH",
            "delete",
            "DELETE",
            "put",
            "PUT",
            "reimport",
            "PUT");
    return byBeginning.entrySet().stream()
        .filter(entry -> api.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// By the kinds of writes in `TransactItems`.
  private Lookup transaction(Arguments arguments) {
    List<String> actions = new ArrayList<>();
    for (Map.Entry<String, String> kind :
        List.of(
            Map.entry("ConditionCheck", "dynamodb:ConditionCheckItem"),
            Map.entry("Delete", "dynamodb:DeleteItem"),
            Map.entry("Put", "dynamodb:PutItem"),
            Map.entry("Update", "dynamodb:UpdateItem"))) {
      List<Value> items = arguments.values("TransactItems[]." + kind.getKey());
      if (arguments.isWhollyDynamic() || dynamicItems(arguments)) {
        return new NotKnown("what `TransactItems` writes is only known at run time");
      }
      if (items.stream().anyMatch(item -> !(item instanceof Value.Missing))) {
        actions.add(kind.getValue());
      }
    }
    return actions.isEmpty()
        ? new NotKnown("`TransactItems` is not given")
        : new Actions(actions.stream().map(name -> Action.parse(name).orElseThrow()).toList());
  }

  private static boolean dynamicItems(Arguments arguments) {
    return arguments.value("TransactItems") instanceof Value.AtRunTime(String expression, _)
        && !expression.equals(Arguments.STRUCTURE);
  }

  /// By the verb that each statement begins with.
  private static Lookup partiql(TaskResource.Sdk call, List<Value> statements) {
    List<Action> actions = new ArrayList<>();
    for (Value statement : statements) {
      if (!(statement instanceof Value.Known(String text))) {
        return new NotKnown(
            "the PartiQL statement of `" + call.api() + "` is not in the definition");
      }
      String verb = AsciiCase.upper(text.strip().split("\\s", 2)[0]);
      if (!PARTIQL.containsKey(verb)) {
        return new NotKnown(
            "a PartiQL statement begins with none of SELECT, INSERT, UPDATE, DELETE");
      }
      Action action = new Action("dynamodb", "PartiQL" + PARTIQL.get(verb));
      if (!actions.contains(action)) {
        actions.add(action);
      }
    }
    return actions.isEmpty() ? new NotKnown("no PartiQL statement is given") : new Actions(actions);
  }

  private static Lookup unknown(TaskResource.Sdk call) {
    return new NotKnown("no IAM action is known for the operation `" + call.name() + "`");
  }

  private static Map<String, String> pairs(String resource) {
    return new String(IntegrationTable.bytes(resource), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", 2))
        .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));
  }
}
