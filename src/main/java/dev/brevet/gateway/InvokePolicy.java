package dev.brevet.gateway;

import dev.brevet.directory.ProtectedRoute;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The policy that a REST API keeps for a caller: the routes that it may call, and nothing else.
///
/// A `*` in such a policy takes slashes too, so what stands for a parameter covers longer paths,
/// and what it covers is denied again where it is another route's that the caller may not call.
/// Where that would deny one that it may call, the route with the parameter is left out. Routes
/// with parameters are there at all only where the table says that it has all of the API's routes,
/// as nobody could otherwise tell what else they cover.
final class InvokePolicy {
  // "Size of authorization policy: 8,192 bytes" (API Gateway quotas), less what may be counted
  // otherwise.
  private static final int LONGEST = 8_000;
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final String prefix;
  private final Set<String> allowed = new LinkedHashSet<>();
  private final Set<String> denied = new LinkedHashSet<>();
  private final Set<ProtectedRoute> leftOut = new LinkedHashSet<>();

  private InvokePolicy(String prefix) {
    this.prefix = prefix;
  }

  /// A route under one of its methods.
  private record Call(String method, ProtectedRoute route) {
    boolean covers(Call other) {
      return method.equals(other.method)
          && PathPattern.ofPolicy(route.segments())
              .overlaps(PathPattern.ofRoute(other.route.segments()));
    }

    String text() {
      return method + "/" + PathPattern.text(route.segments());
    }
  }

  /// For all routes of an API.
  ///
  /// @param areAll whether `routes` are all that the API has
  /// @param may those that the caller may call
  static InvokePolicy of(
      MethodArn method, List<ProtectedRoute> routes, boolean areAll, Set<ProtectedRoute> may) {
    InvokePolicy policy = new InvokePolicy(method.stagePrefix());
    List<Call> told = new ArrayList<>();
    List<Call> forbidden = new ArrayList<>();
    for (ProtectedRoute route : routes) {
      boolean hasParameters = route.path().indexOf('{') >= 0;
      if (!may.contains(route)) {
        forbidden.addAll(calls(route, routes));
      } else if (areAll || !hasParameters) {
        told.addAll(calls(route, routes));
      } else {
        policy.leftOut.add(route);
      }
    }
    List<Call> all = List.copyOf(told);
    for (Call not : forbidden) {
      List<Call> covering = told.stream().filter(call -> call.covers(not)).toList();
      if (covering.isEmpty()) {
        continue;
      }
      // A path without parameters is nobody else's.
      if (not.route().path().indexOf('{') < 0 || all.stream().noneMatch(not::covers)) {
        policy.denied.add(not.text());
      } else {
        told.removeAll(covering);
        covering.forEach(call -> policy.leftOut.add(call.route()));
      }
    }
    told.forEach(call -> policy.allowed.add(call.text()));
    return policy;
  }

  /// For requests that are all for one route.
  static InvokePolicy of(MethodArn method, ProtectedRoute route, boolean isAllowed) {
    InvokePolicy policy = new InvokePolicy(method.stagePrefix());
    if (isAllowed) {
      policy.allowed.add(method.method() + "/" + PathPattern.text(route.segments()));
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

  // `ANY` is for the methods that the path has no other route for.
  private static List<Call> calls(ProtectedRoute route, List<ProtectedRoute> routes) {
    if (!route.method().equals("ANY")) {
      return List.of(new Call(route.method(), route));
    }
    return METHODS.stream()
        .filter(
            method ->
                routes.stream()
                    .noneMatch(
                        other ->
                            other.method().equals(method) && other.path().equals(route.path())))
        .map(method -> new Call(method, route))
        .toList();
  }

  boolean allowsNothing() {
    return allowed.isEmpty();
  }

  /// Routes that the caller may call and this policy cannot say.
  List<String> leftOut() {
    return leftOut.stream().map(ProtectedRoute::key).toList();
  }

  /// How many patterns it allows.
  int size() {
    return allowed.size();
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
    return json.length() > LONGEST ? Optional.empty() : Optional.of(json);
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
