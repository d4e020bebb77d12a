package dev.brevet.api;

import module java.base;

/// `GET /healthz`: 200 when the configuration was read and the tables answer, else 503. Says
/// nothing more: it asks for no identity. So an instance asks the tables at most once a second,
/// however often it is called.
public final class HealthEndpoint implements Endpoint {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);

  private final Probe probe;
  private final InstantSource clock;
  private volatile ProbeResult last = new ProbeResult(false, Instant.MIN);

  /// Whether all that is needed answers.
  public interface Probe {
    boolean answers();
  }

  private record ProbeResult(boolean answers, Instant at) {}

  public HealthEndpoint(Probe probe, InstantSource clock) {
    this.probe = probe;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(
            "GET",
            "/healthz",
            (_, _) ->
                answers()
                    ? ApiResponse.json(
                        200, JsonText.object(json -> json.writeStringField("status", "ok")))
                    : Problem.unavailable().response()));
  }

  private boolean answers() {
    Instant now = clock.instant();
    ProbeResult known = last;
    // A clock that went back makes an answer old, not young.
    if (now.isBefore(known.at()) || !now.isBefore(known.at().plus(REMEMBERED))) {
      known = new ProbeResult(probe.answers(), now);
      last = known;
    }
    return known.answers();
  }
}
