package dev.brevet.identity;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Principal;
import dev.brevet.iam.VendedName;

/// Knows the sessions that Brevet vended by what AWS says of them.
///
/// Such a session may do less than its role, and AWS says only which role it is of. So it proves
/// nothing, except to mappings that allow it. It is known by its role session name, which Brevet
/// sets and no caller can change: it stands in the ARN that API Gateway and STS report for a
/// signature, for signatures with keys that the console makes too. A token that AWS issues has no
/// session name: it is known by its source identity, which stays through role chaining, or by the
/// session tag that names a decision. Brevet denies a session that has neither the action to ask
/// AWS for such a token.
///
/// A session that another program names like this is taken for less than it is, never for more.
public final class VendedSession {
  private static final String SOURCE_IDENTITY = "https://sts.amazonaws.com/.source_identity";
  private static final String DECISION =
      "https://sts.amazonaws.com/.principal_tags.brevet:decision";

  private VendedSession() {}

  static boolean is(VerifiedIdentity identity) {
    return isName(identity.principal()) || isToken(identity.claims());
  }

  private static boolean isName(Principal principal) {
    return principal instanceof Principal.RoleSession session
        && VendedName.isOne(session.sessionName());
  }

  // For tokens of every kind of registered issuer.
  private static boolean isToken(Map<String, List<String>> claims) {
    return claims.getOrDefault(SOURCE_IDENTITY, List.of()).stream().anyMatch(VendedName::isOne)
        || claims.keySet().stream().anyMatch(each -> AsciiCase.equal(DECISION, each));
  }

  /// What becomes of a proof that holds.
  public static Verification verification(VerifiedIdentity identity) {
    return is(identity) ? new Verification.Vended(identity) : new Verification.Verified(identity);
  }
}
