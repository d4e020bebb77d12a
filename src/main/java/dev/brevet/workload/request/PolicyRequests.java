package dev.brevet.workload.request;

import module java.base;

import dev.brevet.json.InvalidField;
import dev.brevet.json.JsonFields;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.DeveloperPolicy;
import dev.brevet.workload.EndpointPolicy;

/// Reads what policies of people and of VPC endpoints are asked with.
final class PolicyRequests {
  private PolicyRequests() {}

  static DesignRequest developer(JsonFields body) throws InvalidField {
    body.only("template", "prefix", "partition", "region", "account", "roleArn", "service", "use");
    DesignScope scope = DesignScope.read(body);
    Optional<DeveloperPolicy.Template> template =
        DeveloperPolicy.Template.parse(body.required("template"));
    if (template.isEmpty()) {
      throw body.wrong(
          "template",
          "must be one of "
              + String.join(
                  ", ",
                  Stream.of(DeveloperPolicy.Template.values())
                      .map(DeveloperPolicy.Template::label)
                      .toList()));
    }
    String use = body.text("use").orElse("identity");
    if (!use.equals("identity") && !use.equals("session")) {
      throw body.wrong("use", "must be identity or session");
    }
    String prefix = body.text("prefix").orElse("");
    if (prefix.length() > 80) {
      throw body.wrong("prefix", "is longer than a name may be");
    }
    if (prefix.isEmpty() && template.get() == DeveloperPolicy.Template.TASK_TOKEN) {
      throw body.wrong("prefix", "is missing: it is the activity's name");
    }
    Optional<String> service = body.text("service");
    if (service.filter(name -> !DeveloperPolicy.Scope.isService(name)).isPresent()) {
      throw body.wrong("service", "is not a service principal such as sns.amazonaws.com");
    }
    Optional<String> role = body.text("roleArn");
    if (role.isPresent()) {
      DesignScope.role(body, "roleArn", role.get());
    }
    JsonObject policy =
        DeveloperPolicy.of(
            template.get(),
            new DeveloperPolicy.Scope(
                scope.partition(),
                scope.region().orElse("*"),
                scope.account().digits(),
                prefix,
                role,
                service));
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("template", JsonValue.of(template.get().label()));
    json.put("use", JsonValue.of(use));
    json.put("policy", policy);
    json.put("size", JsonValue.of(DeveloperPolicy.size(policy)));
    JsonObject answer = JsonValue.of(json);
    return (_, _) -> answer;
  }

  static DesignRequest endpoint(JsonFields body) throws InvalidField {
    body.only(
        "endpoint",
        "partition",
        "region",
        "account",
        "principals",
        "organizationId",
        "stateMachines",
        "actions",
        "deny");
    DesignScope scope = DesignScope.read(body);
    boolean synchronous =
        switch (body.text("endpoint").orElse("states")) {
          case "states" -> false;
          case "sync-states" -> true;
          default -> throw body.wrong("endpoint", "must be states or sync-states");
        };
    for (String principal : body.texts("principals")) {
      if (!EndpointPolicy.Request.isPrincipal(principal)) {
        throw body.wrong("principals", "does not name accounts, users or roles");
      }
    }
    for (String machine : body.texts("stateMachines")) {
      if (!EndpointPolicy.Request.isMachine(machine)) {
        throw body.wrong("stateMachines", "must be a name, or the beginning of a name and a *");
      }
    }
    Optional<String> organization = body.text("organizationId");
    if (organization.filter(id -> !EndpointPolicy.Request.isOrganization(id)).isPresent()) {
      throw body.wrong("organizationId", "is not the id of an organization");
    }
    for (String field : List.of("actions", "deny")) {
      for (String action : body.texts(field)) {
        if (!action.matches("states:[A-Za-z*?]+")) {
          throw body.wrong(field, "does not name actions such as states:StartExecution");
        }
      }
    }
    EndpointPolicy.Request request =
        new EndpointPolicy.Request(
            synchronous,
            scope.partition(),
            scope.requiredRegion(body),
            scope.account().digits(),
            body.texts("principals"),
            organization,
            body.texts("stateMachines"),
            body.texts("actions"),
            body.texts("deny"));
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("serviceName", JsonValue.of(request.serviceName()));
    json.put("policy", EndpointPolicy.of(request));
    JsonObject answer = JsonValue.of(json);
    return (_, _) -> answer;
  }
}
