package dev.brevet.workload.request;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.json.InvalidField;
import dev.brevet.json.JsonFields;
import dev.brevet.workload.DeveloperPolicy;
import dev.brevet.workload.EndpointPolicy;
import dev.brevet.workload.EventSource;
import dev.brevet.workload.FunctionRole;
import dev.brevet.workload.ServiceRole;

/// Reads what roles of functions and of services are asked with.
///
/// `eventSources` are ARNs, or objects with `arn` and, for an ARN that has none, the `account`;
/// `calls` are objects with `actions` and `resources`.
final class FunctionRoleReader {
  private FunctionRoleReader() {}

  static DesignRequest read(JsonFields body) throws InvalidField {
    body.only(
        "functionName",
        "qualifier",
        "partition",
        "region",
        "account",
        "eventSources",
        "calls",
        "callers",
        "organizationId",
        "options");
    DesignScope scope = DesignScope.read(body);
    FunctionRole.Function function =
        new FunctionRole.Function(
            scope.partition(),
            scope.requiredRegion(body),
            scope.account(),
            name(body, "functionName", body.required("functionName"), "[A-Za-z0-9_-]{1,64}"),
            qualifier(body));
    FunctionRole.Request request =
        new FunctionRole.Request(
            function, sources(body, scope.account()), calls(body), options(body));
    return (designers, budget) -> {
      FunctionRole.Design design =
          new FunctionRole(designers.catalogue().get()).design(request, budget);
      return design
          .functionPolicy()
          .map(policy -> design.role().toJson().with("functionPolicy", policy))
          .orElseGet(() -> design.role().toJson());
    };
  }

  /// For any service: its principal, whose resource it acts for, and what it calls.
  static DesignRequest serviceRole(JsonFields body) throws InvalidField {
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
    ServiceRole.Request request =
        new ServiceRole.Request(service, source, scope.account(), calls(body));
    return (designers, budget) ->
        new ServiceRole(designers.catalogue().get()).design(request, budget).toJson();
  }

  private static Optional<String> qualifier(JsonFields body) throws InvalidField {
    Optional<String> qualifier = body.text("qualifier");
    if (qualifier.isPresent()) {
      name(body, "qualifier", qualifier.get(), "[A-Za-z0-9_-]{1,128}|\\$LATEST");
    }
    return qualifier;
  }

  private static String name(JsonFields body, String field, String text, String pattern)
      throws InvalidField {
    if (!text.matches(pattern)) {
      throw body.wrong(field, "is not a name that Lambda accepts");
    }
    return text;
  }

  private static List<EventSource> sources(JsonFields body, AccountId own) throws InvalidField {
    List<EventSource> sources = new ArrayList<>();
    for (JsonFields source : body.objects("eventSources", "arn")) {
      source.only("arn", "account");
      String account = source.text("account").orElse(own.digits());
      if (AccountId.parse(account).isEmpty()) {
        throw source.wrong("account", "is not twelve digits");
      }
      Optional<EventSource> found = FunctionRole.source(source.required("arn"), account);
      if (found.isEmpty()) {
        throw source.wrong("arn", "is not the ARN of an event source of Lambda");
      }
      sources.add(found.get());
    }
    return sources;
  }

  private static List<FunctionRole.Call> calls(JsonFields body) throws InvalidField {
    List<FunctionRole.Call> calls = new ArrayList<>();
    for (JsonFields call : body.objects("calls", "actions")) {
      call.only("actions", "resources");
      List<String> resources = call.texts("resources");
      if (call.texts("actions").isEmpty()) {
        throw call.wrong("actions", "is missing");
      }
      if (resources.isEmpty()) {
        throw call.wrong("resources", "is missing");
      }
      for (String resource : resources) {
        if (!resource.equals("*") && Arn.parse(resource).isEmpty()) {
          throw call.wrong("resources", "does not name resources by ARN");
        }
      }
      calls.add(new FunctionRole.Call(call.texts("actions"), resources));
    }
    return calls;
  }

  private static FunctionRole.Options options(JsonFields body) throws InvalidField {
    JsonFields options = body.object("options");
    options.only("vpc", "tracing", "destinationArn", "kmsKeyArn", "onlyThisFunction");
    Optional<String> destination = options.text("destinationArn");
    if (destination.isPresent()
        && Arn.parse(destination.get()).filter(EventSource::isOne).isEmpty()) {
      throw options.wrong("destinationArn", "is not the ARN of one resource");
    }
    List<String> callers = body.texts("callers");
    for (String caller : callers) {
      if (AccountId.parse(caller).isEmpty()
          && dev.brevet.iam.Principal.parseArn(caller).isEmpty()) {
        throw body.wrong("callers", "does not name accounts, users or roles");
      }
    }
    Optional<String> organization = body.text("organizationId");
    if (organization.filter(id -> !EndpointPolicy.Request.isOrganization(id)).isPresent()) {
      throw body.wrong("organizationId", "is not the id of an organization");
    }
    return new FunctionRole.Options(
        options.flag("vpc"),
        options.flag("tracing"),
        destination,
        DesignScope.key(options, "kmsKeyArn"),
        options.flag("onlyThisFunction"),
        organization,
        callers);
  }
}
