package dev.brevet.identity.presigned;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.deadline.Wait;
import dev.brevet.identity.BoundedHttps;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.PresignedIdentity;

/// STS over HTTPS. The host was allow-listed; it may well have a private address, which an
/// interface endpoint gives it.
final class HttpsCallerIdentityEndpoint implements CallerIdentityEndpoint {
  private static final int MOST_BYTES = 16 * 1024;

  private final BoundedHttps http = new BoundedHttps(_ -> {}, MOST_BYTES);

  @Override
  public Answer ask(URI url, String audience) {
    try {
      BoundedHttps.Answer answer =
          http.get(
              url.getAuthority(),
              url,
              Map.of(PresignedIdentity.AUDIENCE_HEADER, audience, "Accept", "text/xml"),
              Deadline.current().within(Wait.CALLER_IDENTITY));
      return new Answer(answer.status(), answer.body());
    } catch (IOException e) {
      throw new IdentityUnavailable("sts did not answer a presigned request", e);
    }
  }
}
