package dev.brevet.api;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.GatewayIdentity;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.policy.Decision;
import dev.brevet.policy.StatementReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What every administrative request goes through: authenticate, decide, check what was sent,
/// record, and only then do.
///
/// The record says what is about to be done. Should it then not happen (somebody else wrote first,
/// the store did not answer), a second record says so, and the answer carries its id.
public final class Administration {
  private final AdministrationPolicy policy;
  private final DecisionLog log;
  private final Supplier<DecisionId> ids;
  private final Clock clock;
  private final String partition;
  private final String region;

  public Administration(
      AdministrationPolicy policy,
      DecisionLog log,
      Supplier<DecisionId> ids,
      Clock clock,
      String partition,
      String region) {
    this.policy = policy;
    this.log = log;
    this.ids = ids;
    this.clock = clock;
    this.partition = partition;
    this.region = region;
  }

  /// What is asked: `name` is the action's (`PutMapping`), `resource` what it is done to
  /// (`mapping/orders-reader`), `mapping` the mapping's id where it is one.
  record Operation(String name, String resource, Optional<String> mapping) {}

  /// What came of looking at what an allowed caller sent.
  sealed interface Step {
    /// It is wrong.
    record Refuse(Problem problem) implements Step {}

    /// `intent` is one line for the decision log; `effect` does it and answers.
    record Proceed(String intent, Function<Granted, ApiResponse> effect) implements Step {}
  }

  /// A recorded permission to do one thing.
  static final class Granted {
    private final DecisionId decision;
    private final Entry entry;

    private Granted(DecisionId decision, Entry entry) {
      this.decision = decision;
      this.entry = entry;
    }

    DecisionId decision() {
      return decision;
    }

    /// Records that it did not happen, and why; the new decision's id.
    DecisionId failed(Problem.Code code, Outcome outcome, String why) {
      return entry.record(outcome, code.wire(), List.of(), Optional.empty(), decision + ": " + why);
    }
  }

  /// Answers `request`; `step` is asked only for a caller who is allowed the operation.
  ApiResponse answer(ApiRequest request, Operation operation, Supplier<Step> step) {
    Verification verification =
        request
            .caller()
            .map(GatewayIdentity::verify)
            .orElseGet(() -> new Verification.Rejected("the gateway named no caller"));
    return switch (verification) {
      case Verification.Rejected(var _, String reason) -> {
        Entry entry = new Entry(request, operation, Optional.empty());
        yield entry.refused(Problem.Code.NOT_AUTHENTICATED, List.of(), Optional.empty(), reason);
      }
      case Verification.Verified(VerifiedIdentity caller) ->
          decide(request, operation, caller, step);
    };
  }

  private ApiResponse decide(
      ApiRequest request, Operation operation, VerifiedIdentity caller, Supplier<Step> step) {
    Entry entry = new Entry(request, operation, Optional.of(caller));
    if (caller.principal() instanceof Principal.Root) {
      return entry.refused(
          Problem.Code.ROOT_DENIED, List.of(), Optional.empty(), "the caller is a root user");
    }
    Decision decision =
        policy.decide(
            caller.principal(),
            new Action("brevet", operation.name()),
            arn(request.account(), operation.resource()),
            request.account(),
            context(request, caller));
    return switch (decision) {
      case Decision.ExplicitlyDenied denied ->
          entry.refused(
              Problem.Code.ACCESS_DENIED,
              denied.statements(),
              Optional.of(denied.blockedBy().name()),
              "explicitly denied");
      case Decision.ImplicitlyDenied denied ->
          entry.refused(
              Problem.Code.ACCESS_DENIED,
              List.of(),
              Optional.of(denied.blockedBy().name()),
              "not an administrator");
      case Decision.Allowed allowed -> proceed(entry, allowed, step.get());
    };
  }

  private ApiResponse proceed(Entry entry, Decision.Allowed allowed, Step step) {
    return switch (step) {
      case Step.Refuse(Problem problem) -> {
        DecisionId id =
            entry.record(
                Outcome.DENIED,
                problem.code().wire(),
                allowed.statements(),
                Optional.empty(),
                problem.detail());
        yield problem.decision(id).response();
      }
      case Step.Proceed(String intent, Function<Granted, ApiResponse> effect) -> {
        // INVARIANT: recorded before it is done.
        DecisionId id =
            entry.record(
                Outcome.ALLOWED, "allowed", allowed.statements(), Optional.empty(), intent);
        ApiResponse response = done(new Granted(id, entry), effect);
        yield response.headers().containsKey(Problem.DECISION_HEADER)
            ? response
            : response.with(Problem.DECISION_HEADER, id.value());
      }
    };
  }

  private static ApiResponse done(Granted granted, Function<Granted, ApiResponse> effect) {
    try {
      return effect.apply(granted);
    } catch (MappingStoreUnavailable
        | IdentityUnavailable
        | DirectoryUnavailable
        | DecisionLogUnavailable fault) {
      DecisionId id =
          granted.failed(Problem.Code.UNAVAILABLE, Outcome.FAILED, "" + fault.getMessage());
      return Problem.of(Problem.Code.UNAVAILABLE)
          .retryAfter(Duration.ofSeconds(1))
          .decision(id)
          .response();
    }
  }

  private String arn(AccountId account, String resource) {
    return "arn:" + partition + ":brevet:" + region + ":" + account + ":" + resource;
  }

  private RequestContext context(ApiRequest request, VerifiedIdentity caller) {
    Instant now = clock.instant();
    return RequestContext.builder()
        .put("aws:SourceIp", request.origin().sourceAddress())
        .put("aws:UserAgent", request.origin().userAgent())
        .put("aws:SecureTransport", "true")
        .put("aws:CurrentTime", now.toString())
        .put("aws:EpochTime", Long.toString(now.getEpochSecond()))
        .putAll(caller.context())
        .build();
  }

  /// The record of one request, but for what is decided.
  private final class Entry {
    private final ApiRequest request;
    private final Operation operation;
    private final Optional<VerifiedIdentity> caller;

    private Entry(ApiRequest request, Operation operation, Optional<VerifiedIdentity> caller) {
      this.request = request;
      this.operation = operation;
      this.caller = caller;
    }

    private ApiResponse refused(
        Problem.Code code,
        List<StatementReference> statements,
        Optional<String> policyType,
        String reason) {
      DecisionId id = record(Outcome.DENIED, code.wire(), statements, policyType, reason);
      return Problem.of(code).decision(id).response();
    }

    private DecisionId record(
        Outcome outcome,
        String code,
        List<StatementReference> statements,
        Optional<String> policyType,
        String reason) {
      DecisionId id = ids.get();
      Instant now = clock.instant();
      log.record(
          new DecisionRecord(
              id,
              now,
              operation.name(),
              caller.map(who -> who.principal().identifier()).orElse("-"),
              caller.map(VerifiedIdentity::method),
              operation.mapping(),
              Optional.empty(),
              outcome,
              code,
              statements.stream().map(StatementReference::toString).toList(),
              policyType,
              operation.resource() + ": " + reason,
              Map.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              request.origin(),
              Latency.since(request.origin(), now)));
      return id;
    }
  }
}
