package dev.brevet.decisionlog;

/// The decision could not be written, or those that were cannot be read. The answer is 503 and
/// nothing is released.
public final class DecisionLogUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DecisionLogUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
