package dev.brevet.cli;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.EndpointPolicy;
import dev.brevet.workload.EventSource;
import dev.brevet.workload.FunctionRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "function-role",
    description = "The least role of a Lambda function, and its own policy for who calls it.",
    footer = {
      "",
      "  brevet design function-role orders -a 111122223333 -r eu-central-1 \\",
      "    --source arn:aws:sqs:eu-central-1:111122223333:orders \\",
      "    --call dynamodb:GetItem=arn:aws:dynamodb:eu-central-1:111122223333:table/orders"
    })
final class DesignFunctionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "NAME", description = "The function's name.")
  private String name = "";

  @Mixin private ScopeOptions scope = new ScopeOptions();

  @Option(
      names = "--qualifier",
      paramLabel = "VERSION",
      description = "The version or alias that sources call.")
  private Optional<String> qualifier = Optional.empty();

  @Option(
      names = "--source",
      paramLabel = "ARN[@ACCOUNT]",
      description = "An event source; with an account where its ARN has none, as a bucket's.")
  private List<String> sources = List.of();

  @Option(
      names = "--call",
      paramLabel = "ACTION[,ACTION]=RESOURCE",
      description = "What its code calls, and on what.")
  private List<String> calls = List.of();

  @Option(
      names = "--caller",
      paramLabel = "WHO",
      description = "An account, or a user or role by ARN, that may call it.")
  private List<String> callers = List.of();

  @Option(
      names = "--organization",
      paramLabel = "ID",
      description = "The organization whose principals may all call it.")
  private Optional<String> organization = Optional.empty();

  @Option(names = "--vpc", description = "It is attached to a VPC.")
  private boolean vpc;

  @Option(names = "--tracing", description = "It traces with X-Ray.")
  private boolean tracing;

  @Option(
      names = "--destination",
      paramLabel = "ARN",
      description = "Its dead-letter queue or destination.")
  private Optional<String> destination = Optional.empty();

  @Option(
      names = "--kms-key",
      paramLabel = "ARN",
      description = "The key that encrypts its environment.")
  private Optional<String> kmsKey = Optional.empty();

  @Option(
      names = "--only-this-function",
      description = "No other function with this role may make the calls.")
  private boolean onlyThisFunction;

  @Mixin private DesignOutput output = new DesignOutput();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  /// A source, with the account where its ARN has none.
  private record Source(String arn, Optional<String> account) {}

  DesignFunctionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Failure {
    ScopeOptions.Scope where = scope.read();
    if (!name.matches("[A-Za-z0-9_-]{1,64}")
        || qualifier.filter(text -> !text.matches("[A-Za-z0-9_-]{1,128}|\\$LATEST")).isPresent()) {
      throw Failure.of(Exit.USAGE, "the function's name or qualifier is not one that Lambda takes");
    }
    if (destination
        .filter(arn -> Arn.parse(arn).filter(EventSource::isOne).isEmpty())
        .isPresent()) {
      throw Failure.of(Exit.USAGE, "`--destination` is not the ARN of one resource");
    }
    ScopeOptions.checkKey("--kms-key", kmsKey);
    JsonObject design =
        connection.isGiven()
            ? connection.open(surroundings).post("/v1/designs/function-role", body(where))
            : local(where);
    return output.print(design, surroundings);
  }

  private JsonObject local(ScopeOptions.Scope where) throws Failure {
    List<EventSource> read = new ArrayList<>();
    for (Source source : sources()) {
      read.add(
          FunctionRole.source(source.arn(), source.account().orElse(where.account().digits()))
              .orElseThrow(
                  () ->
                      Failure.of(
                          Exit.USAGE,
                          "`--source " + source.arn() + "` is no event source of Lambda")));
    }
    FunctionRole.Design design =
        new FunctionRole(Catalogue.bundled())
            .design(
                new FunctionRole.Request(
                    new FunctionRole.Function(
                        where.partition(),
                        where.requiredRegion(),
                        where.account(),
                        name,
                        qualifier),
                    read,
                    calls(),
                    new FunctionRole.Options(
                        vpc,
                        tracing,
                        destination,
                        kmsKey,
                        onlyThisFunction,
                        organization(),
                        callers())));
    Map<String, JsonValue> json = new LinkedHashMap<>();
    design.role().toJson().members().forEach(member -> json.put(member.name(), member.value()));
    design.functionPolicy().ifPresent(policy -> json.put("functionPolicy", policy));
    return JsonValue.of(json);
  }

  private JsonObject body(ScopeOptions.Scope where) throws Failure {
    List<JsonObject> sourceObjects = new ArrayList<>();
    for (Source source : sources()) {
      Map<String, JsonValue> json = new LinkedHashMap<>();
      json.put("arn", JsonValue.of(source.arn()));
      source.account().ifPresent(id -> json.put("account", JsonValue.of(id)));
      sourceObjects.add(JsonValue.of(json));
    }
    List<JsonObject> callObjects = new ArrayList<>();
    for (FunctionRole.Call call : calls()) {
      Map<String, JsonValue> json = new LinkedHashMap<>();
      json.put("actions", JsonValue.texts(call.actions()));
      json.put("resources", JsonValue.texts(call.resources()));
      callObjects.add(JsonValue.of(json));
    }
    Map<String, JsonValue> options = new LinkedHashMap<>();
    options.put("vpc", JsonValue.of(vpc));
    options.put("tracing", JsonValue.of(tracing));
    options.put("onlyThisFunction", JsonValue.of(onlyThisFunction));
    destination.ifPresent(arn -> options.put("destinationArn", JsonValue.of(arn)));
    kmsKey.ifPresent(arn -> options.put("kmsKeyArn", JsonValue.of(arn)));
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("functionName", JsonValue.of(name));
    qualifier.ifPresent(text -> body.put("qualifier", JsonValue.of(text)));
    where.addTo(body);
    body.put("eventSources", JsonValue.of(sourceObjects));
    body.put("calls", JsonValue.of(callObjects));
    body.put("callers", JsonValue.texts(callers()));
    organization().ifPresent(id -> body.put("organizationId", JsonValue.of(id)));
    body.put("options", JsonValue.of(options));
    return JsonValue.of(body);
  }

  private List<Source> sources() throws Failure {
    List<Source> read = new ArrayList<>();
    for (String source : sources) {
      int at = source.lastIndexOf('@');
      Optional<String> account = at < 0 ? Optional.empty() : Optional.of(source.substring(at + 1));
      String arn = at < 0 ? source : source.substring(0, at);
      if (Arn.parse(arn).isEmpty()
          || account.filter(id -> AccountId.parse(id).isEmpty()).isPresent()) {
        throw Failure.of(Exit.USAGE, "`--source " + source + "` is not ARN or ARN@ACCOUNT");
      }
      read.add(new Source(arn, account));
    }
    return read;
  }

  private List<FunctionRole.Call> calls() throws Failure {
    List<FunctionRole.Call> read = new ArrayList<>();
    for (String call : calls) {
      int equals = call.indexOf('=');
      String resource = call.substring(equals + 1);
      if (equals < 1 || !(resource.equals("*") || Arn.parse(resource).isPresent())) {
        throw Failure.of(
            Exit.USAGE, "`--call " + call + "` is not actions, = and a resource's ARN or *");
      }
      read.add(
          new FunctionRole.Call(
              List.of(call.substring(0, equals).split(",", -1)), List.of(resource)));
    }
    return read;
  }

  private List<String> callers() throws Failure {
    for (String caller : callers) {
      if (AccountId.parse(caller).isEmpty() && Principal.parseArn(caller).isEmpty()) {
        throw Failure.of(
            Exit.USAGE, "`--caller " + caller + "` is not an account, or a user or role by ARN");
      }
    }
    return callers;
  }

  private Optional<String> organization() throws Failure {
    if (organization.filter(id -> !EndpointPolicy.Request.isOrganization(id)).isPresent()) {
      throw Failure.of(Exit.USAGE, "`--organization` is not the id of an organization");
    }
    return organization;
  }
}
