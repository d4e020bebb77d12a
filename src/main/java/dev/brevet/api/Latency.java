package dev.brevet.api;

import dev.brevet.decisionlog.RequestOrigin;
import java.time.Duration;
import java.time.Instant;

/// How long a request took so far. Two clocks are compared, the gateway's and ours, so it is never
/// shown as less than nothing.
public final class Latency {
  private Latency() {}

  public static Duration since(RequestOrigin origin, Instant now) {
    Duration latency = Duration.between(origin.receivedAt(), now);
    return latency.isNegative() ? Duration.ZERO : latency;
  }
}
