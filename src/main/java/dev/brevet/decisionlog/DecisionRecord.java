package dev.brevet.decisionlog;

import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.VerifiedIdentity;
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
/// lower-case hex over the rendered policy. `mappingVersion` is that of the mapping that was
/// decided on, where there was one.
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
    Duration latency,
    Extent extent,
    Proof proof,
    Optional<Long> mappingVersion) {
  public DecisionRecord {
    statements = List.copyOf(statements);
    parameters = Map.copyOf(parameters);
  }

  /// What a record stands for besides one new answer to one question: `reuseOf` is the decision
  /// that a session was made for, where this one handed it out again; `answers` is how many equal
  /// answers, a moment apart, it counts: 1, but for a denial that was asked for again; `batch` is
  /// there where one request asked several questions or found several things: every answer, a line
  /// each, for the table alone and not for the function's log.
  public record Extent(Optional<DecisionId> reuseOf, int answers, Optional<String> batch) {
    /// One new answer to one question.
    public static final Extent ONE = new Extent(Optional.empty(), 1, Optional.empty());

    public Extent {
      if (answers < 1) {
        throw new IllegalArgumentException("a record stands for one answer at least");
      }
    }

    /// One answer that hands out the session of `decision` again, if there is one.
    public static Extent reusing(Optional<DecisionId> decision) {
      return new Extent(decision, 1, Optional.empty());
    }
  }

  /// What the caller proved, as far as it tells it from others of the same `principal`: `digest` is
  /// over everything that a trust policy can ask about the proof, so that two proofs that any can
  /// tell apart have two; `keys` are the condition keys of the proof that this decision's trust
  /// policy asks about, and those that say which session of a role an AWS-issued token is of.
  /// `sessionName` is the role session name that a session has, or would have. Of a decision that
  /// is none on a mapping there are the keys of an AWS-issued token alone.
  public record Proof(
      Optional<String> digest, Optional<String> sessionName, Map<String, List<String>> keys) {
    /// Of decisions that no session comes of.
    public static final Proof NONE = new Proof(Optional.empty(), Optional.empty(), Map.of());

    public Proof {
      keys = Map.copyOf(keys);
    }
  }

  /// The code of a list of what a caller may: everybody is answered one.
  public static final String LISTED = "listed";

  /// Whether its caller was allowed something that not everybody is.
  public boolean grantsSomething() {
    return outcome == Outcome.ALLOWED && !code.equals(LISTED);
  }

  /// The record of one new answer to one question.
  public DecisionRecord(
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
    this(
        id,
        time,
        operation,
        principal,
        method,
        mapping,
        role,
        outcome,
        code,
        statements,
        policyType,
        reason,
        parameters,
        sessionPolicySha256,
        duration,
        sourceIdentity,
        accessKeyId,
        expiration,
        packedPolicySize,
        origin,
        latency,
        Extent.ONE,
        Proof.NONE,
        Optional.empty());
  }

  /// See [Extent#reuseOf].
  public Optional<DecisionId> reuseOf() {
    return extent.reuseOf();
  }

  /// See [Extent#answers].
  public int answers() {
    return extent.answers();
  }

  /// See [Extent#batch].
  public Optional<String> batch() {
    return extent.batch();
  }

  /// The same record for `count` equal answers.
  public DecisionRecord withAnswers(int count) {
    return with(new Extent(reuseOf(), count, batch()));
  }

  /// The same record with the answers of a batch, a line each.
  public DecisionRecord withBatch(String lines) {
    return with(new Extent(reuseOf(), answers(), Optional.of(lines)));
  }

  /// The same record, which tells `caller` from others of its principal.
  public DecisionRecord provedBy(VerifiedIdentity caller) {
    return with(
        extent, new Proof(Optional.empty(), Optional.empty(), ProofKeys.of(caller, List.of())));
  }

  private DecisionRecord with(Extent other) {
    return with(other, proof);
  }

  private DecisionRecord with(Extent other, Proof otherProof) {
    return new DecisionRecord(
        id,
        time,
        operation,
        principal,
        method,
        mapping,
        role,
        outcome,
        code,
        statements,
        policyType,
        reason,
        parameters,
        sessionPolicySha256,
        duration,
        sourceIdentity,
        accessKeyId,
        expiration,
        packedPolicySize,
        origin,
        latency,
        other,
        otherProof,
        mappingVersion);
  }

  /// Allowed, refused, or neither because something did not answer.
  public enum Outcome {
    ALLOWED,
    DENIED,
    FAILED
  }
}
