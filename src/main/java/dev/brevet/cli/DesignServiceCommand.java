package dev.brevet.cli;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Surroundings;
import dev.brevet.iam.Arn;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.DeveloperPolicy;
import dev.brevet.workload.ServiceRole;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

final class DesignServiceCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  private final Supplier<String> service;
  private final ScopeOptions scope;
  private final Supplier<String> source;
  private final CallOptions calls;
  private final DesignOutput output;
  private final ConnectionOptions connection;

  DesignServiceCommand(Surroundings surroundings, Syntax syntax) {
    this.surroundings = surroundings;
    syntax.describe(
        "The role of any service that acts for you, usable by it for only one source.",
        "",
        "  brevet design service-role redshift.amazonaws.com -a 111122223333 \\",
        "    --source arn:aws:redshift:eu-west-1:111122223333:cluster:sales \\",
        "    --call s3:GetObject=arn:aws:s3:::sales/*");
    service = syntax.parameter("SERVICE", "Its principal, such as redshift.amazonaws.com.");
    scope = new ScopeOptions(syntax);
    source =
        syntax.required(
            "--source",
            "ARN",
            "The resource it acts for; after the account, * for what is not known.");
    calls = new CallOptions(syntax, "Actions that it calls, and their resource.");
    output = new DesignOutput(syntax);
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    ScopeOptions.Scope where = scope.read();
    check(where);
    JsonObject design =
        connection.isGiven()
            ? connection.open(surroundings).post("/v1/designs/service-role", body(where))
            : new ServiceRole(Catalogue.bundled())
                .design(
                    new ServiceRole.Request(
                        service.get(), source.get(), where.account(), calls.read()))
                .toJson();
    return output.print(design, surroundings);
  }

  private void check(ScopeOptions.Scope where) throws Failure {
    if (!DeveloperPolicy.Scope.isService(service.get())) {
      throw Failure.of(
          Exit.USAGE,
          "`" + service.get() + "` is not a service principal",
          "one looks like redshift.amazonaws.com");
    }
    Optional<Arn> arn =
        Arn.parse(source.get())
            .filter(found -> !source.get().contains("${") && found.service().indexOf('*') < 0);
    if (arn.isEmpty()) {
      throw Failure.of(
          Exit.USAGE, "`--source` is not the ARN of the resource that the service acts for");
    }
    String owner = arn.get().account();
    if (!owner.isEmpty() && !owner.equals(where.account().digits())) {
      throw Failure.of(
          Exit.USAGE,
          "`--source` is of another account than `--account`: no request would match both");
    }
  }

  private JsonObject body(ScopeOptions.Scope where) throws Failure {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("service", JsonValue.of(service.get()));
    body.put("sourceArn", JsonValue.of(source.get()));
    where.addTo(body);
    body.put("calls", calls.json());
    return JsonValue.of(body);
  }
}
