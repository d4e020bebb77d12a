package dev.brevet.decisionlog;

import module java.base;

import dev.brevet.decisionlog.DecisionRecord.Caller;
import dev.brevet.decisionlog.DecisionRecord.Extent;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.DecisionRecord.Session;
import dev.brevet.decisionlog.DecisionRecord.Target;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.identity.AuthenticationMethod;

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
    return record(
        id(time, 0),
        time,
        new Caller(principal, AuthenticationMethod.TOKEN, Optional.empty(), Map.of()),
        new Target(
            Optional.of("orders-reader"),
            Optional.empty(),
            Optional.of("arn:aws:iam::111122223333:role/OrdersReader"),
            Map.of("tenant", "acme", "day", "*none*")),
        new Verdict(
            Outcome.ALLOWED,
            "vended",
            List.of("trust[orders-reader]/DeployPipeline"),
            Optional.empty(),
            "allowed"),
        new Session(
            Optional.of("ab".repeat(32)),
            Optional.of(Duration.ofMinutes(15)),
            Optional.empty(),
            Optional.of("caller-x"),
            Optional.of("ASIAEXAMPLE"),
            Optional.of(time.plusSeconds(900)),
            Optional.of(7)),
        origin(time.minusNanos(1_234_567), userAgent, Optional.of("vpce-1")));
  }

  /// The same with the answers of a batch.
  public static DecisionRecord withBatch(DecisionRecord record, String lines) {
    return new DecisionRecord(
        record.id(),
        record.time(),
        record.operation(),
        record.caller(),
        record.target(),
        record.verdict(),
        record.session(),
        Extent.batch(lines),
        record.origin());
  }

  /// A denial at `time`, the `n`th of that millisecond.
  public static DecisionRecord denied(Instant time, int n, String principal, String mapping) {
    return record(
        id(time, n),
        time,
        new Caller(principal, AuthenticationMethod.TOKEN, Optional.empty(), Map.of()),
        Target.of(Optional.of(mapping)),
        Verdict.of(Outcome.DENIED, "access_denied", "no"),
        Session.NONE,
        origin(time, "curl/8", Optional.empty()));
  }

  /// A refusal of somebody unknown, with the least known.
  public static DecisionRecord refused() {
    return refused(TIME);
  }

  /// One at `time`.
  public static DecisionRecord refused(Instant time) {
    return record(
        id(time, 0),
        time,
        Caller.unknown(AuthenticationMethod.TOKEN),
        Target.of(Map.of()),
        Verdict.of(Outcome.DENIED, "not_authenticated", "token expired"),
        Session.NONE,
        origin(time.minusMillis(2), "curl/8", Optional.empty()));
  }

  private static DecisionRecord record(
      DecisionId id,
      Instant time,
      Caller caller,
      Target target,
      Verdict verdict,
      Session session,
      RequestOrigin origin) {
    return new DecisionRecord(
        id, time, "vend", caller, target, verdict, session, Extent.ONE, origin);
  }

  private static DecisionId id(Instant time, int n) {
    return DecisionId.of(time.toEpochMilli(), new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) n});
  }

  private static RequestOrigin origin(
      Instant receivedAt, String userAgent, Optional<String> vpcEndpoint) {
    return new RequestOrigin("request-1", "10.1.2.3", userAgent, vpcEndpoint, "vend", receivedAt);
  }
}
