package dev.brevet.deadline;

import java.time.Duration;

/// Everything that an invocation waits for, and the longest that it waits for it: the only place
/// that says so. How long a wait may really be is what its [Deadline] leaves of that.
///
/// A vend by token waits for two tables, keys and STS before its record, the authorizer for the
/// directory, the issuers' table and keys. All of these together fit into the function's timeout
/// even when all are slow at once; a test checks it.
public enum Wait {
  /// One call of a table, tries included.
  TABLE(Duration.ofSeconds(2)),
  /// An issuer's keys: its metadata and its key set together, and another request that fetches
  /// them.
  KEYS(Duration.ofSeconds(3)),
  /// STS, to identify the caller of a presigned request.
  CALLER_IDENTITY(Duration.ofSeconds(3)),
  /// STS, to assume a role; tries and the second region included.
  ROLE(Duration.ofSeconds(5)),
  /// An equal request that is asking STS; longer than that one may take.
  EQUAL_VEND(Duration.ofSeconds(8)),
  /// AWS's federation endpoint.
  SIGN_IN(Duration.ofSeconds(4)),
  /// The decision log, to take a record.
  RECORD(Duration.ofSeconds(2));

  private final Duration most;

  Wait(Duration most) {
    this.most = most;
  }

  /// The longest that this is waited for.
  public Duration most() {
    return most;
  }
}
