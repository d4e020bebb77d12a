package dev.brevet.decisionlog;

import module java.base;

import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.StatementReference;

/// One answer, allow or deny, with its reason: all that an operator learns from a decision id. No
/// secret, token or signature is in it.
///
/// [DecisionRecorder] makes it, and [DecisionFields] spells it.
public record DecisionRecord(
    DecisionId id,
    Instant time,
    String operation,
    Caller caller,
    Target target,
    Verdict verdict,
    Session session,
    Extent extent,
    RequestOrigin origin) {
  /// The code of a list of what a caller may vend: every caller gets one.
  public static final String LISTED = "listed";

  /// The code of an access question's answer no. A caller that may not ask gets `access_denied`.
  private static final String DENIED_ANSWER = "denied";

  /// How long the request took, from the time that the gateway received it. Two clocks are
  /// compared, the gateway's and ours, so it is never negative.
  public Duration latency() {
    Duration latency = Duration.between(origin.receivedAt(), time);
    return latency.isNegative() ? Duration.ZERO : latency;
  }

  /// Whether its caller was allowed something that not every caller is: to ask about somebody else
  /// too, whom policies deny what was asked.
  public boolean grantsSomething() {
    return verdict.isAllowed()
        ? !verdict.code.equals(LISTED)
        : verdict.code.equals(DENIED_ANSWER) && verdict.policyType.isPresent();
  }

  /// The same record for `count` equal answers.
  public DecisionRecord withAnswers(int count) {
    Extent counted = new Extent(extent.reuseOf, count, extent.batch);
    return new DecisionRecord(
        id, time, operation, caller, target, verdict, session, counted, origin);
  }

  /// The caller, and what it proved. `principal` is [dev.brevet.iam.Principal#identifier], or `-`
  /// where no caller was authenticated; `method` is then the one that was tried. `proof` is a
  /// digest over everything that a trust policy can ask about the proof, so two proofs that a trust
  /// policy can distinguish have different digests. `proofKeys` are [ProofKeys].
  public record Caller(
      String principal,
      AuthenticationMethod method,
      Optional<String> proof,
      Map<String, List<String>> proofKeys) {
    public Caller {
      proofKeys = Map.copyOf(proofKeys);
    }

    /// An authenticated caller that no trust policy is asked about.
    public static Caller of(VerifiedIdentity caller) {
      return new Caller(
          caller.principal().identifier(),
          caller.method(),
          Optional.empty(),
          ProofKeys.of(caller, List.of()));
    }

    /// A caller that was not authenticated.
    public static Caller unknown(AuthenticationMethod method) {
      return new Caller("-", method, Optional.empty(), Map.of());
    }
  }

  /// What the caller asked for. `mappingVersion` is that of the mapping that was decided on.
  /// `parameters` are the resolved values of a vend, or the question's parts.
  public record Target(
      Optional<String> mapping,
      Optional<Long> mappingVersion,
      Optional<String> role,
      Map<String, String> parameters) {
    public Target {
      parameters = Map.copyOf(parameters);
    }

    /// A mapping, if there is one, that was not read.
    public static Target of(Optional<String> mapping) {
      return new Target(mapping, Optional.empty(), Optional.empty(), Map.of());
    }

    /// A question, or nothing more than its operation says.
    public static Target of(Map<String, String> parameters) {
      return new Target(Optional.empty(), Optional.empty(), Optional.empty(), parameters);
    }
  }

  /// What was answered, and why. `code` is the code in the answer. `statements` are those that
  /// decided, `policyType` is the type of policy that blocked. `reason` is one line for operators.
  public record Verdict(
      Outcome outcome,
      String code,
      List<String> statements,
      Optional<PolicyType> policyType,
      String reason) {
    public Verdict {
      statements = List.copyOf(statements);
    }

    /// An answer that follows from `decision`.
    public static Verdict of(Outcome outcome, String code, Decision decision, String reason) {
      return new Verdict(
          outcome, code, references(decision.statements()), decision.blockedBy(), reason);
    }

    /// An answer that no policy decided.
    public static Verdict of(Outcome outcome, String code, String reason) {
      return new Verdict(outcome, code, List.of(), Optional.empty(), reason);
    }

    /// `statements` as the log names them.
    public static List<String> references(List<StatementReference> statements) {
      return statements.stream().map(StatementReference::toString).toList();
    }

    public boolean isAllowed() {
      return outcome == Outcome.ALLOWED;
    }
  }

  /// Allowed, refused, or neither because something did not answer.
  public enum Outcome {
    ALLOWED,
    DENIED,
    FAILED;

    /// The outcome of a decision.
    public static Outcome of(boolean allowed) {
      return allowed ? ALLOWED : DENIED;
    }
  }

  /// The session that a vend made, or would have made. `policySha256` is lower-case hex over the
  /// rendered session policy. `accessKeyId`, `expiration` and `packedPolicySize` are what STS
  /// returned.
  public record Session(
      Optional<String> policySha256,
      Optional<Duration> duration,
      Optional<String> name,
      Optional<String> sourceIdentity,
      Optional<String> accessKeyId,
      Optional<Instant> expiration,
      Optional<Integer> packedPolicySize) {
    /// No session.
    public static final Session NONE =
        new Session(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// What a record stands for besides one new answer to one question. `reuseOf` is the decision
  /// that a session was made for, where this one returned the session again. `answers` is the
  /// number of equal denials, a moment apart, that it counts. `batch` has every answer of a request
  /// with several questions, or every result of a search, one line each.
  public record Extent(Optional<DecisionId> reuseOf, int answers, Optional<String> batch) {
    /// One new answer to one question.
    public static final Extent ONE = new Extent(Optional.empty(), 1, Optional.empty());

    public Extent {
      if (answers < 1) {
        throw new IllegalArgumentException("a record stands for one answer at least");
      }
    }

    /// One answer that returns the session of `decision` again, if there is one.
    public static Extent reusing(Optional<DecisionId> decision) {
      return new Extent(decision, 1, Optional.empty());
    }

    /// The answers of one request, a line each.
    public static Extent batch(String lines) {
      return new Extent(Optional.empty(), 1, Optional.of(lines));
    }
  }
}
