package dev.brevet.api;

import java.util.List;

/// `GET /healthz`: 200 when the configuration was read and the tables answer, else 503. Says
/// nothing more: it asks for no identity.
public final class HealthEndpoint implements Endpoint {
  private final Probe probe;

  /// Whether all that is needed answers.
  public interface Probe {
    boolean answers();
  }

  public HealthEndpoint(Probe probe) {
    this.probe = probe;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(
            "GET",
            "/healthz",
            (_, _) ->
                probe.answers()
                    ? ApiResponse.json(
                        200, JsonText.object(json -> json.writeStringField("status", "ok")))
                    : Problem.unavailable().response()));
  }
}
