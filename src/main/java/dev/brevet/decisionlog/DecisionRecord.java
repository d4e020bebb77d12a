package dev.brevet.decisionlog;

import dev.brevet.identity.AuthenticationMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One answer, allow or deny, with its reason: all that an operator learns from a decision id.
///
/// No secret, token or signature is in it. `principal` is [dev.brevet.iam.Principal#identifier], or
/// `-` where nobody was authenticated. `code` is the wire's code (`access_denied`, ...) or
/// `vended`. `statements` name what decided, `policyType` which kind of policy blocked. `reason` is
/// for operators, one line. `parameters` are the resolved values; `sessionPolicySha256` is
/// lower-case hex over the rendered policy.
public record DecisionRecord(
    DecisionId id,
    Instant time,
    String operation,
    String principal,
    Optional<AuthenticationMethod> method,
    Optional<String> mapping,
    Optional<String> role,
    Outcome outcome,
    String code,
    List<String> statements,
    Optional<String> policyType,
    String reason,
    Map<String, String> parameters,
    Optional<String> sessionPolicySha256,
    Optional<Duration> duration,
    Optional<String> sourceIdentity,
    Optional<String> accessKeyId,
    Optional<Instant> expiration,
    Optional<Integer> packedPolicySize,
    RequestOrigin origin,
    Duration latency) {
  public DecisionRecord {
    statements = List.copyOf(statements);
    parameters = Map.copyOf(parameters);
  }

  /// Allowed, refused, or neither because something did not answer.
  public enum Outcome {
    ALLOWED,
    DENIED,
    FAILED
  }
}
