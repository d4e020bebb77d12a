package dev.brevet.cli.login;

import module java.base;

import dev.brevet.cli.environment.Addresses;
import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonValue.JsonObject;
import java.net.http.HttpRequest;

/// An OpenID Connect issuer, as its discovery document describes it. Source: OpenID Connect
/// Discovery 1.0, 4; RFC 8414; RFC 8628, 4.
public record Issuer(URI url, JsonObject metadata) {

  public static Issuer discover(Http http, URI issuer) throws Failure {
    URI at = URI.create(issuer + "/.well-known/openid-configuration");
    return switch (http.send(Http.request(at).header("Accept", "application/json").GET().build())) {
      case Http.Reply.Unreachable(String reason) -> throw unreachable(issuer, reason);
      case Http.Reply.Answered(int status, var _, String body) -> {
        Optional<JsonObject> document = status == 200 ? Documents.object(body) : Optional.empty();
        if (document.isEmpty()) {
          throw unreachable(issuer, "it answered " + status + ", and no discovery document");
        }
        String named = document.get().text("issuer").orElse("").replaceFirst("/+$", "");
        if (!named.equals(issuer.toString())) {
          throw Failure.of(
              Exit.USAGE,
              "the discovery document of " + issuer + " belongs to another issuer",
              "write the issuer into the configuration file exactly as its tokens contain it");
        }
        yield new Issuer(issuer, document.get());
      }
    };
  }

  /// An endpoint to which secrets may be sent.
  ///
  /// @param name as the discovery document has it, such as `token_endpoint`
  URI endpoint(String name) throws Failure {
    Optional<String> text = metadata.text(name);
    if (text.isEmpty()) {
      throw Failure.of(Exit.USAGE, "the issuer " + url + " has no `" + name + "`");
    }
    try {
      URI endpoint = URI.create(text.get());
      if (mayName(endpoint) && endpoint.getRawFragment() == null) {
        return endpoint;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw Failure.of(Exit.USAGE, "the issuer's `" + name + "` is not an https address");
  }

  /// Whether an address of its answers may be visited. An issuer on the network has no business on
  /// this machine.
  boolean mayName(URI address) {
    return Addresses.isSecure(address)
        && (AsciiCase.equal("https", address.getScheme())
            || !AsciiCase.equal("https", url.getScheme()));
  }

  public boolean has(String name) {
    return metadata.text(name).isPresent();
  }

  /// Asks the token endpoint.
  TokenAnswer token(Http http, Map<String, String> form) throws Failure {
    return TokenAnswer.of(post(http, endpoint("token_endpoint"), form));
  }

  Http.Reply post(Http http, URI endpoint, Map<String, String> form) throws Failure {
    return http.send(
        Http.request(endpoint)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
            .build());
  }

  Failure unreachable(String reason) {
    return unreachable(url, reason);
  }

  public static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Failure unreachable(URI issuer, String reason) {
    return Failure.of(
        Exit.UNAVAILABLE,
        "no answer from the issuer " + issuer + ": " + reason,
        "check `issuer` in the configuration file and the network");
  }
}
