package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.iam.VendedName;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.json.PolicyWriter;

/// Keeps sessions from getting a token of AWS that looks like a token of their role.
///
/// A token of `sts:GetWebIdentityToken` names the role and not the session. Brevet knows its own
/// sessions there by their source identity. Where a mapping sets another one, or none, the session
/// is denied that action, unless its session policy allows it nowhere. Source: IAM User Guide,
/// id_roles_providers_outbound_token_claims.
final class IdentityTokens {
  private static final Action GET = new Action("sts", "GetWebIdentityToken");

  private IdentityTokens() {}

  /// `policy` for a session of that source identity.
  static SessionPolicy withheld(SessionPolicy policy, Optional<SourceIdentity> sourceIdentity) {
    boolean isKnown =
        sourceIdentity.map(SourceIdentity::value).filter(VendedName::isOne).isPresent();
    if (isKnown || !mayAllow(policy)) {
      return policy;
    }
    Policy own = NarrowerPolicy.inline(policy);
    List<Statement> statements = new ArrayList<>(own.statements());
    statements.add(
        new Statement(
            Optional.empty(),
            Effect.DENY,
            Optional.empty(),
            new Matcher.In<>(List.of(WildcardPattern.action(GET.toString()))),
            Optional.of(new Matcher.In<>(List.of(WildcardPattern.resource("*", own.version())))),
            List.of()));
    return new SessionPolicy(
        Optional.of(PolicyWriter.write(new Policy(own.version(), own.id(), statements))),
        policy.managedPolicies());
  }

  /// What managed policies allow is not known here.
  private static boolean mayAllow(SessionPolicy policy) {
    return !policy.managedPolicies().isEmpty()
        || NarrowerPolicy.inline(policy).statements().stream()
            .anyMatch(
                statement -> statement.effect() == Effect.ALLOW && covers(statement.actions()));
  }

  private static boolean covers(Matcher<WildcardPattern> actions) {
    boolean matches =
        actions.patterns().stream().anyMatch(pattern -> pattern.matches(GET.lowerCase()));
    return switch (actions) {
      case Matcher.In<WildcardPattern> _ -> matches;
      case Matcher.NotIn<WildcardPattern> _ -> !matches;
    };
  }
}
