package dev.brevet.cli;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Surroundings;
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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

final class DesignFunctionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  private final Supplier<String> name;
  private final ScopeOptions scope;
  private final Supplier<Optional<String>> qualifier;
  private final Supplier<List<String>> sources;
  private final CallOptions calls;
  private final Supplier<List<String>> callers;
  private final Supplier<Optional<String>> organization;
  private final BooleanSupplier vpc;
  private final BooleanSupplier tracing;
  private final Supplier<Optional<String>> destination;
  private final Supplier<Optional<String>> kmsKey;
  private final BooleanSupplier onlyThisFunction;
  private final DesignOutput output;
  private final ConnectionOptions connection;

  /// A source, with the account where its ARN has none.
  private record Source(String arn, Optional<String> account) {}

  DesignFunctionCommand(Surroundings surroundings, Syntax syntax) {
    this.surroundings = surroundings;
    syntax.describe(
        "The least role of a Lambda function, and the function's own policy for its callers.",
        "",
        "  brevet design function-role orders -a 111122223333 -r eu-central-1 \\",
        "    --source arn:aws:sqs:eu-central-1:111122223333:orders \\",
        "    --call dynamodb:GetItem=arn:aws:dynamodb:eu-central-1:111122223333:table/orders");
    name = syntax.parameter("NAME", "The function's name.");
    scope = new ScopeOptions(syntax);
    qualifier = syntax.option("--qualifier", "VERSION", "The version or alias that sources call.");
    sources =
        syntax.options(
            "--source",
            "ARN[@ACCOUNT]",
            "An event source; with an account where its ARN has none, as a bucket's.");
    calls = new CallOptions(syntax, "Actions that its code calls, and their resource.");
    callers =
        syntax.options(
            "--caller", "WHO", "An account, or a user or role by ARN, that may call it.");
    organization =
        syntax.option("--organization", "ID", "The organization whose principals may all call it.");
    vpc = syntax.flag("--vpc", "It is attached to a VPC.");
    tracing = syntax.flag("--tracing", "It traces with X-Ray.");
    destination = syntax.option("--destination", "ARN", "Its dead-letter queue or destination.");
    kmsKey = syntax.option("--kms-key", "ARN", "The key that encrypts its environment.");
    onlyThisFunction =
        syntax.flag("--only-this-function", "No other function with this role may make the calls.");
    output = new DesignOutput(syntax);
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    ScopeOptions.Scope where = scope.read();
    if (!name.get().matches("[A-Za-z0-9_-]{1,64}")
        || qualifier
            .get()
            .filter(text -> !text.matches("[A-Za-z0-9_-]{1,128}|\\$LATEST"))
            .isPresent()) {
      throw Failure.of(
          Exit.USAGE, "the function's name or qualifier is not one that Lambda accepts");
    }
    if (destination
        .get()
        .filter(arn -> Arn.parse(arn).filter(EventSource::isOne).isEmpty())
        .isPresent()) {
      throw Failure.of(Exit.USAGE, "`--destination` is not the ARN of one resource");
    }
    ScopeOptions.checkKey("--kms-key", kmsKey.get());
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
                          "`--source " + source.arn() + "` is not an event source of Lambda")));
    }
    FunctionRole.Design design =
        new FunctionRole(Catalogue.bundled())
            .design(
                new FunctionRole.Request(
                    new FunctionRole.Function(
                        where.partition(),
                        where.requiredRegion(),
                        where.account(),
                        name.get(),
                        qualifier.get()),
                    read,
                    calls.read(),
                    new FunctionRole.Options(
                        vpc.getAsBoolean(),
                        tracing.getAsBoolean(),
                        destination.get(),
                        kmsKey.get(),
                        onlyThisFunction.getAsBoolean(),
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
    Map<String, JsonValue> options = new LinkedHashMap<>();
    options.put("vpc", JsonValue.of(vpc.getAsBoolean()));
    options.put("tracing", JsonValue.of(tracing.getAsBoolean()));
    options.put("onlyThisFunction", JsonValue.of(onlyThisFunction.getAsBoolean()));
    destination.get().ifPresent(arn -> options.put("destinationArn", JsonValue.of(arn)));
    kmsKey.get().ifPresent(arn -> options.put("kmsKeyArn", JsonValue.of(arn)));
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("functionName", JsonValue.of(name.get()));
    qualifier.get().ifPresent(text -> body.put("qualifier", JsonValue.of(text)));
    where.addTo(body);
    body.put("eventSources", JsonValue.of(sourceObjects));
    body.put("calls", calls.json());
    body.put("callers", JsonValue.texts(callers()));
    organization().ifPresent(id -> body.put("organizationId", JsonValue.of(id)));
    body.put("options", JsonValue.of(options));
    return JsonValue.of(body);
  }

  private List<Source> sources() throws Failure {
    List<Source> read = new ArrayList<>();
    for (String source : sources.get()) {
      int at = source.lastIndexOf('@');
      Optional<String> account = at < 0 ? Optional.empty() : Optional.of(source.substring(at + 1));
      String arn = at < 0 ? source : source.substring(0, at);
      if (Arn.parse(arn).isEmpty()
          || account.filter(id -> AccountId.parse(id).isEmpty()).isPresent()) {
        throw Failure.of(Exit.USAGE, "`--source " + source + "` must be ARN or ARN@ACCOUNT");
      }
      read.add(new Source(arn, account));
    }
    return read;
  }

  private List<String> callers() throws Failure {
    for (String caller : callers.get()) {
      if (AccountId.parse(caller).isEmpty() && Principal.parseArn(caller).isEmpty()) {
        throw Failure.of(
            Exit.USAGE, "`--caller " + caller + "` is not an account, or a user or role by ARN");
      }
    }
    return callers.get();
  }

  private Optional<String> organization() throws Failure {
    if (organization.get().filter(id -> !EndpointPolicy.Request.isOrganization(id)).isPresent()) {
      throw Failure.of(Exit.USAGE, "`--organization` is not the id of an organization");
    }
    return organization.get();
  }
}
