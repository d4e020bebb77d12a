package dev.brevet.decisionlog;

import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.identity.AuthenticationMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decisions to record in tests.
public final class Decisions {
  /// The time of those that are given none.
  public static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123Z");

  private Decisions() {}

  /// A vend, with everything known.
  public static DecisionRecord vended(String principal, String userAgent) {
    return vended(TIME, principal, userAgent);
  }

  /// A vend at `time`, with everything known.
  public static DecisionRecord vended(Instant time, String principal, String userAgent) {
    return new DecisionRecord(
        id(time),
        time,
        "vend",
        principal,
        Optional.of(AuthenticationMethod.TOKEN),
        Optional.of("orders-reader"),
        Optional.of("arn:aws:iam::111122223333:role/OrdersReader"),
        Outcome.ALLOWED,
        "vended",
        List.of("trust[orders-reader]/DeployPipeline"),
        Optional.empty(),
        "allowed",
        Map.of("tenant", "acme", "day", "*none*"),
        Optional.of("ab".repeat(32)),
        Optional.of(Duration.ofMinutes(15)),
        Optional.of("caller-x"),
        Optional.of("ASIAEXAMPLE"),
        Optional.of(time.plusSeconds(900)),
        Optional.of(7),
        origin(time, userAgent, Optional.of("vpce-1")),
        Duration.ofNanos(1_234_567));
  }

  /// A denial at `time`, the `n`th of that millisecond.
  public static DecisionRecord denied(Instant time, int n, String principal, String mapping) {
    return new DecisionRecord(
        DecisionId.of(time.toEpochMilli(), new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) n}),
        time,
        "vend",
        principal,
        Optional.of(AuthenticationMethod.TOKEN),
        Optional.of(mapping),
        Optional.empty(),
        Outcome.DENIED,
        "access_denied",
        List.of(),
        Optional.empty(),
        "no",
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        origin(time, "curl/8", Optional.empty()),
        Duration.ZERO);
  }

  /// A refusal of somebody unknown, with the least known.
  public static DecisionRecord refused() {
    return refused(TIME);
  }

  /// One at `time`.
  public static DecisionRecord refused(Instant time) {
    return new DecisionRecord(
        id(time),
        time,
        "vend",
        "-",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Outcome.DENIED,
        "not_authenticated",
        List.of(),
        Optional.empty(),
        "token expired",
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        origin(time, "curl/8", Optional.empty()),
        Duration.ofMillis(2));
  }

  private static DecisionId id(Instant time) {
    return DecisionId.of(time.toEpochMilli(), new byte[10]);
  }

  private static RequestOrigin origin(
      Instant time, String userAgent, Optional<String> vpcEndpoint) {
    return new RequestOrigin("request-1", "10.1.2.3", userAgent, vpcEndpoint, "vend", time);
  }
}
