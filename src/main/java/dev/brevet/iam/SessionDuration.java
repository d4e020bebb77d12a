package dev.brevet.iam;

import java.time.Duration;

/// How long a chained role session lasts: 900 to 3,600 whole seconds.
///
/// STS gives up to 12 hours, but Brevet's own credentials are a role's, so every session it makes
/// is chained, and role chaining ends at one hour. Source: IAM User Guide, id_roles (role
/// chaining); STS API, AssumeRole.
public record SessionDuration(Duration length) implements Comparable<SessionDuration> {
  /// 900 s, the least that STS gives.
  public static final SessionDuration SHORTEST = ofSeconds(900);

  /// 3,600 s, the most that role chaining gives.
  public static final SessionDuration LONGEST = ofSeconds(3600);

  public SessionDuration {
    if (!isValid(length)) {
      throw new IllegalArgumentException(
          "a session lasts 900 to 3600 whole seconds (Brevet's own session is a role's, and role"
              + " chaining ends at one hour), not "
              + length.toSeconds());
    }
  }

  /// `seconds` as a duration. @throws IllegalArgumentException outside 900 to 3,600
  public static SessionDuration ofSeconds(long seconds) {
    return new SessionDuration(Duration.ofSeconds(seconds));
  }

  private static boolean isValid(Duration length) {
    return length.toNanosPart() == 0 && length.toSeconds() >= 900 && length.toSeconds() <= 3600;
  }

  /// Whole seconds, as STS takes them.
  public int seconds() {
    return (int) length.toSeconds();
  }

  @Override
  public int compareTo(SessionDuration other) {
    return length.compareTo(other.length);
  }

  @Override
  public String toString() {
    return seconds() + " s";
  }
}
