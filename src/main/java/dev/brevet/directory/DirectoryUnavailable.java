package dev.brevet.directory;

/// The directory's store did not answer. What it holds is then not known, and nothing can be
/// decided.
public final class DirectoryUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DirectoryUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  public DirectoryUnavailable(String message) {
    super(message);
  }
}
