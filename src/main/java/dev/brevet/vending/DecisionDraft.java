package dev.brevet.vending;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.ProofKeys;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.Decision;
import dev.brevet.policy.StatementReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a decision so far, on its way to a record.
final class DecisionDraft {
  private final DecisionId id;
  private final VendRequest request;
  private final String operation;
  private @Nullable String proof;
  private Optional<String> role = Optional.empty();
  private Optional<Long> mappingVersion = Optional.empty();
  private Outcome outcome = Outcome.FAILED;
  private String code = "unavailable";
  private List<String> statements = List.of();
  private Optional<String> policyType = Optional.empty();
  private String reason = "";
  private boolean letIn;
  private Map<String, String> parameters = Map.of();
  private Optional<String> sessionPolicySha256 = Optional.empty();
  private Optional<Duration> duration = Optional.empty();
  private Optional<String> sourceIdentity = Optional.empty();
  private Optional<String> sessionName = Optional.empty();
  private Map<String, List<String>> keys = Map.of();
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

  String code() {
    return code;
  }

  String reason() {
    return reason;
  }

  List<String> statements() {
    return statements;
  }

  Optional<String> policyType() {
    return policyType;
  }

  Map<String, String> parameters() {
    return parameters;
  }

  void mapping(RoleMapping mapping) {
    role = Optional.of(mapping.role().toString());
    mappingVersion = Optional.of(mapping.version());
    keys =
        ProofKeys.of(
            request.caller(),
            mapping.trustPolicy().statements().stream()
                .flatMap(statement -> statement.conditions().stream())
                .map(condition -> condition.key().lowerName())
                .toList());
  }

  void plan(SessionPlan plan) {
    parameters = plan.parameters();
    duration = Optional.of(plan.duration().length());
    sourceIdentity = plan.sourceIdentity().map(SourceIdentity::value);
    sessionName = Optional.of(plan.sessionName().value());
  }

  /// Whether the last decision was that the caller may.
  boolean isLetIn() {
    return letIn;
  }

  void decision(Decision decision) {
    letIn = decision.isAllowed();
    statements = decision.statements().stream().map(StatementReference::toString).toList();
    policyType =
        switch (decision) {
          case Decision.Allowed _ -> Optional.empty();
          case Decision.ExplicitlyDenied(var _, var type) -> Optional.of(type.label());
          case Decision.ImplicitlyDenied(var type) -> Optional.of(type.label());
        };
  }

  void policy(SessionPolicy policy) {
    sessionPolicySha256 = policy.sha256();
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

  DecisionRecord record(Instant time, Duration latency) {
    return new DecisionRecord(
        id,
        time,
        operation,
        request.caller().principal().identifier(),
        Optional.of(request.caller().method()),
        Optional.of(request.mapping().value()),
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
        assumed.map(answer -> answer.credentials().accessKeyId()),
        assumed.map(answer -> answer.credentials().expiration()),
        assumed.map(RoleAssumer.Answer.Assumed::packedPolicySize),
        request.origin(),
        latency,
        DecisionRecord.Extent.reusing(reuseOf),
        new DecisionRecord.Proof(Optional.of(proof()), sessionName, keys),
        mappingVersion);
  }
}
