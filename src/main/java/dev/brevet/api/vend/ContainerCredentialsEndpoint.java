package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Problem;
import dev.brevet.api.QueryString;
import dev.brevet.api.Route;

/// `GET /v1/credentials/{mapping}`: vends in the shape that every SDK reads as container
/// credentials. The query's parameters are the mapping's `request` parameters.
public final class ContainerCredentialsEndpoint implements Endpoint {
  private final Vending vending;

  public ContainerCredentialsEndpoint(Vending vending) {
    this.vending = vending;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("GET", "/v1/credentials/{mapping}", this::vend)
            .refusing((problem, _) -> refused(problem)));
  }

  /// A refusal in the words of this protocol: SDKs and the CLI print `Code` and `Message`, or
  /// `message`.
  static ApiResponse refused(Problem problem) {
    String message =
        problem.detail() + problem.decisionId().map(id -> " (decision " + id + ")").orElse("");
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("Code", code(problem.code()));
    more.put("Message", message);
    more.put("message", message);
    return problem.response(more);
  }

  /// `AccessDenied` for `ACCESS_DENIED`: the shape of AWS's own codes.
  private static String code(Problem.Code code) {
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (char letter : code.name().toCharArray()) {
      if (letter != '_') {
        out.append(first ? letter : Character.toLowerCase(letter));
      }
      first = letter == '_';
    }
    return out.toString();
  }

  private ApiResponse vend(ApiRequest request, Map<String, String> path) {
    return switch (QueryString.read(request.query())) {
      case QueryString.Reading.Refused(Problem problem) -> refused(problem);
      case QueryString.Reading.Read(Map<String, String> parameters) ->
          vending.byToken(
              request,
              new VendBody(path.getOrDefault("mapping", ""), Optional.empty(), parameters),
              VendAnswers.CONTAINER);
    };
  }
}
