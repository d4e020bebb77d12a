package dev.brevet.cli.environment;

/// How the program ends: the exit codes, which scripts may rely on. `docs/cli.md` has them.
public enum Exit {
  /// The program did its task, and a check found nothing.
  DONE(0),
  /// A check found something: `lint` a finding, `compare` that A allows more, `design` what it
  /// could not resolve.
  FOUND(1),
  /// The command line, a file or the configuration is wrong.
  USAGE(2),
  /// There is no token, or Brevet or the issuer rejected it.
  NOT_AUTHENTICATED(3),
  /// Authenticated, and refused.
  REFUSED(4),
  /// Brevet or the issuer did not answer; later it may.
  UNAVAILABLE(5),
  /// Brevet answered that the request cannot be served as it is.
  NOT_POSSIBLE(6),
  /// `compare` can neither show that A allows more nor that it does not; `lint` cannot decide
  /// whether there is something to find.
  CANNOT_TELL(7),
  /// A defect of the program, or Java did not start.
  FAULT(70),
  /// What it had to say or to keep could not be written, or not all of it: a full disk, a closed
  /// pipe.
  OUTPUT(74);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
