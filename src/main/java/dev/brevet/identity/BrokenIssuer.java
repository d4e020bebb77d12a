package dev.brevet.identity;

/// What is stored for an issuer is not a valid registration. Its tokens are rejected until it is
/// written again.
public final class BrokenIssuer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenIssuer(IssuerUrl issuer, String message) {
    super("the registration of issuer `" + issuer + "` is broken: " + message);
  }
}
