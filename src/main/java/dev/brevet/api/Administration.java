package dev.brevet.api;

import dev.brevet.api.Authentication.Proof;
import dev.brevet.api.Authentication.Question;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.IdentityUnavailable;
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

/// What every administrative request goes through, by token (`/v1/admin/**`) as by signature
/// (`/v1/iam/admin/**`): authenticate, decide, check what was sent, record, and only then do.
///
/// The record says what is about to be done. Should it then not happen (somebody else wrote first,
/// the store did not answer), a second record says so, and the answer carries its id.
public final class Administration {
  private final Authentication authentication;
  private final AdministrativeRights rights;
  private final DecisionLog log;
  private final Supplier<DecisionId> ids;
  private final Clock clock;

  public Administration(
      Authentication authentication,
      AdministrativeRights rights,
      DecisionLog log,
      Supplier<DecisionId> ids,
      Clock clock) {
    this.authentication = authentication;
    this.rights = rights;
    this.log = log;
    this.ids = ids;
    this.clock = clock;
  }

  /// A request to administer. `base` is what its path begins with, by which the caller is told
  /// other paths.
  record Call(ApiRequest request, String base, Function<Question, Proof> authenticate) {}

  /// What is answered to a request; `path` has the parameters of its path.
  interface Handler {
    ApiResponse answer(Call call, Map<String, String> path);
  }

  /// `<method> /v1/admin/<path>` for bearers and `/v1/iam/admin/<path>` for AWS principals.
  List<Route> routes(String method, String path, Handler handler) {
    return List.of(
        route(method, "/v1/admin/", path, authentication::byToken, handler),
        route(method, "/v1/iam/admin/", path, authentication::bySignature, handler));
  }

  private static Route route(
      String method,
      String base,
      String path,
      Function<Question, Proof> authenticate,
      Handler handler) {
    return Route.of(
        method,
        base + path,
        (request, of) -> handler.answer(new Call(request, base, authenticate), of));
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

  /// Answers a request; `step` is asked only for a caller who is allowed the operation.
  ApiResponse answer(Call call, Operation operation, Supplier<Step> step) {
    Question question =
        new Question(call.request(), operation.name(), operation.mapping().orElse(""));
    return switch (call.authenticate().apply(question)) {
      case Proof.Rejected(DecisionId id, var _) ->
          Problem.of(Problem.Code.NOT_AUTHENTICATED).decision(id).response();
      case Proof.Vended(var id) -> Problem.of(Problem.Code.ACCESS_DENIED).decision(id).response();
      case Proof.NotVerifiable(DecisionId id, boolean _) -> Problem.notVerifiable(id).response();
      case Proof.Proven(VerifiedIdentity caller) -> decide(call.request(), operation, caller, step);
    };
  }

  private ApiResponse decide(
      ApiRequest request, Operation operation, VerifiedIdentity caller, Supplier<Step> step) {
    Entry entry = new Entry(request, operation, caller);
    if (caller.principal() instanceof Principal.Root) {
      return entry.refused(
          Problem.Code.ROOT_DENIED, List.of(), Optional.empty(), "the caller is a root user");
    }
    Decision decision;
    try {
      decision =
          rights.decide(
              caller,
              new Action("brevet", operation.name()),
              operation.resource(),
              request.account(),
              context(request, caller));
    } catch (DirectoryUnavailable fault) {
      return unavailable(
          entry.record(
              Outcome.FAILED,
              Problem.Code.UNAVAILABLE.wire(),
              List.of(),
              Optional.empty(),
              String.valueOf(fault.getMessage())));
    }
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
      case Decision.Allowed allowed -> {
        Step next;
        try {
          next = step.get();
        } catch (MappingStoreUnavailable | IdentityUnavailable | DirectoryUnavailable fault) {
          yield unavailable(
              entry.record(
                  Outcome.FAILED,
                  Problem.Code.UNAVAILABLE.wire(),
                  List.of(),
                  Optional.empty(),
                  "" + fault.getMessage()));
        }
        yield proceed(entry, allowed, next);
      }
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
      return unavailable(
          granted.failed(Problem.Code.UNAVAILABLE, Outcome.FAILED, "" + fault.getMessage()));
    }
  }

  private static ApiResponse unavailable(DecisionId id) {
    return Problem.of(Problem.Code.UNAVAILABLE)
        .retryAfter(Duration.ofSeconds(1))
        .decision(id)
        .response();
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
    private final VerifiedIdentity caller;

    private Entry(ApiRequest request, Operation operation, VerifiedIdentity caller) {
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
              caller.principal().identifier(),
              Optional.of(caller.method()),
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
