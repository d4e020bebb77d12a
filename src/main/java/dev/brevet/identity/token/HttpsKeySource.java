package dev.brevet.identity.token;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.deadline.Wait;
import dev.brevet.iam.UntrustedText;
import dev.brevet.identity.BoundedHttps;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.IssuerFields;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue.JsonObject;

/// Fetches an issuer's keys over HTTPS: its metadata by OpenID Connect Discovery 1.0, then the key
/// set it names; or only the key set, where the registration names it.
///
/// Both documents together have the time of one wait. The metadata must name exactly the registered
/// issuer. Documents are at most 256 KB, redirects are refused, and no host may have an address
/// that is not public.
final class HttpsKeySource implements KeySource {
  private static final int MOST_BYTES = 256 * 1024;

  private final BoundedHttps http;
  private final boolean loopbackAllowed;

  HttpsKeySource(boolean loopbackAllowed) {
    this.loopbackAllowed = loopbackAllowed;
    this.http = new BoundedHttps(this::requireReachable, MOST_BYTES);
  }

  @Override
  public List<SigningKey> fetch(TrustedIssuer issuer) {
    Deadline deadline = Deadline.current().within(Wait.KEYS);
    String url = issuer.jwksUri().orElseGet(() -> discover(issuer, deadline));
    return SigningKey.ofSet(document(issuer, url, deadline))
        .orElseThrow(
            () ->
                unavailable(
                    issuer,
                    "its key set has no list of at most " + SigningKey.MOST_IN_SET + " keys"));
  }

  private String discover(TrustedIssuer issuer, Deadline deadline) {
    JsonObject metadata = document(issuer, issuer.issuer().discoveryUrl(), deadline);
    // Discovery 1.0, 4.3: otherwise one issuer could speak for another.
    if (!metadata.text("issuer").equals(Optional.of(issuer.issuer().value()))) {
      throw unavailable(issuer, "its metadata names another issuer");
    }
    return metadata
        .text("jwks_uri")
        .filter(IssuerFields::isKeysUrl)
        .orElseThrow(() -> unavailable(issuer, "its metadata names no https `jwks_uri`"));
  }

  private JsonObject document(TrustedIssuer issuer, String url, Deadline deadline) {
    BoundedHttps.Answer answer;
    try {
      answer =
          http.get(
              issuer.issuer().value(),
              URI.create(url),
              Map.of("Accept", "application/json"),
              deadline);
    } catch (IOException | IllegalArgumentException e) {
      throw unavailable(issuer, problem(e));
    }
    if (answer.status() != 200) {
      throw unavailable(issuer, "it answered " + answer.status());
    }
    return JsonReader.untrusted(answer.body())
        .orElseThrow(() -> unavailable(issuer, "its answer is not a json object"));
  }

  private void requireReachable(URI uri) throws IOException {
    String host = uri.getHost();
    if (host == null) {
      throw new IOException("the url has no host");
    }
    if (loopbackAllowed && IssuerUrl.isLoopbackHost(host)) {
      return;
    }
    if (!"https".equals(uri.getScheme())) {
      throw new IOException("not an https url");
    }
    PublicAddresses.require(host);
  }

  private static IdentityUnavailable unavailable(TrustedIssuer issuer, String problem) {
    return IdentityUnavailable.keysOf(issuer, ": " + problem);
  }

  private static String problem(Exception e) {
    return UntrustedText.shown(String.valueOf(e.getMessage()));
  }
}
