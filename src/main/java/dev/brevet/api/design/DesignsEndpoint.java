package dev.brevet.api.design;

import dev.brevet.api.Endpoint;
import dev.brevet.api.JsonFields;
import dev.brevet.api.Route;
import dev.brevet.api.StrictJson;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.Arn;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.mapping.MappingId;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.lint.CatalogueKnowledge;
import dev.brevet.policy.lint.PolicyDifferences;
import dev.brevet.workload.DeveloperPolicy;
import dev.brevet.workload.EndpointPolicy;
import dev.brevet.workload.FunctionRole;
import dev.brevet.workload.PersonMapping;
import dev.brevet.workload.PolicyDocument;
import dev.brevet.workload.RoleDesign;
import dev.brevet.workload.ServiceRole;
import dev.brevet.workload.StateMachineRole;
import dev.brevet.workload.integration.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `POST /v1/designs/{kind}`: roles and policies for workloads: `state-machine-role`,
/// `function-role`, `service-role`, `developer-policy`, `endpoint-policy`.
public final class DesignsEndpoint implements Endpoint {
  private final KnownCallers callers;
  private final StateMachineRole machines;
  private final FunctionRole functions;
  private final ServiceRole services;
  private final CatalogueKnowledge knowledge;

  public DesignsEndpoint(KnownCallers callers, Catalogue catalogue) {
    this.callers = callers;
    this.machines = new StateMachineRole(catalogue);
    this.functions = new FunctionRole(catalogue);
    this.services = new ServiceRole(catalogue);
    this.knowledge = new CatalogueKnowledge(catalogue);
  }

  @Override
  public List<Route> routes() {
    return Stream.of(
            callers.routes("/designs/state-machine-role", this::stateMachineRole),
            callers.routes("/designs/function-role", this::functionRole),
            callers.routes("/designs/service-role", this::serviceRole),
            callers.routes("/designs/developer-policy", (body, _) -> developerPolicy(body)),
            callers.routes("/designs/endpoint-policy", (body, _) -> endpointPolicy(body)))
        .flatMap(List::stream)
        .toList();
  }

  private String stateMachineRole(JsonFields body, WorkBudget budget) throws StrictJson.Wrong {
    StateMachineRoleBody read = StateMachineRoleBody.read(body, budget);
    RoleDesign design = machines.design(read.request(), budget);
    Map<String, JsonValue> json = members(design.toJson());
    if (read.options().has("startingPolicy")) {
      json.put("comparison", comparison(design, read.options(), budget));
    }
    if (read.options().has("mapping")) {
      Machine machine = read.request().machine();
      json.put(
          "mapping",
          mapping(read.options().object("mapping"))
              .of(design, machine.partition(), machine.account().digits()));
    }
    return JsonText.compact(JsonValue.of(json));
  }

  private JsonObject comparison(RoleDesign design, JsonFields options, WorkBudget budget)
      throws StrictJson.Wrong {
    return new PolicyDifferences(knowledge)
        .between(
            PoliciesEndpoint.policy(options, "startingPolicy", PolicyType.IDENTITY),
            design.policies().stream().map(DesignsEndpoint::designed).toList(),
            budget);
  }

  private static Policy designed(PolicyDocument document) {
    return switch (PolicyReader.read(JsonText.compact(document.toJson()), PolicyType.IDENTITY)) {
      case Parsed(Policy policy) -> policy;
      case Malformed malformed ->
          throw new IllegalStateException("a design is no policy: " + malformed);
    };
  }

  private static PersonMapping mapping(JsonFields mapping) throws StrictJson.Wrong {
    mapping.only("id", "principals", "brevetRoleArn");
    String id = mapping.required("id");
    if (MappingId.parse(id).isEmpty()) {
      throw mapping.wrong("id", "is not a mapping id");
    }
    List<String> principals = mapping.texts("principals");
    if (principals.isEmpty()
        || principals.stream().anyMatch(arn -> dev.brevet.iam.Principal.parseArn(arn).isEmpty())) {
      throw mapping.wrong("principals", "does not name users or roles by ARN");
    }
    return new PersonMapping(
        id,
        principals,
        DesignScope.role(mapping, "brevetRoleArn", mapping.required("brevetRoleArn")));
  }

  private String functionRole(JsonFields body, WorkBudget budget) throws StrictJson.Wrong {
    FunctionRole.Request request = FunctionRoleBody.read(body);
    FunctionRole.Design design = functions.design(request, budget);
    Map<String, JsonValue> json = members(design.role().toJson());
    design.functionPolicy().ifPresent(policy -> json.put("functionPolicy", policy));
    return JsonText.compact(JsonValue.of(json));
  }

  /// For any service: its principal, whose resource it acts for, and what it calls.
  private String serviceRole(JsonFields body, WorkBudget budget) throws StrictJson.Wrong {
    body.only("service", "sourceArn", "partition", "region", "account", "calls");
    DesignScope scope = DesignScope.read(body);
    String service = body.required("service");
    if (!DeveloperPolicy.Scope.isService(service)) {
      throw body.wrong("service", "is not a service principal such as redshift.amazonaws.com");
    }
    String source = body.required("sourceArn");
    Optional<Arn> arn = Arn.parse(source).filter(found -> !source.contains("${"));
    if (arn.isEmpty() || arn.get().service().indexOf('*') >= 0) {
      throw body.wrong("sourceArn", "is not the ARN of the resource that the service acts for");
    }
    boolean own =
        arn.get().account().isEmpty() || arn.get().account().equals(scope.account().digits());
    if (!own) {
      throw body.wrong(
          "sourceArn", "is of another account than `account`: no request would match both");
    }
    return JsonText.compact(
        services
            .design(
                new ServiceRole.Request(
                    service, source, scope.account(), FunctionRoleBody.calls(body)),
                budget)
            .toJson());
  }

  private static String developerPolicy(JsonFields body) throws StrictJson.Wrong {
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
    return JsonText.compact(JsonValue.of(json));
  }

  private static String endpointPolicy(JsonFields body) throws StrictJson.Wrong {
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
    return JsonText.compact(JsonValue.of(json));
  }

  private static Map<String, JsonValue> members(JsonObject object) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    object.members().forEach(member -> members.put(member.name(), member.value()));
    return members;
  }
}
