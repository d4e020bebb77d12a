package dev.brevet.local;

import module java.base;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// The credentials that Lambda gives a function: a session of its role, renewed before it ends.
final class FunctionCredentials implements AwsCredentialsProvider {
  private static final Duration LIFETIME = Duration.ofHours(6);
  private static final Duration RENEWED_BEFORE = Duration.ofMinutes(15);

  private final LocalKeys keys;
  private final LocalIam.Role role;
  private final String sessionName;
  private final Clock clock;
  private LocalKey key;

  FunctionCredentials(LocalKeys keys, LocalIam.Role role, String sessionName, Clock clock) {
    this.keys = keys;
    this.role = role;
    this.sessionName = sessionName;
    this.clock = clock;
    this.key = made();
  }

  @Override
  public synchronized AwsCredentials resolveCredentials() {
    if (key.isExpired(clock.instant().plus(RENEWED_BEFORE))) {
      key = made();
    }
    return AwsSessionCredentials.create(
        key.accessKeyId(),
        key.secretAccessKey().reveal(),
        key.sessionToken().orElseThrow().reveal());
  }

  private LocalKey made() {
    Instant now = clock.instant();
    return keys.temporary(LocalIam.session(role, sessionName, now), now.plus(LIFETIME));
  }
}
