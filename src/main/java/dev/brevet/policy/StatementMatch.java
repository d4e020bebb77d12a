package dev.brevet.policy;

import dev.brevet.iam.Principal;
import dev.brevet.policy.element.Effect;
import java.util.Optional;

/// Whether a statement of a policy of this type is about a request.
///
/// `bounded` says that callers have a permissions boundary, which `NotPrincipal` with `Deny` never
/// spares.
public record StatementMatch(PolicyType type, boolean bounded) {
  boolean matches(Statement statement, AuthorizationRequest request, PrincipalMatchLevel atLeast) {
    request.work(statement.weight());
    return coversAction(statement, request)
        && statement.coversResource(request)
        && reach(statement, request.principal()).compareTo(atLeast) >= 0
        && Conditions.hold(statement.conditions(), request, statement.effect());
  }

  boolean coversAction(Statement statement, AuthorizationRequest request) {
    return statement.coversAction(request) && BrevetActions.counts(type, statement, request);
  }

  /// How directly the statement is about the caller.
  public PrincipalMatchLevel reach(Statement statement, Principal caller) {
    if (!type.namesPrincipals()) {
      return PrincipalMatchLevel.ITSELF;
    }
    Optional<Matcher<PrincipalPattern>> principals = statement.principals();
    if (principals.isEmpty()) {
      // A resource-based statement without Principal matches no principal; a resource control
      // policy's can only be "*".
      return type == PolicyType.RESOURCE_CONTROL
          ? PrincipalMatchLevel.ITSELF
          : PrincipalMatchLevel.NONE;
    }
    return switch (principals.get()) {
      case Matcher.In<PrincipalPattern> in -> PrincipalMatch.reach(in, caller, statement.effect());
      // NotPrincipal with Allow is not supported (notprincipal), so it grants nothing.
      case Matcher.NotIn<PrincipalPattern> listed ->
          statement.effect() == Effect.DENY
                  && ((bounded && PrincipalKind.of(caller).isBounded())
                      || !PrincipalMatch.spares(listed, caller))
              ? PrincipalMatchLevel.ITSELF
              : PrincipalMatchLevel.NONE;
    };
  }
}
