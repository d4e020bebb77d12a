package dev.brevet.identity;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;

/// A caller whose proof was checked. Only this room can make one.
///
/// [#context] holds the condition keys that the proof established (`aws:userid`,
/// `aws:TokenIssueTime`, `aws:MultiFactorAuthPresent`, `<issuer-host>:<claim>`, ...), never
/// anything the caller merely said. [#claims] are the token's claims by name, each as one or more
/// strings, for mapping parameters; empty for AWS callers. [#groups] come from the claim that the
/// issuer's registration names. [#accessKeyId] is the key that signed, where one did; it is not a
/// secret. [#distinguishing] are the keys that tell callers of one principal apart: a token that
/// AWS issues names a role, and these say which of its sessions; empty for all others. [#token] are
/// the terms of the token that proved it; empty for AWS callers.
public record VerifiedIdentity(
    Principal principal,
    AuthenticationMethod method,
    RequestContext context,
    Map<String, List<String>> claims,
    List<String> groups,
    Optional<String> accessKeyId,
    RequestContext distinguishing,
    Optional<TokenTerms> token) {
  public VerifiedIdentity {
    claims = Map.copyOf(claims);
    groups = List.copyOf(groups);
  }

  /// A caller that no token proved.
  public VerifiedIdentity(
      Principal principal,
      AuthenticationMethod method,
      RequestContext context,
      Optional<String> accessKeyId) {
    this(
        principal,
        method,
        context,
        Map.of(),
        List.of(),
        accessKeyId,
        RequestContext.empty(),
        Optional.empty());
  }

  /// Whether it is known to be a session that Brevet vended: it was narrowed, and does not prove
  /// its role. See [VendedSession].
  public boolean isVended() {
    return VendedSession.is(this);
  }

  /// The principal and how it was proved; no claim, no key.
  @Override
  public String toString() {
    return principal.identifier() + " by " + method;
  }
}
