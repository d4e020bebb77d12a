package dev.brevet.gateway;

import module java.base;

import dev.brevet.directory.ProtectedRoute;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// The policy that a REST API keeps for a caller: the routes that it may call, and nothing else.
///
/// A `*` in such a policy takes slashes too, so what stands for a parameter covers longer paths,
/// and what it covers is denied again where it is another route's that the caller may not call.
/// Where that would deny one that it may call, the route with the parameter is left out. A path
/// that could be spelled in another way is allowed to no caller where such a `*` could match it.
/// Routes with parameters are in the policy only where the table says that it has all of the API's
/// routes, as it is otherwise unknown what else they cover.
final class InvokePolicy {
  // "Size of authorization policy: 8,192 bytes" (API Gateway quotas), less what may be counted
  // otherwise.
  private static final int LONGEST = 8_000;

  /// Steps that finding out which routes cover which may take. A table of 300 routes of six
  /// segments takes a tenth at most.
  private static final long EFFORT = 40_000_000;

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  // Other spellings of a path, which a gateway, or what serves the call, may take for another route
  // or another resource than the pattern that covers them was decided for: percent-encoded, with
  // empty segments or a slash at the end, with parameters of a segment, with `.` and `..`.
  private static final List<String> OTHER_SPELLINGS =
      List.of("*%*", "*//*", "*/?*/", "*;*", "*\\*", "*/./*", "*/../*", "*/.", "*/..");

  private final String prefix;
  private final Set<String> allowed = new LinkedHashSet<>();
  private final Set<String> denied = new LinkedHashSet<>();
  private final Set<ProtectedRoute> allowedRoutes = new HashSet<>();
  private final Set<ProtectedRoute> leftOut = new LinkedHashSet<>();

  private InvokePolicy(String prefix) {
    this.prefix = prefix;
  }

  /// The paths of a route, and those that stand for it in a policy.
  private record Paths(PathPattern own, PathPattern told) {
    static Paths of(ProtectedRoute route) {
      return new Paths(
          PathPattern.ofRoute(route.segments()), PathPattern.ofPolicy(route.segments()));
    }
  }

  /// A route under one of its methods.
  private record Call(String method, ProtectedRoute route, Paths paths) {
    /// Whether its pattern takes more than one path.
    boolean isWide() {
      return route.path().indexOf('{') >= 0;
    }

    /// Whether its pattern takes paths of the other. A path that is written in full is its own
    /// alone.
    boolean covers(Call other, WorkBudget budget) {
      return isWide()
          && method.equals(other.method)
          && paths.told.overlaps(other.paths.own, budget);
    }

    String text() {
      return method + "/" + PathPattern.text(route.segments());
    }
  }

  /// For all routes of an API. Empty when it would be longer than API Gateway takes, or takes too
  /// much to find out.
  ///
  /// @param areAll whether `routes` are all that the API has
  /// @param may those that the caller may call
  static Optional<InvokePolicy> of(
      MethodArn method,
      List<ProtectedRoute> routes,
      boolean areAll,
      Set<ProtectedRoute> may,
      WorkBudget budget) {
    try {
      return within(method, routes, areAll, may, budget.upTo(EFFORT));
    } catch (WorkBudget.TooMuchWork _) {
      return Optional.empty();
    }
  }

  private static Optional<InvokePolicy> within(
      MethodArn method,
      List<ProtectedRoute> routes,
      boolean areAll,
      Set<ProtectedRoute> may,
      WorkBudget budget) {
    InvokePolicy policy = new InvokePolicy(method.stagePrefix());
    Set<String> own = keys(routes);
    List<Call> told = new ArrayList<>();
    List<Call> forbidden = new ArrayList<>();
    for (ProtectedRoute route : routes) {
      boolean hasParameters = route.path().indexOf('{') >= 0;
      if (!may.contains(route)) {
        forbidden.addAll(calls(route, own));
      } else if (areAll || !hasParameters) {
        told.addAll(calls(route, own));
      } else {
        policy.leftOut.add(route);
      }
    }
    List<Call> all = List.copyOf(told);
    int denied = 0;
    for (Call not : forbidden) {
      List<Call> covering = told.stream().filter(call -> call.covers(not, budget)).toList();
      if (covering.isEmpty()) {
        continue;
      }
      // A path without parameters belongs to one route.
      if (not.route().path().indexOf('{') < 0
          || all.stream().noneMatch(call -> not.covers(call, budget))) {
        String text = not.text();
        if (policy.denied.add(text)) {
          // What is denied once stays denied.
          denied += policy.prefix.length() + text.length();
        }
        if (denied > LONGEST) {
          return Optional.empty();
        }
      } else {
        told.removeAll(covering);
        covering.forEach(call -> policy.leftOut.add(call.route()));
      }
    }
    told.forEach(policy::allow);
    return Optional.of(policy);
  }

  /// For requests that are all for one route: what its pattern takes of the others is denied, also
  /// where that denies paths of its own.
  static InvokePolicy of(
      MethodArn method,
      List<ProtectedRoute> routes,
      ProtectedRoute route,
      boolean isAllowed,
      WorkBudget budget) {
    InvokePolicy policy = new InvokePolicy(method.stagePrefix());
    if (isAllowed) {
      Set<String> keys = keys(routes);
      Call own = new Call(method.method(), route, Paths.of(route));
      try {
        routes.stream()
            .filter(other -> !other.equals(route))
            .flatMap(other -> calls(other, keys).stream())
            .filter(other -> own.covers(other, budget))
            .forEach(not -> policy.denied.add(not.text()));
      } catch (WorkBudget.TooMuchWork _) {
        return new InvokePolicy(method.stagePrefix());
      }
      policy.allow(own);
    }
    return policy;
  }

  /// For one request.
  static InvokePolicy of(MethodArn method, boolean isAllowed) {
    InvokePolicy policy = new InvokePolicy(method.stagePrefix());
    if (isAllowed && method.isLiteral()) {
      policy.allowed.add(method.method() + "/" + method.path());
    }
    return policy;
  }

  private static Set<String> keys(List<ProtectedRoute> routes) {
    return routes.stream().map(ProtectedRoute::key).collect(Collectors.toSet());
  }

  private void allow(Call call) {
    allowed.add(call.text());
    allowedRoutes.add(call.route());
    if (call.isWide()) {
      denied.addAll(OTHER_SPELLINGS);
    }
  }

  // `ANY` is for the methods that the path has no other route for.
  private static List<Call> calls(ProtectedRoute route, Set<String> keys) {
    Paths paths = Paths.of(route);
    if (!route.method().equals("ANY")) {
      return List.of(new Call(route.method(), route, paths));
    }
    return METHODS.stream()
        .filter(method -> !keys.contains(method + " " + route.path()))
        .map(method -> new Call(method, route, paths))
        .toList();
  }

  /// Whether a gateway that is given this lets a call of this method through.
  boolean allows(MethodArn call) {
    String text = call.method() + "/" + call.path();
    return allowed.stream().anyMatch(pattern -> matches(pattern, text))
        && denied.stream().noneMatch(pattern -> matches(pattern, text));
  }

  private static boolean matches(String pattern, String text) {
    return WildcardPattern.like(pattern, PolicyVersion.V2008_10_17).matches(text);
  }

  boolean allowsNothing() {
    return allowed.isEmpty();
  }

  /// Routes that the caller may call and this policy cannot say.
  List<String> leftOut() {
    return leftOut.stream().map(ProtectedRoute::key).toList();
  }

  /// How many routes it allows, whole or for some of their methods.
  int routes() {
    return allowedRoutes.size();
  }

  /// The policy's JSON. Empty when it is longer than API Gateway takes.
  Optional<String> json() {
    List<JsonValue> statements = new ArrayList<>();
    if (allowed.isEmpty()) {
      statements.add(statement("Deny", Set.of("*")));
    } else {
      if (!denied.isEmpty()) {
        statements.add(statement("Deny", denied));
      }
      statements.add(statement("Allow", allowed));
    }
    Map<String, JsonValue> policy = new LinkedHashMap<>();
    policy.put("Version", JsonValue.of("2012-10-17"));
    policy.put("Statement", JsonValue.of(statements));
    String json = JsonText.compact(JsonValue.of(policy));
    return json.getBytes(StandardCharsets.UTF_8).length > LONGEST
        ? Optional.empty()
        : Optional.of(json);
  }

  private JsonValue statement(String effect, Set<String> methods) {
    Map<String, JsonValue> statement = new LinkedHashMap<>();
    statement.put("Action", JsonValue.of("execute-api:Invoke"));
    statement.put("Effect", JsonValue.of(effect));
    statement.put(
        "Resource", JsonValue.texts(methods.stream().map(method -> prefix + method).toList()));
    return JsonValue.of(statement);
  }
}
