package dev.brevet.identity;

/// Something that is needed to verify an identity did not answer: signing keys, the issuer store,
/// STS. The answer is 503.
public final class IdentityUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean issuersKeys;
  private final String problem;

  public IdentityUnavailable(String message, Throwable cause) {
    super(message, cause);
    this.issuersKeys = false;
    this.problem = ": " + message;
  }

  public IdentityUnavailable(String message) {
    super(message);
    this.issuersKeys = false;
    this.problem = ": " + message;
  }

  private IdentityUnavailable(TrustedIssuer issuer, String problem) {
    super("the keys of issuer `" + issuer.issuer() + "` could not be fetched" + problem);
    this.issuersKeys = true;
    this.problem = problem;
  }

  /// The issuer did not give its keys; `problem` is the end of the sentence.
  public static IdentityUnavailable keysOf(TrustedIssuer issuer, String problem) {
    return new IdentityUnavailable(issuer, problem);
  }

  /// The end of the sentence, for [#keysOf].
  public String problem() {
    return problem;
  }

  /// Whether it is the token's issuer that did not answer, and not something of Brevet's own.
  public boolean isIssuers() {
    return issuersKeys;
  }
}
