package dev.brevet.api.admin;

import dev.brevet.api.Headers;
import dev.brevet.api.Problem;
import java.util.Optional;

/// The version that a write expects: `If-Match: "3"`, or `If-None-Match: *` for none. Source: RFC
/// 9110, section 13.1.
sealed interface Precondition {
  /// `version` is 0 where nothing may be stored yet.
  record Expects(long version) implements Precondition {}

  /// Neither header is there.
  record Absent() implements Precondition {}

  /// A header that is something else, or both.
  record Unreadable(Problem problem) implements Precondition {}

  static Precondition of(Headers headers) {
    Optional<String> match = headers.value("If-Match");
    Optional<String> noneMatch = headers.value("If-None-Match");
    if (match.isPresent() && noneMatch.isPresent()) {
      return new Unreadable(
          Problem.malformed("If-Match", "`If-Match` and `If-None-Match` cannot be used together"));
    }
    if (noneMatch.isPresent()) {
      return noneMatch.get().strip().equals("*")
          ? new Expects(0)
          : new Unreadable(Problem.malformed("If-None-Match", "`If-None-Match` must be `*`"));
    }
    return match.map(String::strip).<Precondition>map(Precondition::version).orElseGet(Absent::new);
  }

  private static Precondition version(String tag) {
    // At most 15 digits: a long, with room to count on.
    return tag.matches("\"[1-9][0-9]{0,14}\"")
        ? new Expects(Long.parseLong(tag.substring(1, tag.length() - 1)))
        : new Unreadable(
            Problem.malformed("If-Match", "`If-Match` must be one version, as in `ETag`: `\"3\"`"));
  }
}
