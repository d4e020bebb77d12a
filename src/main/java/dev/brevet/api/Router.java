package dev.brevet.api;

import module java.base;

/// Finds the route of a request. What no route names is answered with `no_such_route` (404), a path
/// that is there for other methods with `method_not_allowed` (405, and `Allow`).
///
/// `X-Request-ID` is echoed on every answer, as OpenID's Authorization API demands of any text: 1
/// to 512 printable ASCII characters, spaces within. Anything else, a line break above all, is not.
public final class Router {
  private static final String REQUEST_ID = "X-Request-ID";
  private static final int LONGEST_REQUEST_ID = 512;

  private final List<Route> routes;

  public Router(List<Endpoint> endpoints) {
    this.routes = endpoints.stream().flatMap(endpoint -> endpoint.routes().stream()).toList();
  }

  /// Every route: `GET /v1/mappings`.
  public List<String> table() {
    return routes.stream().map(Route::toString).toList();
  }

  /// The answer of the route that the request names.
  ///
  /// @throws RuntimeException what the endpoint throws when something that it needs did not answer
  public ApiResponse answer(ApiRequest request) {
    return echoed(request, routed(request));
  }

  /// `problem` in the shape of the route that the request names.
  public ApiResponse refused(ApiRequest request, Problem problem) {
    List<String> path = Route.segments(request.path());
    Optional<Route> route =
        routes.stream()
            .filter(each -> each.method().equals(request.method()))
            .filter(each -> each.match(path).isPresent())
            .findFirst();
    return echoed(
        request, route.map(each -> each.refused(problem, request)).orElseGet(problem::response));
  }

  private static ApiResponse echoed(ApiRequest request, ApiResponse response) {
    return request
        .headers()
        .value(REQUEST_ID)
        .filter(Router::isEchoable)
        .map(id -> response.with(REQUEST_ID, id))
        .orElse(response);
  }

  private ApiResponse routed(ApiRequest request) {
    List<String> path = Route.segments(request.path());
    List<String> allowed = new ArrayList<>();
    for (Route route : request.path().startsWith("/") ? routes : List.<Route>of()) {
      Optional<Map<String, String>> parameters = route.match(path);
      if (parameters.isEmpty()) {
        continue;
      }
      if (route.method().equals(request.method())) {
        return route.answer(request, parameters.get());
      }
      allowed.add(route.method());
    }
    if (allowed.isEmpty()) {
      return Problem.of(Problem.Code.NO_SUCH_ROUTE).response();
    }
    return Problem.of(Problem.Code.METHOD_NOT_ALLOWED)
        .response()
        .with("Allow", String.join(", ", new TreeSet<>(allowed)));
  }

  private static boolean isEchoable(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST_REQUEST_ID
        && id.strip().length() == id.length()
        && id.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
