package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.iam.SessionDuration;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.BrokenMapping;
import dev.brevet.mapping.Mappings;
import dev.brevet.mapping.Rendering;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.vending.IssuedSessions.IssuedSession;
import dev.brevet.vending.RoleChain.Reading;

/// Finds out what a session that Brevet vended was given, so that what is vended to it is never
/// more.
///
/// The log has the mapping, the values that it was rendered with and the hash of the result. The
/// policy is rendered again, and is known if the hash is the same. It is not known if the session's
/// caller narrowed it, if the mapping was written since (to disable it or to refuse the session's
/// owner, for example), if it has managed policies, or for the sessions of a chain themselves: then
/// nothing is vended.
final class RoleChains {
  private final Mappings mappings;
  private final IssuedSessions sessions;
  private final Clock clock;

  RoleChains(Mappings mappings, IssuedSessions sessions, Clock clock) {
    this.mappings = mappings;
    this.sessions = sessions;
    this.clock = clock;
  }

  /// What `caller`, a session that Brevet vended, hands down.
  ///
  /// @throws dev.brevet.decisionlog.DecisionLogUnavailable when the log did not answer
  /// @throws dev.brevet.mapping.MappingStoreUnavailable when the store did not answer
  Reading of(VerifiedIdentity caller) {
    if (!(caller.principal() instanceof Principal.RoleSession session)
        || caller.accessKeyId().isEmpty()) {
      return new Reading.Unknown("a token does not say which session requested it");
    }
    Optional<IssuedSession> issued = sessions.find(caller.accessKeyId().get());
    if (issued.isEmpty()
        || !issued.get().role().account().equals(session.ofAccount())
        || !issued.get().role().name().equals(session.roleName())) {
      return new Reading.Unknown(
          "no decision of this brevet has the session's access key; a very recent one may not be"
              + " readable yet");
    }
    Duration left = Duration.between(clock.instant(), issued.get().expiration());
    if (left.compareTo(SessionDuration.SHORTEST.length()) < 0) {
      return new Reading.Unknown("the session ends in under 15 minutes, the least that sts gives");
    }
    return policy(issued.get())
        .<Reading>map(
            policy ->
                new Reading.Known(
                    new RoleChain(
                        NarrowerPolicy.inline(policy), issued.get().sourceIdentity(), left)))
        .orElseGet(
            () ->
                new Reading.Unknown(
                    "the session's policy is not known: its caller narrowed it, its"
                        + " mapping was written since, or its mapping has managed policies"));
  }

  /// The same, found out when it is first asked for and not again; for one thread.
  Supplier<Reading> once(VerifiedIdentity caller) {
    List<Reading> known = new ArrayList<>(1);
    return () -> {
      if (known.isEmpty()) {
        known.add(of(caller));
      }
      return known.getFirst();
    };
  }

  private Optional<SessionPolicy> policy(IssuedSession issued) {
    try {
      return mappings
          .find(issued.mapping())
          .filter(
              mapping ->
                  mapping.version() == issued.version() && mapping.role().equals(issued.role()))
          .flatMap(mapping -> rendered(mapping, issued))
          .filter(policy -> policy.sha256().equals(Optional.of(issued.policySha256())));
    } catch (BrokenMapping _) {
      return Optional.empty();
    }
  }

  private static Optional<SessionPolicy> rendered(RoleMapping mapping, IssuedSession issued) {
    if (!mapping.session().managedPolicies().isEmpty() || mapping.session().policy().isEmpty()) {
      return Optional.empty();
    }
    return switch (mapping.session().policy().get().render(issued.parameters())) {
      case Rendering.Rendered(String json, var _) ->
          Optional.of(
              IdentityTokens.withheld(
                  new SessionPolicy(Optional.of(json), mapping.session().managedPolicies()),
                  Optional.of(issued.sourceIdentity())));
      case Rendering.Unfit _ -> Optional.empty();
    };
  }
}
