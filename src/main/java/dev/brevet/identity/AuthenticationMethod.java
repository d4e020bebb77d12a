package dev.brevet.identity;

/// How a caller proved its identity.
public enum AuthenticationMethod {
  /// A request signed with AWS Signature Version 4, verified by API Gateway.
  SIGV4,
  /// A signed token of a registered OpenID Connect issuer.
  TOKEN,
  /// A presigned `sts:GetCallerIdentity` request, answered by STS.
  PRESIGNED_IDENTITY;

  /// What `bearer` claims to be, before anything of it is checked.
  public static AuthenticationMethod claimedBy(String bearer) {
    return bearer.startsWith(PresignedIdentity.PREFIX) ? PRESIGNED_IDENTITY : TOKEN;
  }
}
