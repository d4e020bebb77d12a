package dev.brevet.identity;

/// What a token is presented for. An issuer's registration says for each use which values of `aud`
/// mean it, and no value means two: so a token that was made for an API behind the authorizer is
/// not accepted by Brevet itself, and the other way round.
public enum TokenUse {
  /// Brevet itself: credentials, administration, designs.
  BREVET,
  /// Asking the authorization API, and nothing else.
  ASKING,
  /// Calling an API for which API Gateway asks Brevet's authorizer.
  AUTHORIZER
}
