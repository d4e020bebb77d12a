package dev.brevet.workload.request;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.DeveloperPolicy;
import dev.brevet.workload.EventSource;
import dev.brevet.workload.FunctionRole;
import dev.brevet.workload.ServiceRole;

/// Reads what roles of functions and of services are asked with.
///
/// `eventSources` are ARNs, or objects with `arn` and, for an ARN that has none, the `account`;
/// `calls` are objects with `actions` and `resources`.
final class FunctionRoleReader {
  private FunctionRoleReader() {}

  static Optional<DesignRequest> read(Fields body) {
    Optional<DesignScope> scope = DesignScope.read(body, true);
    body.require("functionName");
    Optional<String> name = name(body, "functionName", "[A-Za-z0-9_-]{1,64}");
    Optional<String> qualifier = name(body, "qualifier", "[A-Za-z0-9_-]{1,128}|\\$LATEST");
    List<EventSource> sources = sources(body, scope.map(DesignScope::account));
    List<FunctionRole.Call> calls = calls(body);
    FunctionRole.Options options = options(body);
    if (body.hasProblems()) {
      return Optional.empty();
    }
    FunctionRole.Function function =
        new FunctionRole.Function(
            scope.orElseThrow().partition(),
            scope.orElseThrow().region().orElseThrow(),
            scope.orElseThrow().account(),
            name.orElseThrow(),
            qualifier);
    FunctionRole.Request request = new FunctionRole.Request(function, sources, calls, options);
    return Optional.of(
        (designers, budget) -> {
          FunctionRole.Design design =
              new FunctionRole(designers.catalogue().get()).design(request, budget);
          JsonObject role = design.role().toJson();
          return design
              .functionPolicy()
              .map(policy -> role.with("functionPolicy", policy))
              .orElse(role);
        });
  }

  /// For any service: its principal, whose resource it acts for, and what it calls.
  static Optional<DesignRequest> serviceRole(Fields body) {
    Optional<DesignScope> scope = DesignScope.read(body, false);
    body.require("service");
    Optional<String> service =
        body.text(
            "service",
            DeveloperPolicy.Scope::isService,
            "is not a service principal such as redshift.amazonaws.com");
    body.require("sourceArn");
    Optional<Arn> source =
        body.parsed(
            "sourceArn",
            text ->
                Arn.parse(text)
                    .filter(arn -> !text.contains("${") && arn.service().indexOf('*') < 0),
            "is not the ARN of the resource that the service acts for");
    if (scope.isPresent()
        && source
            .map(Arn::account)
            .filter(owner -> !owner.isEmpty())
            .filter(owner -> !owner.equals(scope.get().account().digits()))
            .isPresent()) {
      body.problem(
          "sourceArn", "is of another account than `account`: no request would match both");
    }
    List<FunctionRole.Call> calls = calls(body);
    if (body.hasProblems()) {
      return Optional.empty();
    }
    ServiceRole.Request request =
        new ServiceRole.Request(
            service.orElseThrow(),
            body.text("sourceArn").orElseThrow(),
            scope.orElseThrow().account(),
            calls);
    return Optional.of(
        (designers, budget) ->
            new ServiceRole(designers.catalogue().get()).design(request, budget).toJson());
  }

  private static Optional<String> name(Fields body, String field, String pattern) {
    return body.text(field, text -> text.matches(pattern), "is not a name that Lambda accepts");
  }

  private static List<EventSource> sources(Fields body, Optional<AccountId> own) {
    List<EventSource> sources = new ArrayList<>();
    for (Fields source : body.objects("eventSources", "arn")) {
      Optional<AccountId> account =
          source.parsed("account", AccountId::parse, "is not twelve digits").or(() -> own);
      source.require("arn");
      account
          .flatMap(
              of ->
                  source.parsed(
                      "arn",
                      arn -> FunctionRole.source(arn, of.digits()),
                      "is not the ARN of an event source of Lambda"))
          .ifPresent(sources::add);
    }
    return sources;
  }

  private static List<FunctionRole.Call> calls(Fields body) {
    List<FunctionRole.Call> calls = new ArrayList<>();
    for (Fields call : body.objects("calls", "actions")) {
      List<String> actions = call.texts("actions", _ -> true, "");
      List<String> resources =
          call.texts(
              "resources",
              resource -> resource.equals("*") || Arn.parse(resource).isPresent(),
              "does not name resources by ARN");
      call.requireSome("actions");
      call.requireSome("resources");
      calls.add(new FunctionRole.Call(actions, resources));
    }
    return calls;
  }

  private static FunctionRole.Options options(Fields body) {
    Fields options = body.part("options");
    return new FunctionRole.Options(
        options.bool("vpc", false),
        options.bool("tracing", false),
        options.text(
            "destinationArn",
            text -> Arn.parse(text).filter(EventSource::isOne).isPresent(),
            "is not the ARN of one resource"),
        DesignScope.key(options, "kmsKeyArn"),
        options.bool("onlyThisFunction", false),
        DesignScope.organization(body),
        body.texts(
            "callers",
            caller -> AccountId.parse(caller).isPresent() || Principal.parseArn(caller).isPresent(),
            "does not name accounts, users or roles"));
  }
}
