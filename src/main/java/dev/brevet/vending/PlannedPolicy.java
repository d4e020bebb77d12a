package dev.brevet.vending;

import dev.brevet.mapping.Rendering;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.vending.ParameterValues.Flaw;
import java.util.Optional;

/// The session policy that a session would be asked for with: the mapping's, rendered, narrowed by
/// what the caller was narrowed to itself and by what it asks for.
sealed interface PlannedPolicy {
  record Fit(SessionPolicy policy) implements PlannedPolicy {}

  record Unfit(Flaw flaw) implements PlannedPolicy {}

  static PlannedPolicy of(
      RoleMapping mapping, SessionPlan plan, VendRequest request, Optional<RoleChain> chain) {
    Optional<String> json = Optional.empty();
    if (mapping.session().policy().isPresent()) {
      switch (mapping.session().policy().get().render(plan.parameters(), request.budget())) {
        case Rendering.Rendered(String rendered, var _) -> json = Optional.of(rendered);
        case Rendering.Unfit(String parameter, String reason) -> {
          return new Unfit(SessionPlan.flawOf(mapping, parameter, reason));
        }
      }
    }
    SessionPolicy policy = new SessionPolicy(json, mapping.session().managedPolicies());
    if (chain.isPresent()) {
      switch (NarrowerPolicy.within(policy, chain.get().policy(), request.budget())) {
        case NarrowerPolicy.Narrowed(SessionPolicy narrowed) -> policy = narrowed;
        case NarrowerPolicy.Unfit(var _, String detail) -> {
          return new Unfit(
              new Flaw(Optional.empty(), "the policy of the caller's own session " + detail));
        }
      }
    }
    return switch (NarrowerPolicy.of(policy, request)) {
      case NarrowerPolicy.Narrowed(SessionPolicy narrowed) ->
          new Fit(IdentityTokens.withheld(narrowed, plan.sourceIdentity()));
      case NarrowerPolicy.Unfit(String field, String detail) ->
          new Unfit(new Flaw(Optional.of(field), detail));
    };
  }
}
