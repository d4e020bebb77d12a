package dev.brevet.vending;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionIds;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.Mappings;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.WorkBudget;
import dev.brevet.vending.VendPreparation.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Which mappings a caller may vend, as far as that can be told without a request's parameters and
/// duration. One decision for each list.
public final class VendableMappings {
  /// Steps that deciding on one mapping may take: none, whatever it says, keeps the others from
  /// being listed.
  private static final long EACH = WorkBudget.REQUEST / 16;

  private final Mappings mappings;
  private final VendPreparation preparation;
  private final DecisionLog log;
  private final DecisionIds ids;
  private final Clock clock;

  public VendableMappings(
      Mappings mappings, IssuedSessions sessions, DecisionLog log, DecisionIds ids, Clock clock) {
    this.mappings = mappings;
    this.preparation = new VendPreparation(mappings, sessions, clock);
    this.log = log;
    this.ids = ids;
    this.clock = clock;
  }

  /// What a caller may vend, by id, and the rest with the reason why not; the rest is for
  /// administrators alone.
  public record Listing(DecisionId decision, List<RoleMapping> vendable, List<Other> others) {
    public Listing {
      vendable = List.copyOf(vendable);
      others = List.copyOf(others);
    }
  }

  /// A mapping that a caller may not vend: the code that it would be refused with, why, and the
  /// statements that decided.
  public record Other(RoleMapping mapping, String code, String reason, List<String> statements) {
    public Other {
      statements = List.copyOf(statements);
    }
  }

  /// The mappings, as they are to `caller`; recorded.
  ///
  /// @throws dev.brevet.mapping.MappingStoreUnavailable when the store did not answer
  /// @throws dev.brevet.decisionlog.DecisionLogUnavailable when it could not be recorded, or the
  ///   log did not tell what a session that Brevet vended was given
  public Listing list(VerifiedIdentity caller, RequestOrigin origin, WorkBudget budget) {
    DecisionId id = ids.next();
    List<RoleMapping> vendable = new ArrayList<>();
    List<Other> others = new ArrayList<>();
    Supplier<RoleChain.Reading> chain = preparation.chainOf(caller);
    for (RoleMapping mapping : mappings.list()) {
      VendRequest request =
          new VendRequest(caller, mapping.id(), Optional.empty(), Map.of(), origin)
              .within(budget.upTo(EACH));
      switch (preparation.verdict(mapping, request, chain, new DecisionDraft(id, request))) {
        case Verdict.MayVend _ -> vendable.add(mapping);
        case Verdict.MayNot(String code, String reason, List<String> statements) ->
            others.add(new Other(mapping, code, reason, statements));
      }
    }
    record(id, caller, origin, vendable.size());
    return new Listing(id, vendable, others);
  }

  private void record(DecisionId id, VerifiedIdentity caller, RequestOrigin origin, int count) {
    Instant now = clock.instant();
    Duration latency = Duration.between(origin.receivedAt(), now);
    log.record(
        new DecisionRecord(
                id,
                now,
                "ListVendableMappings",
                caller.principal().identifier(),
                Optional.of(caller.method()),
                Optional.empty(),
                Optional.empty(),
                DecisionRecord.Outcome.ALLOWED,
                DecisionRecord.LISTED,
                List.of(),
                Optional.empty(),
                "the caller may vend " + count + " mappings",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                origin,
                latency.isNegative() ? Duration.ZERO : latency)
            .provedBy(caller));
  }
}
