package dev.brevet.mapping;

/// The mapping store did not answer. The answer is 503.
public final class MappingStoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MappingStoreUnavailable(String message) {
    super(message);
  }

  public MappingStoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
