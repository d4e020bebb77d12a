package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiResponse;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Gate;
import dev.brevet.api.QueryString;
import dev.brevet.api.Route;
import dev.brevet.json.InvalidDocument;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;

/// Vends: `POST /v1/credentials` for bearers and `POST /v1/iam/credentials` for AWS principals,
/// JSON in and out, and `GET /v1/credentials/{mapping}` in the shape that every SDK reads as
/// container credentials. There the query's parameters are the mapping's `request` parameters.
public final class CredentialsEndpoint implements Endpoint {
  private final Gate gate;
  private final Function<VendRequest, VendOutcome> vend;

  public CredentialsEndpoint(Gate gate, Function<VendRequest, VendOutcome> vend) {
    this.gate = gate;
    this.vend = vend;
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(gate.routes("POST", "/v1/credentials", (call, _) -> json(call)));
    routes.add(
        gate.bearers(
            "GET",
            "/v1/credentials/{mapping}",
            (problem, _) -> VendAnswers.CONTAINER.refused(problem),
            (call, path) -> container(call, path.getOrDefault("mapping", ""))));
    return routes;
  }

  private ApiResponse json(Gate.Call call) throws InvalidDocument {
    return vend(call, VendBody.read(call.request().body()).orThrow(), VendAnswers.VEND);
  }

  private ApiResponse container(Gate.Call call, String mapping) throws InvalidDocument {
    Map<String, String> parameters = QueryString.read(call.request().query());
    return vend(call, new VendBody(mapping, Optional.empty(), parameters), VendAnswers.CONTAINER);
  }

  private ApiResponse vend(Gate.Call call, VendBody body, VendAnswers answers) {
    return call.admit(
        VendBody.OPERATION, body.mapping(), caller -> answers.answer(body.ask(caller, vend)));
  }
}
