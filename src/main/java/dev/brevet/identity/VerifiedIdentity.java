package dev.brevet.identity;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
public final class VerifiedIdentity {
  private final Principal principal;
  private final AuthenticationMethod method;
  private final RequestContext context;
  private final Map<String, List<String>> claims;
  private final List<String> groups;
  private final Optional<String> accessKeyId;
  private final RequestContext distinguishing;
  private final Optional<TokenTerms> token;

  public VerifiedIdentity(
      Principal principal,
      AuthenticationMethod method,
      RequestContext context,
      Map<String, List<String>> claims,
      List<String> groups,
      Optional<String> accessKeyId) {
    this(
        principal,
        method,
        context,
        claims,
        groups,
        accessKeyId,
        RequestContext.empty(),
        Optional.empty());
  }

  public VerifiedIdentity(
      Principal principal,
      AuthenticationMethod method,
      RequestContext context,
      Map<String, List<String>> claims,
      List<String> groups,
      Optional<String> accessKeyId,
      RequestContext distinguishing,
      Optional<TokenTerms> token) {
    this.principal = principal;
    this.method = method;
    this.context = context;
    this.claims = Map.copyOf(claims);
    this.groups = List.copyOf(groups);
    this.accessKeyId = accessKeyId;
    this.distinguishing = distinguishing;
    this.token = token;
  }

  public Principal principal() {
    return principal;
  }

  public AuthenticationMethod method() {
    return method;
  }

  public RequestContext context() {
    return context;
  }

  public Map<String, List<String>> claims() {
    return claims;
  }

  public List<String> groups() {
    return groups;
  }

  public Optional<String> accessKeyId() {
    return accessKeyId;
  }

  public Optional<TokenTerms> token() {
    return token;
  }

  public RequestContext distinguishing() {
    return distinguishing;
  }

  /// Whether it is a session that Brevet vended, as far as can be told: it was narrowed, and is no
  /// proof of its role. See [VendedSession].
  public boolean isVended() {
    return VendedSession.is(this);
  }

  /// Who it is and how that was proved; no claim, no key.
  @Override
  public String toString() {
    return principal.identifier() + " by " + method;
  }
}
