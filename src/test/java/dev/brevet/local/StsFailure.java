package dev.brevet.local;

/// An error answer of the local STS: what AWS's says, with its status and code.
final class StsFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  StsFailure(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static StsFailure validation(String message) {
    return new StsFailure(400, "ValidationError", message);
  }

  static StsFailure accessDenied(String message) {
    return new StsFailure(403, "AccessDenied", message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
