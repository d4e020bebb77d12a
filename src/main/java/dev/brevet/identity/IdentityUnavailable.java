package dev.brevet.identity;

/// Something that is needed to verify an identity did not answer: signing keys, the issuer store,
/// STS. The answer is 503.
public final class IdentityUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IdentityUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  public IdentityUnavailable(String message) {
    super(message);
  }
}
