package dev.brevet.cli;

import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Surroundings;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.EndpointPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;

final class DesignEndpointPolicyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  private final Supplier<String> endpoint;
  private final ScopeOptions scope;
  private final Supplier<List<String>> principals;
  private final Supplier<Optional<String>> organization;
  private final Supplier<List<String>> machines;
  private final Supplier<List<String>> actions;
  private final Supplier<List<String>> denied;
  private final ConnectionOptions connection;

  DesignEndpointPolicyCommand(Surroundings surroundings, Syntax syntax) {
    this.surroundings = surroundings;
    syntax.describe(
        "The policy of a VPC endpoint for Step Functions.",
        "",
        "  brevet design endpoint-policy states -a 111122223333 -r eu-central-1 --machine"
            + " orders-*");
    endpoint = syntax.parameter("states|sync-states", "The endpoint.");
    scope = new ScopeOptions(syntax);
    principals =
        syntax.options(
            "--principal",
            "WHO",
            "An account, user or role whose requests may pass. Default: all.");
    organization =
        syntax.option(
            "--organization", "ID", "The organization whose principals' requests may pass.");
    machines =
        syntax.options(
            "--machine",
            "NAME",
            "A state machine, or the beginning of names and a *. Default: all.");
    actions =
        syntax.options(
            "--action",
            "ACTION",
            "Actions that may pass. Default: those for working with executions.");
    denied = syntax.options("--deny", "ACTION", "Actions that may never pass.");
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    ScopeOptions.Scope where = scope.read();
    if (!endpoint.get().equals("states") && !endpoint.get().equals("sync-states")) {
      throw Failure.of(Exit.USAGE, "the endpoint must be states or sync-states");
    }
    check("--principal", principals.get(), EndpointPolicy.Request::isPrincipal);
    check("--machine", machines.get(), EndpointPolicy.Request::isMachine);
    check(
        "--organization",
        organization.get().stream().toList(),
        EndpointPolicy.Request::isOrganization);
    check("--action", actions.get(), action -> action.matches("states:[A-Za-z*?]+"));
    check("--deny", denied.get(), action -> action.matches("states:[A-Za-z*?]+"));
    JsonObject policy =
        connection.isGiven()
            ? connection
                .open(surroundings)
                .post("/v1/designs/endpoint-policy", body(where))
                .get("policy")
                .flatMap(JsonValue::asObject)
                .orElseThrow(() -> Failure.of(Exit.UNAVAILABLE, "the answer has no policy"))
            : EndpointPolicy.of(
                new EndpointPolicy.Request(
                    endpoint.get().equals("sync-states"),
                    where.partition(),
                    where.requiredRegion(),
                    where.account().digits(),
                    principals.get(),
                    organization.get(),
                    machines.get(),
                    actions.get(),
                    denied.get()));
    surroundings.out().print(JsonText.indented(policy));
    return Exit.DONE.code();
  }

  private static void check(String option, List<String> values, Predicate<String> isOne)
      throws Failure {
    for (String value : values) {
      if (!isOne.test(value)) {
        throw Failure.of(
            Exit.USAGE, "`" + option + "` does not accept `" + value + "`", "see --help");
      }
    }
  }

  private JsonObject body(ScopeOptions.Scope where) {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("endpoint", JsonValue.of(endpoint.get()));
    where.addTo(body);
    body.put("principals", JsonValue.texts(principals.get()));
    organization.get().ifPresent(id -> body.put("organizationId", JsonValue.of(id)));
    body.put("stateMachines", JsonValue.texts(machines.get()));
    body.put("actions", JsonValue.texts(actions.get()));
    body.put("deny", JsonValue.texts(denied.get()));
    return JsonValue.of(body);
  }
}
