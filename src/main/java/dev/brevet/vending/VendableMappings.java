package dev.brevet.vending;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Caller;
import dev.brevet.decisionlog.DecisionRecord.Target;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.Mappings;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.element.WorkBudget;

/// Which mappings a caller may vend, as far as that is known without a request's parameters and
/// duration. One decision for each page of a list.
///
/// A function instance makes one list at a time, so that lists never take from vending more than a
/// share; a list that is not begun within [#LONGEST_WAIT] is not made.
public final class VendableMappings {
  /// Steps that deciding on one mapping may take: none, whatever it says, keeps the others from
  /// being listed.
  private static final long EACH = WorkBudget.REQUEST / 16;

  static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final Mappings mappings;
  private final VendPreparation preparation;
  private final DecisionRecorder records;
  private final Duration wait;
  private final Semaphore turn = new Semaphore(1, true);

  public VendableMappings(
      Mappings mappings, IssuedSessions sessions, DecisionRecorder records, Clock clock) {
    this(mappings, sessions, records, clock, LONGEST_WAIT);
  }

  VendableMappings(
      Mappings mappings,
      IssuedSessions sessions,
      DecisionRecorder records,
      Clock clock,
      Duration wait) {
    this.mappings = mappings;
    this.preparation = new VendPreparation(mappings, sessions, clock);
    this.records = records;
    this.wait = wait;
  }

  /// Takes mappings in their order, until it is full. The rest is for administrators only.
  public interface Page {
    /// One that the caller may vend; false where it found no place, which ends the page.
    boolean vendable(RoleMapping mapping);

    /// One that it may not, and what a vend would be refused with.
    boolean other(RoleMapping mapping, Verdict why);

    /// The page ends here, whatever place there is: there are mappings after this one, and no
    /// budget to decide on them.
    void endsAfter(MappingId mapping);
  }

  /// What asking for a page came to.
  public sealed interface Outcome {
    /// It has been given what there is.
    record Listed(DecisionId decision) implements Outcome {}

    /// Other lists took too long.
    record Busy(DecisionId decision, Duration retryAfter) implements Outcome {}
  }

  /// Gives the mappings after the id `after` (from the first where that is empty) to `page`, as
  /// they are to `caller`; recorded.
  ///
  /// @throws dev.brevet.mapping.MappingStoreUnavailable when the store did not answer
  /// @throws dev.brevet.decisionlog.DecisionLogUnavailable when it could not be recorded, or the
  ///   log did not tell what a session that Brevet vended was given
  public Outcome list(
      VerifiedIdentity caller, RequestOrigin origin, WorkBudget budget, String after, Page page) {
    if (!begun()) {
      Verdict busy =
          Verdict.of(DecisionRecord.Outcome.FAILED, "throttled", "too many lists at the same time");
      return new Outcome.Busy(record(caller, origin, busy), Duration.ofSeconds(1));
    }
    int count;
    try {
      count = fill(caller, origin, budget, after, page);
    } finally {
      turn.release();
    }
    String words =
        (after.isEmpty() ? "" : "after `" + after + "` ")
            + "the caller may vend "
            + count
            + " mappings";
    Verdict listed = Verdict.of(DecisionRecord.Outcome.ALLOWED, DecisionRecord.LISTED, words);
    return new Outcome.Listed(record(caller, origin, listed));
  }

  private boolean begun() {
    try {
      return turn.tryAcquire(Deadline.current().left(wait).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// How many of them the caller may vend.
  private int fill(
      VerifiedIdentity caller, RequestOrigin origin, WorkBudget budget, String after, Page page) {
    int count = 0;
    Optional<MappingId> last = Optional.empty();
    Supplier<RoleChain.Reading> chain = preparation.chainOf(caller);
    DecisionId id = records.newId();
    for (RoleMapping mapping : mappings.list()) {
      if (mapping.id().value().compareTo(after) <= 0) {
        continue;
      }
      VendRequest request =
          new VendRequest(caller, mapping.id(), Optional.empty(), Map.of(), origin)
              .within(budget.upTo(EACH));
      Optional<Verdict> refusal =
          preparation.refusal(mapping, request, chain, new DecisionDraft(id, request));
      // INVARIANT: what the page has no budget for is no denial. It is on the next, which has one
      // of
      // its own, and each has one mapping at least.
      if (budget.isSpent() && last.isPresent()) {
        page.endsAfter(last.get());
        break;
      }
      boolean isOnPage =
          refusal.isEmpty() ? page.vendable(mapping) : page.other(mapping, refusal.get());
      if (!isOnPage) {
        break;
      }
      last = Optional.of(mapping.id());
      count += refusal.isEmpty() ? 1 : 0;
    }
    return count;
  }

  private DecisionId record(VerifiedIdentity caller, RequestOrigin origin, Verdict verdict) {
    return records.record(
        "ListVendableMappings", Caller.of(caller), Target.of(Map.of()), verdict, origin);
  }
}
