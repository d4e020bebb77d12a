package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.Headers;
import dev.brevet.api.Problem;
import dev.brevet.api.admin.Administration.Step;

/// The version that a write expects: `If-Match: "3"`, or `If-None-Match: *` for none. Source: RFC
/// 9110, section 13.1.
final class Precondition {
  private Precondition() {}

  /// A put's step, by the expected version: 0 where nothing may be stored yet.
  static Step put(Headers headers, LongFunction<Step> step) {
    return step(headers, step, () -> step.apply(0));
  }

  /// A deletion's, which always names a version.
  static Step delete(Headers headers, LongFunction<Step> step) {
    Supplier<Step> none =
        () -> refuse("If-Match", "`If-Match` is missing: a delete must name the version");
    return step(headers, version -> version == 0 ? none.get() : step.apply(version), none);
  }

  private static Step step(Headers headers, LongFunction<Step> named, Supplier<Step> absent) {
    Optional<String> match = headers.value("If-Match");
    Optional<String> noneMatch = headers.value("If-None-Match");
    if (match.isPresent() && noneMatch.isPresent()) {
      return refuse("If-Match", "`If-Match` and `If-None-Match` cannot be used together");
    }
    if (noneMatch.isPresent()) {
      return noneMatch.get().strip().equals("*")
          ? named.apply(0)
          : refuse("If-None-Match", "`If-None-Match` must be `*`");
    }
    if (match.isEmpty()) {
      return absent.get();
    }
    String tag = match.get().strip();
    // At most 15 digits: a long, with room to count on.
    return tag.matches("\"[1-9][0-9]{0,14}\"")
        ? named.apply(Long.parseLong(tag.substring(1, tag.length() - 1)))
        : refuse("If-Match", "`If-Match` must be one version, as in `ETag`: `\"3\"`");
  }

  private static Step refuse(String header, String detail) {
    return new Step.Refuse(Problem.malformed(header, detail));
  }
}
