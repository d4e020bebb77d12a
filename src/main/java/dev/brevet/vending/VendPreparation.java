package dev.brevet.vending;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SessionTag;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.BrokenMapping;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.Mappings;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.Decision;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.vending.ParameterValues.Flaw;
import dev.brevet.vending.VendOutcome.Denied.Kind;

/// Everything of a vend that comes before STS: finds the mapping, decides, renders, and says what
/// STS would be asked. It has no effect, so that a vend and its explanation cannot differ.
final class VendPreparation {
  private static final int MOST_TAGS = 50;
  private static final String TOO_MUCH = "takes more work than one request may cause";
  private static final String DECIDING = "deciding " + TOO_MUCH;

  private final Mappings mappings;
  private final RoleChains chains;
  private final Clock clock;

  VendPreparation(Mappings mappings, IssuedSessions sessions, Clock clock) {
    this.mappings = mappings;
    this.chains = new RoleChains(mappings, sessions, clock);
    this.clock = clock;
  }

  /// Ready for STS, or refused.
  sealed interface Prepared {
    /// Allowed; `request` is what STS is asked.
    record Ready(RoleMapping mapping, AssumeRequest request) implements Prepared {}

    /// Refused without asking STS.
    record Refused(VendOutcome outcome) implements Prepared {}
  }

  /// What becomes of `request`, up to what STS would be asked; `draft` learns all of it.
  Prepared prepare(VendRequest request, DecisionDraft draft) {
    return prepare(
        () -> mappings.find(request.mapping()), request, chains.once(request.caller()), draft);
  }

  /// What becomes of a request for `mapping`, which was read already, up to what STS would be
  /// asked. `chain` is the caller's.
  Prepared prepare(
      RoleMapping mapping,
      VendRequest request,
      Supplier<RoleChain.Reading> chain,
      DecisionDraft draft) {
    return prepare(() -> Optional.of(mapping), request, chain, draft);
  }

  private Prepared prepare(
      Supplier<Optional<RoleMapping>> asked,
      VendRequest request,
      Supplier<RoleChain.Reading> chain,
      DecisionDraft draft) {
    if (request.caller().principal() instanceof Principal.Root) {
      return denied(Kind.ROOT_DENIED, "an account's root user never gets a session", draft);
    }
    try {
      Optional<RoleMapping> mapping = asked.get();
      if (mapping.isEmpty()) {
        return denied(Kind.ACCESS_DENIED, "there is no such mapping", draft);
      }
      // INVARIANT: a caller that names a role gets that role or nothing. The mapping was found by
      // what is remembered; what it is now was just read.
      Optional<RoleArn> named = request.role();
      if (named.isPresent() && !RoleTargets.standsFor(mapping.get(), named.get())) {
        return denied(
            Kind.ACCESS_DENIED, "the mapping is not for the role `" + named.get() + "`", draft);
      }
      return decide(mapping.get(), request, chain, draft);
    } catch (WorkBudget.TooMuchWork _) {
      return tooMuch(draft);
    } catch (BrokenMapping e) {
      return denied(Kind.ACCESS_DENIED, String.valueOf(e.getMessage()), draft);
    } catch (MappingStoreUnavailable | DecisionLogUnavailable e) {
      draft.conclude(Outcome.FAILED, "unavailable", String.valueOf(e.getMessage()));
      return new Prepared.Refused(new VendOutcome.Unavailable(draft.id(), VendCredentials.SOON));
    }
  }

  /// What `caller` hands down, where it is a session that Brevet vended; found out once, when it is
  /// first asked for.
  Supplier<RoleChain.Reading> chainOf(VerifiedIdentity caller) {
    return chains.once(caller);
  }

  /// Why the caller of `request` may not vend `mapping`; empty when it may. What is wrong with the
  /// request itself, a parameter that is missing, say, is no reason why not. `chain` is the
  /// caller's.
  Optional<Verdict> refusal(
      RoleMapping mapping,
      VendRequest request,
      Supplier<RoleChain.Reading> chain,
      DecisionDraft draft) {
    Prepared prepared;
    try {
      prepared =
          request.caller().principal() instanceof Principal.Root
              ? denied(Kind.ROOT_DENIED, "an account's root user never gets a session", draft)
              : decide(mapping, request, chain, draft);
    } catch (WorkBudget.TooMuchWork _) {
      prepared = denied(Kind.ACCESS_DENIED, DECIDING, draft);
    }
    return switch (prepared) {
      case Prepared.Ready _, Prepared.Refused(VendOutcome.Malformed _) -> Optional.empty();
      case Prepared.Refused _ -> Optional.of(draft.verdict());
    };
  }

  private Prepared decide(
      RoleMapping mapping,
      VendRequest request,
      Supplier<RoleChain.Reading> chain,
      DecisionDraft draft) {
    draft.mapping(mapping);
    if (!mapping.enabled()) {
      return denied(Kind.ACCESS_DENIED, "the mapping is disabled", draft);
    }
    // INVARIANT: a session that Brevet vended is no proof of its role.
    if (!request.caller().isVended()) {
      return decide(mapping, request, Optional.empty(), draft);
    }
    if (!mapping.requirements().roleChaining()) {
      return denied(
          Kind.ACCESS_DENIED,
          "the caller is a session that brevet vended, and the mapping does not allow role"
              + " chaining",
          draft);
    }
    return switch (chain.get()) {
      case RoleChain.Reading.Known(RoleChain known) ->
          decide(mapping, request, Optional.of(known), draft);
      case RoleChain.Reading.Unknown(String reason) ->
          denied(
              Kind.ACCESS_DENIED, "the caller is a session that brevet vended: " + reason, draft);
    };
  }

  private Prepared decide(
      RoleMapping mapping, VendRequest request, Optional<RoleChain> chain, DecisionDraft draft) {
    SessionPlan plan = SessionPlan.of(mapping, request, chain);
    draft.plan(plan);
    RequestContext context = VendContext.of(mapping, request, plan, clock.instant());
    TrustDecision trust =
        new TrustDecision(mapping, request.caller().principal(), context, request.budget());
    Decision decision = trust.decide();
    draft.decision(decision);
    if (!decision.isAllowed()) {
      return denied(trust.kindOfDenial(), "the trust policy does not allow it", draft);
    }
    Optional<Prepared> unmet = unmetRequirement(mapping, request, draft);
    if (unmet.isPresent()) {
      return unmet.get();
    }
    if (plan.flaw().isPresent()) {
      return flawed(plan.flaw().get(), draft);
    }
    Optional<Decision> explicitDeny = explicitDeny(plan, trust, context);
    if (explicitDeny.isPresent()) {
      draft.decision(explicitDeny.get());
      return denied(
          Kind.ACCESS_DENIED,
          "the trust policy denies the session's tags or source identity",
          draft);
    }
    return switch (PlannedPolicy.of(mapping, plan, request, chain)) {
      case PlannedPolicy.Fit(SessionPolicy policy) ->
          ready(mapping, plan, policy, tags(plan, trust, context, draft.id()), draft);
      case PlannedPolicy.Unfit(Flaw flaw) -> flawed(flaw, draft);
    };
  }

  private Optional<Prepared> unmetRequirement(
      RoleMapping mapping, VendRequest request, DecisionDraft draft) {
    // IAM User Guide, reference_identifiers: temporary access keys begin with ASIA. A key that
    // begins with anything else is not known to end.
    boolean notTemporary =
        request.caller().accessKeyId().filter(key -> !key.startsWith("ASIA")).isPresent();
    if (mapping.requirements().temporaryCredentialsOnly() && notTemporary) {
      return Optional.of(
          denied(
              Kind.ACCESS_DENIED,
              "the mapping accepts only callers with temporary credentials",
              draft));
    }
    boolean mfa =
        request.caller().context().values("aws:MultiFactorAuthPresent").equals(List.of("true"));
    return mapping.requirements().mfa() && !mfa
        ? Optional.of(denied(Kind.MFA_REQUIRED, "the mapping requires MFA", draft))
        : Optional.empty();
  }

  /// Tags and source identity are the mapping owner's words, so that only an explicit deny of
  /// theirs refuses.
  private static Optional<Decision> explicitDeny(
      SessionPlan plan, TrustDecision trust, RequestContext context) {
    List<Action> asked = new ArrayList<>();
    if (!plan.tags().isEmpty()) {
      asked.add(Action.TAG_SESSION);
    }
    if (plan.sourceIdentity().isPresent()) {
      asked.add(Action.SET_SOURCE_IDENTITY);
    }
    return asked.stream()
        .map(action -> trust.decide(action, context))
        .filter(Decision.ExplicitlyDenied.class::isInstance)
        .findFirst();
  }

  /// The mapping's tags, and the decision's id where the role takes tags: where the mapping has
  /// some, or its trust policy lets the caller tag.
  private static List<SessionTag> tags(
      SessionPlan plan, TrustDecision trust, RequestContext context, DecisionId id) {
    List<SessionTag> tags = new ArrayList<>(plan.tags());
    tags.add(new SessionTag(VendCredentials.DECISION_TAG, id.value()));
    boolean takesIt =
        switch (trust.decide(Action.TAG_SESSION, VendContext.withTags(tags, context))) {
          case Decision.Allowed _ -> true;
          case Decision.ImplicitlyDenied _ -> !plan.tags().isEmpty();
          case Decision.ExplicitlyDenied _ -> false;
        };
    return takesIt && tags.size() <= MOST_TAGS ? tags : plan.tags();
  }

  private static Prepared ready(
      RoleMapping mapping,
      SessionPlan plan,
      SessionPolicy policy,
      List<SessionTag> tags,
      DecisionDraft draft) {
    draft.policy(policy);
    if (policy.characters() > SessionPolicy.MOST_CHARACTERS) {
      return new Prepared.Refused(
          VendCredentials.tooLarge(Optional.of(policy.characters()), Optional.empty(), draft));
    }
    AssumeRequest assume =
        new AssumeRequest(
            mapping.role(),
            plan.sessionName(),
            plan.sourceIdentity(),
            policy,
            tags,
            mapping.session().transitiveTagKeys(),
            mapping.session().externalId(),
            plan.duration());
    return new Prepared.Ready(mapping, assume);
  }

  /// INVARIANT: only a caller that the trust policy allows learns that it is too much; to any other
  /// caller there may be no such mapping.
  private static Prepared tooMuch(DecisionDraft draft) {
    return draft.isLetIn()
        ? flawed(new Flaw(Optional.of("body"), TOO_MUCH), draft)
        : denied(Kind.ACCESS_DENIED, DECIDING, draft);
  }

  private static Prepared flawed(Flaw flaw, DecisionDraft draft) {
    if (flaw.field().isEmpty()) {
      return denied(Kind.ACCESS_DENIED, flaw.detail(), draft);
    }
    String field = flaw.field().get();
    draft.conclude(Outcome.DENIED, "malformed_request", field + " " + flaw.detail());
    return new Prepared.Refused(new VendOutcome.Malformed(draft.id(), field, flaw.detail()));
  }

  private static Prepared denied(Kind kind, String reason, DecisionDraft draft) {
    draft.conclude(Outcome.DENIED, AsciiCase.lower(kind.name()), reason);
    return new Prepared.Refused(new VendOutcome.Denied(draft.id(), kind));
  }
}
