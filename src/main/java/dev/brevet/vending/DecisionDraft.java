package dev.brevet.vending;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Caller;
import dev.brevet.decisionlog.DecisionRecord.Extent;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.DecisionRecord.Session;
import dev.brevet.decisionlog.DecisionRecord.Target;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.ProofKeys;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.Decision;
import org.jspecify.annotations.Nullable;

/// What is known of a decision so far, on its way to a record.
final class DecisionDraft {
  private final DecisionId id;
  private final VendRequest request;
  private final String operation;
  private @Nullable String proof;
  private Optional<RoleMapping> mapping = Optional.empty();
  private Optional<SessionPlan> plan = Optional.empty();
  private Optional<Decision> decision = Optional.empty();
  private Optional<SessionPolicy> policy = Optional.empty();
  private Outcome outcome = Outcome.FAILED;
  private String code = "unavailable";
  private String reason = "";
  private Optional<RoleAssumer.Answer.Assumed> assumed = Optional.empty();
  private Optional<DecisionId> reuseOf = Optional.empty();

  DecisionDraft(DecisionId id, VendRequest request) {
    this(id, request, "VendCredentials");
  }

  DecisionDraft(DecisionId id, VendRequest request, String operation) {
    this.id = id;
    this.request = request;
    this.operation = operation;
  }

  DecisionId id() {
    return id;
  }

  /// The digest of the caller's proof.
  String proof() {
    String known = proof;
    if (known == null) {
      known = IdentityDigest.of(request.caller());
      proof = known;
    }
    return known;
  }

  Map<String, String> parameters() {
    return plan.map(SessionPlan::parameters).orElse(Map.of());
  }

  void mapping(RoleMapping read) {
    mapping = Optional.of(read);
  }

  void plan(SessionPlan made) {
    plan = Optional.of(made);
  }

  /// Whether the last decision was that the caller may.
  boolean isLetIn() {
    return decision.filter(Decision::isAllowed).isPresent();
  }

  void decision(Decision last) {
    decision = Optional.of(last);
  }

  void policy(SessionPolicy rendered) {
    policy = Optional.of(rendered);
  }

  void assumed(RoleAssumer.Answer.Assumed answer) {
    assumed = Optional.of(answer);
    conclude(Outcome.ALLOWED, "vended", "the trust policy allows it and STS gave a session");
  }

  /// `session`, which was made for another decision, is handed out again.
  void reused(VendedSessions.Session session) {
    assumed = Optional.of(session.answer());
    reuseOf = Optional.of(session.decision());
    conclude(
        Outcome.ALLOWED, "vended", "the trust policy allows it; an equal session is still fresh");
  }

  /// What it came to; `words` are for operators, on one line.
  void conclude(Outcome as, String withCode, String words) {
    outcome = as;
    code = withCode;
    reason = words;
  }

  /// What it came to so far.
  Verdict verdict() {
    return decision
        .map(last -> Verdict.of(outcome, code, last, reason))
        .orElseGet(() -> Verdict.of(outcome, code, reason));
  }

  /// The record of the answer, given now.
  DecisionRecord record(DecisionRecorder records) {
    List<String> asked =
        mapping.stream()
            .flatMap(read -> read.trustPolicy().statements().stream())
            .flatMap(statement -> statement.conditions().stream())
            .map(condition -> condition.key().lowerName())
            .toList();
    return records.made(
        id,
        operation,
        new Caller(
            request.caller().principal().identifier(),
            request.caller().method(),
            Optional.of(proof()),
            ProofKeys.of(request.caller(), asked)),
        new Target(
            Optional.of(request.mapping().value()),
            mapping.map(RoleMapping::version),
            mapping.map(read -> read.role().toString()),
            parameters()),
        verdict(),
        new Session(
            policy.flatMap(SessionPolicy::sha256),
            plan.map(made -> made.duration().length()),
            plan.map(made -> made.sessionName().value()),
            plan.flatMap(SessionPlan::sourceIdentity).map(SourceIdentity::value),
            assumed.map(answer -> answer.credentials().accessKeyId()),
            assumed.map(answer -> answer.credentials().expiration()),
            assumed.map(RoleAssumer.Answer.Assumed::packedPolicySize)),
        Extent.reusing(reuseOf),
        request.origin());
  }
}
