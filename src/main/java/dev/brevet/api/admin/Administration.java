package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Content;
import dev.brevet.api.Gate;
import dev.brevet.api.Problem;
import dev.brevet.api.QueryString;
import dev.brevet.api.Route;
import dev.brevet.api.admin.AdministrativeRights.Rights;
import dev.brevet.api.admin.AdministrativeRights.Wish;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;

/// What every administrative request goes through, by token (`/v1/admin/**`) as by signature
/// (`/v1/iam/admin/**`): authenticate, decide, check what was sent, record, and only then do.
///
/// The record says what is about to be done. Should it then not happen (another write came first,
/// the store did not answer), a second record says so, and the answer carries its id.
public final class Administration {
  /// What the paths of bearers begin with.
  static final String BASE = "/v1/admin/";

  private final Gate gate;
  private final AdministrativeRights rights;
  private final DecisionRecorder records;
  private final Clock clock;

  public Administration(
      Gate gate, AdministrativeRights rights, DecisionRecorder records, Clock clock) {
    this.gate = gate;
    this.rights = rights;
    this.records = records;
    this.clock = clock;
  }

  /// `<method> /v1/admin/<path>` for bearers and `/v1/iam/admin/<path>` for AWS principals; they
  /// take no parameters in the query.
  List<Route> routes(String method, String path, Gate.Handler handler) {
    return gate.routes(
        method,
        BASE + path,
        (call, of) -> {
          QueryString.read(call.request().query(), Set.of());
          return handler.answer(call, of);
        });
  }

  /// The same for lists, which read the query.
  List<Route> lists(String path, Gate.Handler handler) {
    return gate.routes("GET", BASE + path, handler);
  }

  /// What is asked: `name` is the action's (`PutMapping`), `mapping` the mapping's id where it is
  /// done to one.
  record Operation(String name, AdministeredResource resource, Optional<String> mapping) {}

  /// What came of looking at what an allowed caller sent.
  sealed interface Step {
    /// It is wrong.
    record Refuse(Problem problem) implements Step {}

    /// `intent` is one line for the decision log; `effect` does it and answers. `content` is asked
    /// for where the caller may not do it to anything.
    record Proceed(String intent, Supplier<Content> content, Function<Granted, ApiResponse> effect)
        implements Step {}
  }

  /// A recorded permission to do one thing.
  static final class Granted {
    private final DecisionId decision;
    private final AdministrationEntry entry;
    private final boolean isUnbounded;

    private Granted(DecisionId decision, AdministrationEntry entry, boolean isUnbounded) {
      this.decision = decision;
      this.entry = entry;
      this.isUnbounded = isUnbounded;
    }

    /// Whether what it is done to may be anything, also what cannot be read.
    boolean isUnbounded() {
      return isUnbounded;
    }

    DecisionId decision() {
      return decision;
    }

    /// What is answered where it did not happen, and was recorded so.
    ApiResponse refused(Problem problem) {
      return failed(problem, Outcome.DENIED, problem.detail());
    }

    /// Records that it did not happen, and why; the answer that says so.
    ApiResponse failed(Problem problem, Outcome outcome, String why) {
      return entry.refused(problem, outcome, decision + ": " + why);
    }
  }

  /// Answers a request; `step` is asked only for a caller that is allowed the operation.
  ApiResponse answer(Gate.Call call, Operation operation, Supplier<Step> step) {
    return call.admit(
        operation.name(),
        operation.mapping().orElse(""),
        caller -> decide(call.request(), operation, caller.identity(), step));
  }

  private ApiResponse decide(
      ApiRequest request, Operation operation, VerifiedIdentity caller, Supplier<Step> step) {
    AdministrationEntry entry = new AdministrationEntry(records, request, operation, caller);
    if (caller.principal() instanceof Principal.Root) {
      return entry.refused(
          Problem.of(Problem.Code.ROOT_DENIED), Outcome.DENIED, "the caller is a root user");
    }
    try {
      Rights own =
          rights.of(
              new Wish(
                  caller,
                  new Action("brevet", operation.name()),
                  operation.resource(),
                  request.account(),
                  request.origin().context(caller.context(), clock.instant()),
                  request.budget()));
      return switch (own.beforehand()) {
        case Decision.Allowed allowed -> proceed(entry, own, allowed, step.get());
        case Decision denied -> entry.refused(denied, "not an administrator");
      };
    } catch (WorkBudget.TooMuchWork _) {
      return entry.refused(
          Problem.tooMuchWork(), Outcome.DENIED, "it takes more work than one request may cause");
    } catch (MappingStoreUnavailable | IdentityUnavailable | DirectoryUnavailable fault) {
      return entry.refused(Problem.unavailable(), Outcome.FAILED, "" + fault.getMessage());
    }
  }

  private ApiResponse proceed(
      AdministrationEntry entry, Rights rights, Decision.Allowed allowed, Step step) {
    return switch (step) {
      case Step.Refuse(Problem problem) -> entry.refused(problem, allowed);
      case Step.Proceed proceed ->
          rights.isUnbounded()
              ? done(entry, allowed, proceed, true)
              : bounded(entry, rights, allowed, proceed);
    };
  }

  /// For a caller whose rights depend on what is in it.
  private static ApiResponse bounded(
      AdministrationEntry entry, Rights rights, Decision.Allowed allowed, Step.Proceed step) {
    Content content = step.content().get();
    return switch (decide(rights, allowed, content)) {
      case Decision.Allowed all ->
          content
              .problem()
              .map(told -> entry.refused(told, all))
              .orElseGet(() -> stillTold(entry, rights, all, step));
      case Decision denied -> entry.refused(denied, content.whyDenied());
    };
  }

  /// INVARIANT: what others stored meanwhile is reported like what they stored before.
  private static ApiResponse stillTold(
      AdministrationEntry entry, Rights rights, Decision.Allowed allowed, Step.Proceed step) {
    ApiResponse response = done(entry, allowed, step, false);
    if (response.status() != Problem.Code.CONFLICT.status()) {
      return response;
    }
    Content content = step.content().get();
    return switch (decide(rights, allowed, content)) {
      case Decision.Allowed _ -> response;
      case Decision denied -> entry.refused(denied, content.whyDenied());
    };
  }

  private static Decision decide(Rights rights, Decision.Allowed beforehand, Content content) {
    return switch (content) {
      case Content.Unreadable _ -> new Decision.ImplicitlyDenied(PolicyType.IDENTITY);
      case Content.Known(List<RequestContext> each) -> decide(rights, beforehand, each);
      case Content.Moved(List<RequestContext> each, Problem _) -> decide(rights, beforehand, each);
      case Content.Missing(List<RequestContext> written, Optional<Problem> _) ->
          switch (rights.onAny()) {
            case Decision.Allowed any -> decide(rights, any, written);
            case Decision denied -> denied;
          };
    };
  }

  /// The decision on the last of `contents`, or on the first that is not allowed.
  private static Decision decide(
      Rights rights, Decision.Allowed beforehand, List<RequestContext> contents) {
    Decision decision = beforehand;
    for (RequestContext content : contents) {
      decision = rights.on(content);
      if (!decision.isAllowed()) {
        return decision;
      }
    }
    return decision;
  }

  private static ApiResponse done(
      AdministrationEntry entry, Decision.Allowed allowed, Step.Proceed step, boolean isUnbounded) {
    // INVARIANT: recorded before it is done.
    DecisionId id = entry.record(Outcome.ALLOWED, "allowed", allowed, step.intent());
    ApiResponse response = done(new Granted(id, entry, isUnbounded), step.effect());
    return response.headers().containsKey(Problem.DECISION_HEADER)
        ? response
        : response.with(Problem.DECISION_HEADER, id.value());
  }

  private static ApiResponse done(Granted granted, Function<Granted, ApiResponse> effect) {
    try {
      return effect.apply(granted);
    } catch (MappingStoreUnavailable
        | IdentityUnavailable
        | DirectoryUnavailable
        | DecisionLogUnavailable fault) {
      return granted.failed(Problem.unavailable(), Outcome.FAILED, "" + fault.getMessage());
    }
  }
}
