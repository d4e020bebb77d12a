package dev.brevet.decisionlog;

import module java.base;

/// Which recorded decisions to read: those of one principal, mapping or access key, from `from`
/// until before `until`, the newest first, `limit` (1 to [#MOST]) of them at most.
///
/// `before` leaves out that decision and what is newer: the last one of the page before.
public record DecisionQuery(
    By by,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<DecisionId> before,
    int limit) {
  public static final int MOST = 100;

  public DecisionQuery {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a page has 1 to " + MOST + " decisions");
    }
  }

  /// The subject of the decisions.
  public sealed interface By {
    /// Those about the principal with this [dev.brevet.iam.Principal#identifier]; `-` for those
    /// about no authenticated caller.
    record Principal(String identifier) implements By {}

    /// Those about a mapping.
    record Mapping(String id) implements By {}

    /// Those that handed out an access key, `ASIA...`.
    record AccessKey(String id) implements By {}
  }
}
