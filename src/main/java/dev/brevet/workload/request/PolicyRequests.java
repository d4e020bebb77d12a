package dev.brevet.workload.request;

import module java.base;

import dev.brevet.json.Fields;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.DeveloperPolicy;
import dev.brevet.workload.EndpointPolicy;

/// Reads what policies of people and of VPC endpoints are asked with.
final class PolicyRequests {
  private PolicyRequests() {}

  static Optional<DesignRequest> developer(Fields body) {
    Optional<DesignScope> scope = DesignScope.read(body, false);
    body.require("template");
    Optional<DeveloperPolicy.Template> template =
        body.parsed(
            "template",
            DeveloperPolicy.Template::parse,
            Stream.of(DeveloperPolicy.Template.values())
                .map(DeveloperPolicy.Template::label)
                .collect(Collectors.joining(", ", "must be one of ", "")));
    String use =
        body.text("use", List.of("identity", "session")::contains, "must be identity or session")
            .orElse("identity");
    Optional<String> prefix =
        body.text("prefix", text -> text.length() <= 80, "is longer than a name may be");
    if (prefix.orElse("").isEmpty()
        && prefix.isPresent() == body.has("prefix")
        && template.equals(Optional.of(DeveloperPolicy.Template.TASK_TOKEN))) {
      body.problem("prefix", "is missing: it is the activity's name");
    }
    Optional<String> service =
        body.text(
            "service",
            DeveloperPolicy.Scope::isService,
            "is not a service principal such as sns.amazonaws.com");
    Optional<String> role = DesignScope.role(body, "roleArn");
    if (body.hasProblems()) {
      return Optional.empty();
    }
    JsonObject policy =
        DeveloperPolicy.of(
            template.orElseThrow(),
            new DeveloperPolicy.Scope(
                scope.orElseThrow().partition(),
                scope.orElseThrow().region().orElse("*"),
                scope.orElseThrow().account().digits(),
                prefix.orElse(""),
                role,
                service));
    JsonObject answer =
        JsonValue.object()
            .with("template", template.orElseThrow().label())
            .with("use", use)
            .with("policy", policy)
            .with("size", DeveloperPolicy.size(policy));
    return Optional.of((_, _) -> answer);
  }

  static Optional<DesignRequest> endpoint(Fields body) {
    Optional<DesignScope> scope = DesignScope.read(body, true);
    String endpoint =
        body.text(
                "endpoint",
                List.of("states", "sync-states")::contains,
                "must be states or sync-states")
            .orElse("states");
    List<String> principals =
        body.texts(
            "principals",
            EndpointPolicy.Request::isPrincipal,
            "does not name accounts, users or roles");
    List<String> machines =
        body.texts(
            "stateMachines",
            EndpointPolicy.Request::isMachine,
            "must be a name, or the beginning of a name and a *");
    Optional<String> organization = DesignScope.organization(body);
    List<String> actions = actions(body, "actions");
    List<String> denied = actions(body, "deny");
    if (body.hasProblems()) {
      return Optional.empty();
    }
    EndpointPolicy.Request request =
        new EndpointPolicy.Request(
            endpoint.equals("sync-states"),
            scope.orElseThrow().partition(),
            scope.orElseThrow().region().orElseThrow(),
            scope.orElseThrow().account().digits(),
            principals,
            organization,
            machines,
            actions,
            denied);
    JsonObject answer =
        JsonValue.object()
            .with("serviceName", request.serviceName())
            .with("policy", EndpointPolicy.of(request));
    return Optional.of((_, _) -> answer);
  }

  private static List<String> actions(Fields body, String field) {
    return body.texts(
        field,
        action -> action.matches("states:[A-Za-z*?]+"),
        "does not name actions such as states:StartExecution");
  }
}
