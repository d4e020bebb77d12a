package dev.brevet.identity;

/// What a token is brought for. An issuer's registration says for each use which values of `aud`
/// mean it, and no value means two: so a token that was made for an API behind the authorizer is
/// worth nothing at Brevet itself, and the other way round.
public enum TokenUse {
  /// Brevet itself: credentials, administration, designs.
  BREVET,
  /// Asking the authorization API, and nothing else.
  ASKING,
  /// Calling an API whose API Gateway asks Brevet's authorizer.
  AUTHORIZER
}
