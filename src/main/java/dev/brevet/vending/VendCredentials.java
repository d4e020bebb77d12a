package dev.brevet.vending;

import module java.base;

import dev.brevet.deadline.Wait;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.Mappings;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.vending.RoleAssumer.Answer;
import dev.brevet.vending.VendOutcome.Vended;
import dev.brevet.vending.VendPreparation.Prepared;
import dev.brevet.vending.VendedSessions.PendingVend;
import dev.brevet.vending.VendedSessions.Session;
import dev.brevet.vending.VendedSessions.Turn;

/// Vends credentials: decides, narrows, assumes, records, and only then hands over.
///
/// Every answer is one record in the decision log. What cannot be recorded is not released, and
/// becomes `Unavailable`. Every request is decided on before it is given anything, also one that
/// gets the session of an equal request; only a denial may be repeated without a decision, for
/// seconds.
public final class VendCredentials {
  /// The session tag that leads from CloudTrail to the decision; never transitive.
  public static final String DECISION_TAG = "brevet:decision";

  static final Duration SOON = Duration.ofSeconds(2);

  private final VendPreparation preparation;
  private final RoleAssumer roles;
  private final DecisionRecorder records;
  private final Clock clock;
  private final VendedSessions sessions;
  private final RecentDenials denials;

  public VendCredentials(
      Mappings mappings,
      IssuedSessions issued,
      RoleAssumer roles,
      DecisionRecorder records,
      Clock clock) {
    this.preparation = new VendPreparation(mappings, issued, clock);
    this.roles = new CheckedRoleAssumer(roles, clock);
    this.records = records;
    this.clock = clock;
    this.sessions = new VendedSessions(clock, Wait.EQUAL_VEND.most());
    this.denials = new RecentDenials(clock);
  }

  /// The answer to `request`, recorded.
  public VendOutcome vend(VendRequest request) {
    Optional<RecentDenials.Again> again = denials.again(request);
    if (again.isPresent()) {
      VendOutcome.Denied denied = again.get().outcome();
      return isRecorded(again.get().record())
          ? denied
          : new VendOutcome.Unavailable(denied.decision(), SOON);
    }
    DecisionDraft draft = new DecisionDraft(records.newId(), request);
    try {
      return vend(request, draft);
    } catch (RuntimeException defect) {
      throw recorded(defect, draft);
    }
  }

  private VendOutcome vend(VendRequest request, DecisionDraft draft) {
    return switch (preparation.prepare(request, draft)) {
      case Prepared.Ready(RoleMapping mapping, AssumeRequest assume)
          when request.reuse() && mapping.session().reuse() ->
          shared(mapping, assume, request.caller(), draft);
      case Prepared.Ready(RoleMapping mapping, AssumeRequest assume) ->
          recorded(outcome(mapping, assume, roles.assume(assume), draft), draft);
      case Prepared.Refused(VendOutcome.Denied denied) -> denied(request, denied, draft);
      case Prepared.Refused(VendOutcome refused) -> recorded(refused, draft);
    };
  }

  private VendOutcome denied(VendRequest request, VendOutcome.Denied denied, DecisionDraft draft) {
    DecisionRecord record = draft.record(records);
    if (!isRecorded(record)) {
      return new VendOutcome.Unavailable(draft.id(), SOON);
    }
    denials.remember(request, denied, record);
    return denied;
  }

  /// A session that an equal request was given, or is about to be given; a new one otherwise.
  private VendOutcome shared(
      RoleMapping mapping, AssumeRequest request, VerifiedIdentity caller, DecisionDraft draft) {
    VendedSessions.Key key =
        VendedSessions.Key.of(draft.proof(), mapping.id(), mapping.version(), request);
    return switch (sessions.turn(key, Shares.Holder.of(caller, draft.proof()))) {
      case Turn.Reused(Session session) -> {
        draft.reused(session);
        Vended vended = vended(mapping, request, session.answer(), session.issuedAt(), draft);
        yield recorded(vended, draft);
      }
      case Turn.Failed(Answer answer) -> recorded(outcome(mapping, request, answer, draft), draft);
      case Turn.First(PendingVend pending) -> {
        try {
          Answer answer = roles.assume(request);
          VendOutcome outcome = recorded(outcome(mapping, request, answer, draft), draft);
          switch (answer) {
            case Answer.Assumed assumed when outcome instanceof Vended vended ->
                pending.vended(new Session(draft.id(), vended.issuedAt(), assumed));
            case Answer.Assumed _ ->
                pending.failed(new Answer.Unreachable("an equal request could not be recorded"));
            case Answer failure -> pending.failed(failure);
          }
          yield outcome;
        } finally {
          pending.abandon();
        }
      }
    };
  }

  /// What a vend of `request` would come to, short of STS; recorded.
  public VendExplanation explain(VendRequest request) {
    DecisionDraft draft = new DecisionDraft(records.newId(), request, "ExplainCredentials");
    VendExplanation explanation;
    try {
      explanation = explained(request, draft);
    } catch (RuntimeException defect) {
      throw recorded(defect, draft);
    }
    return isRecorded(draft.record(records))
        ? explanation
        : new VendExplanation.Refused(
            new VendOutcome.Unavailable(draft.id(), SOON),
            Verdict.of(Outcome.FAILED, "unavailable", ""));
  }

  private VendExplanation explained(VendRequest request, DecisionDraft draft) {
    return switch (preparation.prepare(request, draft)) {
      case Prepared.Ready(RoleMapping mapping, AssumeRequest assume) -> {
        draft.conclude(Outcome.ALLOWED, "explained", "a vend would be allowed; STS was not asked");
        yield new VendExplanation.Allowed(
            draft.id(), mapping.id(), draft.verdict().statements(), draft.parameters(), assume);
      }
      case Prepared.Refused(VendOutcome refused) ->
          new VendExplanation.Refused(refused, draft.verdict());
    };
  }

  /// A defect of our own, to be thrown on: it is answered with, so it is recorded, as far as the
  /// log still takes it. Its message may repeat what a caller sent, and stays out.
  private RuntimeException recorded(RuntimeException defect, DecisionDraft draft) {
    draft.conclude(
        Outcome.FAILED, "internal_error", "a fault of Brevet's own: " + defect.getClass());
    isRecorded(draft.record(records));
    return defect;
  }

  private VendOutcome recorded(VendOutcome outcome, DecisionDraft draft) {
    return isRecorded(draft.record(records))
        ? outcome
        : new VendOutcome.Unavailable(draft.id(), SOON);
  }

  /// INVARIANT: nothing leaves without a record. Where this is false, the outcome and any
  /// credentials in it end here.
  private boolean isRecorded(DecisionRecord record) {
    try {
      records.record(record);
      return true;
    } catch (DecisionLogUnavailable _) {
      return false;
    }
  }

  /// Whether a mapping serves a caller.
  enum Service {
    /// STS would be asked now.
    YES,
    /// The caller is allowed, and asks for what the mapping does not take.
    NOT_SO,
    /// The caller is not allowed.
    NO
  }

  /// Whether a vend of `mapping`, which `request` asks for, would be asked of STS now. Nothing is
  /// read but `chain`, which is the caller's; nothing is recorded, nothing released.
  ///
  /// @throws MappingStoreUnavailable when the store did not answer
  Service service(RoleMapping mapping, VendRequest request, Supplier<RoleChain.Reading> chain) {
    DecisionDraft draft = new DecisionDraft(records.newId(), request);
    return switch (preparation.prepare(mapping, request, chain, draft)) {
      case Prepared.Ready _ -> Service.YES;
      case Prepared.Refused(VendOutcome.Malformed _), Prepared.Refused(VendOutcome.TooLarge _) ->
          Service.NOT_SO;
      case Prepared.Refused(VendOutcome.Unavailable _) ->
          throw new MappingStoreUnavailable("the mapping table did not answer");
      case Prepared.Refused _ -> Service.NO;
    };
  }

  /// What `caller` hands down, found out once, when it is first asked for.
  Supplier<RoleChain.Reading> chainOf(VerifiedIdentity caller) {
    return preparation.chainOf(caller);
  }

  private static Vended vended(
      RoleMapping mapping,
      AssumeRequest request,
      Answer.Assumed assumed,
      Instant issuedAt,
      DecisionDraft draft) {
    return new Vended(
        draft.id(),
        mapping.id(),
        assumed.credentials(),
        assumed.assumedRole(),
        assumed.assumedRoleId(),
        request.sourceIdentity(),
        assumed.packedPolicySize(),
        issuedAt);
  }

  private VendOutcome outcome(
      RoleMapping mapping, AssumeRequest request, Answer answer, DecisionDraft draft) {
    return switch (answer) {
      case Answer.Assumed assumed -> {
        draft.assumed(assumed);
        yield vended(mapping, request, assumed, clock.instant(), draft);
      }
      case Answer.Refused(String code, String message) -> {
        draft.conclude(Outcome.DENIED, "role_refused", "STS refused: " + code + ": " + message);
        yield new VendOutcome.RoleRefused(draft.id());
      }
      case Answer.TooLarge(Optional<Integer> percent) -> tooLarge(Optional.empty(), percent, draft);
      case Answer.Throttled(Duration retryAfter) -> {
        draft.conclude(Outcome.FAILED, "throttled", "STS throttled");
        yield new VendOutcome.Throttled(draft.id(), retryAfter);
      }
      case Answer.Unreachable(String reason) -> {
        draft.conclude(Outcome.FAILED, "unavailable", reason);
        yield new VendOutcome.Unavailable(draft.id(), SOON);
      }
    };
  }

  static VendOutcome tooLarge(
      Optional<Integer> characters, Optional<Integer> packedPercent, DecisionDraft draft) {
    String size =
        characters
            .map(count -> count + " characters of " + SessionPolicy.MOST_CHARACTERS)
            .or(() -> packedPercent.map(percent -> percent + " % when packed"))
            .orElse("over the packed limit");
    draft.conclude(
        Outcome.DENIED, "session_too_large", "the session policy and tags are too large: " + size);
    return new VendOutcome.TooLarge(draft.id(), characters, packedPercent);
  }
}
