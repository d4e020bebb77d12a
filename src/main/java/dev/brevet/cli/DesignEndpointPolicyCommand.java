package dev.brevet.cli;

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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "endpoint-policy",
    description = "The policy of a VPC endpoint for Step Functions.",
    footer = {
      "",
      "  brevet design endpoint-policy states -a 111122223333 -r eu-central-1 --machine orders-*"
    })
final class DesignEndpointPolicyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "states|sync-states", description = "The endpoint.")
  private String endpoint = "";

  @Mixin private ScopeOptions scope = new ScopeOptions();

  @Option(
      names = "--principal",
      paramLabel = "WHO",
      description = "An account, user or role whose requests may pass. Default: everyone's.")
  private List<String> principals = List.of();

  @Option(
      names = "--organization",
      paramLabel = "ID",
      description = "The organization whose principals' requests may pass.")
  private Optional<String> organization = Optional.empty();

  @Option(
      names = "--machine",
      paramLabel = "NAME",
      description = "A state machine, or the beginning of names and a *. Default: all.")
  private List<String> machines = List.of();

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "What may pass. Default: what working with executions takes.")
  private List<String> actions = List.of();

  @Option(names = "--deny", paramLabel = "ACTION", description = "What may never pass.")
  private List<String> denied = List.of();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  DesignEndpointPolicyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Failure {
    ScopeOptions.Scope where = scope.read();
    if (!endpoint.equals("states") && !endpoint.equals("sync-states")) {
      throw Failure.of(Exit.USAGE, "the endpoint is neither states nor sync-states");
    }
    check("--principal", principals, EndpointPolicy.Request::isPrincipal);
    check("--machine", machines, EndpointPolicy.Request::isMachine);
    check("--organization", organization.stream().toList(), EndpointPolicy.Request::isOrganization);
    check("--action", actions, action -> action.matches("states:[A-Za-z*?]+"));
    check("--deny", denied, action -> action.matches("states:[A-Za-z*?]+"));
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
                    endpoint.equals("sync-states"),
                    where.partition(),
                    where.requiredRegion(),
                    where.account().digits(),
                    principals,
                    organization,
                    machines,
                    actions,
                    denied));
    surroundings.out().print(JsonText.indented(policy));
    return Exit.DONE.code();
  }

  private static void check(String option, List<String> values, Predicate<String> isOne)
      throws Failure {
    for (String value : values) {
      if (!isOne.test(value)) {
        throw Failure.of(Exit.USAGE, "`" + option + "` takes no `" + value + "`", "see --help");
      }
    }
  }

  private JsonObject body(ScopeOptions.Scope where) {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("endpoint", JsonValue.of(endpoint));
    where.addTo(body);
    body.put("principals", JsonValue.texts(principals));
    organization.ifPresent(id -> body.put("organizationId", JsonValue.of(id)));
    body.put("stateMachines", JsonValue.texts(machines));
    body.put("actions", JsonValue.texts(actions));
    body.put("deny", JsonValue.texts(denied));
    return JsonValue.of(body);
  }
}
