package dev.brevet.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `GET /v1/credentials/{mapping}`: vends in the shape that every SDK reads as container
/// credentials. The query's parameters are the mapping's `request` parameters.
public final class ContainerCredentialsEndpoint implements Endpoint {
  private final Vending vending;

  public ContainerCredentialsEndpoint(Vending vending) {
    this.vending = vending;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.of("GET", "/v1/credentials/{mapping}", this::vend));
  }

  /// Whether `request` is for this route.
  static boolean isFor(ApiRequest request) {
    return request.method().equals("GET") && request.path().startsWith("/v1/credentials/");
  }

  private ApiResponse vend(ApiRequest request, Map<String, String> path) {
    return switch (QueryString.read(request.query())) {
      case QueryString.Reading.Refused(Problem problem) -> problem.containerResponse();
      case QueryString.Reading.Read(Map<String, String> parameters) ->
          vending.byToken(
              request,
              new VendBody(path.getOrDefault("mapping", ""), Optional.empty(), parameters),
              VendAnswers.CONTAINER);
    };
  }
}
