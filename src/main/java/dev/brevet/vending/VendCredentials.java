package dev.brevet.vending;

import dev.brevet.decisionlog.DecisionIds;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.Mappings;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.vending.RoleAssumer.Answer;
import dev.brevet.vending.VendPreparation.Prepared;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Vends credentials: decides, narrows, assumes, records, and only then hands over.
///
/// Every answer is one record in the decision log. What cannot be recorded is not released, and
/// becomes `Unavailable`.
public final class VendCredentials {
  /// The session tag that leads from CloudTrail to the decision; never transitive.
  public static final String DECISION_TAG = "brevet:decision";

  static final Duration SOON = Duration.ofSeconds(2);

  private final VendPreparation preparation;
  private final RoleAssumer roles;
  private final DecisionLog log;
  private final DecisionIds ids;
  private final Clock clock;
  private final LongSupplier ticker;

  /// `ticker` counts nanoseconds for latencies, as [System#nanoTime] does.
  public VendCredentials(
      Mappings mappings,
      RoleAssumer roles,
      DecisionLog log,
      DecisionIds ids,
      Clock clock,
      LongSupplier ticker) {
    this.preparation = new VendPreparation(mappings, clock);
    this.roles = roles;
    this.log = log;
    this.ids = ids;
    this.clock = clock;
    this.ticker = ticker;
  }

  /// The answer to `request`, recorded.
  public VendOutcome vend(VendRequest request) {
    long began = ticker.getAsLong();
    DecisionDraft draft = new DecisionDraft(ids.next(), request);
    VendOutcome outcome =
        switch (preparation.prepare(request, draft)) {
          case Prepared.Ready(RoleMapping mapping, AssumeRequest assume) ->
              assume(mapping, assume, draft);
          case Prepared.Refused(VendOutcome refused) -> refused;
        };
    return isRecorded(draft, began) ? outcome : new VendOutcome.Unavailable(draft.id(), SOON);
  }

  /// What a vend of `request` would come to, short of STS; recorded.
  public VendExplanation explain(VendRequest request) {
    long began = ticker.getAsLong();
    DecisionDraft draft = new DecisionDraft(ids.next(), request, "ExplainCredentials");
    VendExplanation explanation =
        switch (preparation.prepare(request, draft)) {
          case Prepared.Ready(RoleMapping mapping, AssumeRequest assume) -> {
            draft.conclude(
                Outcome.ALLOWED, "explained", "a vend would be allowed; STS was not asked");
            yield new VendExplanation.Allowed(
                draft.id(), mapping.id(), draft.statements(), draft.parameters(), assume);
          }
          case Prepared.Refused(VendOutcome refused) ->
              new VendExplanation.Refused(
                  refused, draft.reason(), draft.statements(), draft.policyType());
        };
    return isRecorded(draft, began)
        ? explanation
        : new VendExplanation.Refused(
            new VendOutcome.Unavailable(draft.id(), SOON), "", List.of(), Optional.empty());
  }

  /// INVARIANT: nothing leaves without a record. Where this is false, the outcome and any
  /// credentials in it end here.
  private boolean isRecorded(DecisionDraft draft, long began) {
    Duration latency = Duration.ofNanos(Math.max(0, ticker.getAsLong() - began));
    try {
      log.record(draft.record(clock.instant(), latency));
      return true;
    } catch (DecisionLogUnavailable _) {
      return false;
    }
  }

  /// Whether a vend of `request` would be asked of STS now. Nothing is recorded, nothing released.
  ///
  /// @throws MappingStoreUnavailable when that cannot be told
  boolean wouldServe(VendRequest request) {
    return switch (preparation.prepare(request, new DecisionDraft(ids.next(), request))) {
      case Prepared.Ready _ -> true;
      case Prepared.Refused(VendOutcome.Unavailable _) ->
          throw new MappingStoreUnavailable("the mapping table did not answer");
      case Prepared.Refused _ -> false;
    };
  }

  private VendOutcome assume(RoleMapping mapping, AssumeRequest request, DecisionDraft draft) {
    return switch (roles.assume(request)) {
      case Answer.Assumed assumed -> {
        draft.assumed(assumed);
        yield new VendOutcome.Vended(
            draft.id(),
            mapping.id(),
            assumed.credentials(),
            assumed.assumedRole(),
            assumed.assumedRoleId(),
            request.sourceIdentity(),
            assumed.packedPolicySize(),
            clock.instant());
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
