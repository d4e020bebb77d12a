package dev.brevet.api.access;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Endpoint;
import dev.brevet.api.JsonText;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.authorization.SearchQuestion.Sought;
import dev.brevet.iam.AsciiCase;

/// `GET /.well-known/authzen-configuration`: where the authorization API's endpoints are, for
/// bearers; with `/iam` after it, for AWS principals. Where a signing key is configured it is
/// signed too, and `GET /.well-known/jwks.json` has the public key.
///
/// This needs no authentication. Source: OpenID Authorization API 1.0, Policy Decision Point
/// Metadata.
public final class AccessMetadataEndpoint implements Endpoint {
  private static final String CACHING = "public, max-age=300";

  private final Optional<String> publicUrl;
  private final Optional<MetadataSigner> signer;

  /// Metadata of the decision points of one host.
  ///
  /// @param publicUrl what clients call, without a slash at the end; where it is empty, `https` and
  ///   the host that the gateway was called by
  public AccessMetadataEndpoint(Optional<String> publicUrl, Optional<MetadataSigner> signer) {
    this.publicUrl = publicUrl;
    this.signer = signer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(
            "GET", "/.well-known/authzen-configuration", (request, _) -> metadata(request, "")),
        Route.of(
            "GET",
            "/.well-known/authzen-configuration/iam",
            (request, _) -> metadata(request, "/iam")),
        Route.of("GET", "/.well-known/jwks.json", (_, _) -> keys()));
  }

  private ApiResponse metadata(ApiRequest request, String path) {
    Optional<String> host = publicUrl.or(() -> host(request));
    if (host.isEmpty()) {
      return Problem.malformed("Host", "there is no host name").response();
    }
    Map<String, String> metadata = metadata(host.get() + path);
    String body =
        JsonText.object(
            json -> {
              for (Map.Entry<String, String> member : metadata.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
              }
              if (signer.isPresent()) {
                json.writeStringField("signed_metadata", signer.get().sign(metadata));
                json.writeStringField("jwks_uri", host.get() + "/.well-known/jwks.json");
              }
            });
    return cached(body);
  }

  private static Map<String, String> metadata(String decisionPoint) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("policy_decision_point", decisionPoint);
    metadata.put("access_evaluation_endpoint", decisionPoint + "/access/v1/evaluation");
    metadata.put("access_evaluations_endpoint", decisionPoint + "/access/v1/evaluations");
    for (Sought sought : Sought.values()) {
      String word = AsciiCase.lower(sought.name());
      metadata.put("search_" + word + "_endpoint", decisionPoint + "/access/v1/search/" + word);
    }
    return metadata;
  }

  /// Without a key to sign with, a set of none.
  private ApiResponse keys() {
    return cached(signer.map(MetadataSigner::keySet).orElse("{\"keys\":[]}"));
  }

  private static ApiResponse cached(String body) {
    return new ApiResponse(
        200, Map.of("Content-Type", "application/json", "Cache-Control", CACHING), body);
  }

  /// The gateway answers only for its own names; that this is a name at all is checked here.
  private static Optional<String> host(ApiRequest request) {
    return request
        .headers()
        .value("Host")
        .map(String::strip)
        .filter(AccessMetadataEndpoint::isHost)
        .map(host -> "https://" + AsciiCase.lower(host));
  }

  private static boolean isHost(String text) {
    return !text.isEmpty()
        && text.length() <= 255
        && text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '.'
                        || c == ':');
  }
}
