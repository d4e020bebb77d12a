package dev.brevet.identity.token;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import dev.brevet.identity.TokenTerms;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;

/// What a token must say besides being signed: its header, its audience, and its times.
///
/// Every check answers the reason of a rejection, or empty. With `now` and the issuer's clock skew:
/// - expired when `exp <= now - skew`; a token that expires now is still good for the skew;
/// - not yet valid when `nbf > now + skew`; issued in the future when `iat > now + skew`;
/// - too old when `iat <= now - skew - maxTokenAge`.
///
/// `exp` and `iat` are required (as STS requires them), `nbf` is checked where present.
final class TokenRules {
  private static final Set<String> TYPES =
      Set.of("jwt", "application/jwt", "at+jwt", "application/at+jwt", "jose");
  private static final int LONGEST_KEY_ID = 256;

  private TokenRules() {}

  /// `alg` is checked against the registration elsewhere. `jku`, `jwk`, `x5u`, `x5c`, `x5t` are
  /// never read: keys come from the registration only.
  static Optional<String> header(JsonObject header) {
    if (header.has("crit")) {
      return Optional.of("the token's header has critical extensions");
    }
    if (header.has("enc") || header.has("zip")) {
      return Optional.of("the token is encrypted or compressed");
    }
    if (header.has("b64")) {
      return Optional.of("the token's header has `b64`");
    }
    if (header.has("cty")) {
      return Optional.of("the token's content is not claims (header `cty`)");
    }
    if (header.has("typ") && !TYPES.contains(AsciiCase.lower(header.text("typ").orElse("")))) {
      return Optional.of("the token's `typ` is not that of an identity or access token");
    }
    if (header.has("kid") && header.text("kid").filter(TokenRules::isKeyId).isEmpty()) {
      return Optional.of("the token's `kid` is not 1 to 256 printable characters");
    }
    return Optional.empty();
  }

  private static boolean isKeyId(String text) {
    return !text.isEmpty() && text.length() <= LONGEST_KEY_ID && UntrustedText.isOneLine(text);
  }

  static Optional<String> audience(TrustedIssuer issuer, JsonObject payload, TokenUse use) {
    List<String> own = issuer.audiences().of(use);
    Optional<List<String>> audiences = audiences(issuer, payload);
    if (audiences.isEmpty() || audiences.get().isEmpty()) {
      return Optional.of("the token has no audience");
    }
    if (audiences.get().stream().noneMatch(own::contains)) {
      return Optional.of("the token is for another audience");
    }
    boolean isForBrevetOnly = own.containsAll(audiences.get());
    List<String> parties =
        switch (issuer.kind()) {
          case TrustedIssuer.Kind.OpenIdConnect kind -> kind.authorizedParties();
          case TrustedIssuer.Kind.Aws _ -> List.of();
        };
    if (parties.equals(TrustedIssuer.ANY_AUTHORIZED_PARTY)) {
      return isForBrevetOnly
          ? Optional.empty()
          : Optional.of(
              "the token has audiences of others too, and its issuer is registered for any"
                  + " authorized party");
    }
    if (payload.has("azp")) {
      List<String> accepted = parties.isEmpty() ? own : parties;
      return payload.text("azp").filter(accepted::contains).isPresent()
          ? Optional.empty()
          : Optional.of("the token's authorized party is not accepted");
    }
    if (!parties.isEmpty()) {
      return Optional.of("the token has no authorized party");
    }
    // OpenID Connect Core 1.0, 3.1.3.7: each other audience of the token could present it here.
    return isForBrevetOnly
        ? Optional.empty()
        : Optional.of("the token has audiences of others too, and no authorized party (`azp`)");
  }

  /// What a token that meets all rules was made for, and until when it is good.
  static TokenTerms terms(TrustedIssuer issuer, JsonObject payload, TokenUse use) {
    List<String> own = issuer.audiences().of(use);
    Instant expires = instant(payload, "exp").orElseThrow();
    Instant old = instant(payload, "iat").orElseThrow().plus(issuer.maxTokenAge());
    return new TokenTerms(
        audiences(issuer, payload).orElseThrow().stream().filter(own::contains).toList(),
        old.isBefore(expires) ? old : expires);
  }

  /// What is wrong with the token's times, except that it may be expired.
  static Optional<String> times(TrustedIssuer issuer, JsonObject payload, Instant now) {
    Optional<Instant> expires = instant(payload, "exp");
    Optional<Instant> issued = instant(payload, "iat");
    if (expires.isEmpty()) {
      return Optional.of("the token has no readable `exp`");
    }
    if (issued.isEmpty()) {
      return Optional.of("the token has no readable `iat`");
    }
    Duration skew = issuer.clockSkew();
    if (issued.get().isAfter(now.plus(skew))) {
      return Optional.of("the token was issued in the future");
    }
    if (!issued.get().isAfter(now.minus(skew).minus(issuer.maxTokenAge()))) {
      return Optional.of("the token was issued too long ago");
    }
    if (payload.has("nbf")) {
      Optional<Instant> start = instant(payload, "nbf");
      if (start.isEmpty()) {
        return Optional.of("the token has no readable `nbf`");
      }
      if (start.get().isAfter(now.plus(skew))) {
        return Optional.of("the token is not valid yet");
      }
    }
    return Optional.empty();
  }

  /// Whether `exp <= now - skew`, in a token that passed [#times].
  static boolean isExpired(TrustedIssuer issuer, JsonObject payload, Instant now) {
    return instant(payload, "exp")
        .filter(expires -> expires.isAfter(now.minus(issuer.clockSkew())))
        .isEmpty();
  }

  /// A NumericDate (RFC 7519, 2) of the years 1970 to 9999, cut to milliseconds. Empty for anything
  /// else.
  static Optional<Instant> instant(JsonObject payload, String name) {
    if (!(payload.get(name).orElse(null) instanceof JsonNumber(String literal, _))) {
      return Optional.empty();
    }
    double seconds = Double.parseDouble(literal);
    return seconds >= 0 && seconds < 253_402_300_800.0
        ? Optional.of(Instant.ofEpochMilli((long) (seconds * 1000)))
        : Optional.empty();
  }

  /// The token's audiences: a string or an array of nothing but strings, and empty for anything
  /// else. Without `aud` it is `client_id`, where the registration says so.
  private static Optional<List<String>> audiences(TrustedIssuer issuer, JsonObject payload) {
    boolean isClientId =
        !payload.has("aud")
            && issuer.kind() instanceof TrustedIssuer.Kind.OpenIdConnect kind
            && kind.clientIdAsAudience();
    if (isClientId) {
      return payload.text("client_id").map(List::of);
    }
    List<JsonValue> values = payload.get("aud").map(JsonValue::asList).orElse(List.of());
    List<String> texts = values.stream().flatMap(value -> value.asText().stream()).toList();
    return texts.size() == values.size() ? Optional.of(texts) : Optional.empty();
  }

  /// Whether the issuer left the groups of claim `claim` out of the token and says so: then their
  /// absence says nothing about membership.
  ///
  /// Source: OpenID Connect Core 1.0, 5.6.2 (`_claim_names`); Microsoft Entra, access token claims
  /// reference (`hasgroups`, `groups:src1`).
  static boolean leavesOut(JsonObject payload, String claim) {
    String whole = AsciiCase.lower(claim);
    String first = whole.contains(".") ? whole.substring(0, whole.indexOf('.')) : whole;
    return payload.members().stream()
        .anyMatch(
            member ->
                switch (AsciiCase.lower(member.name())) {
                  case "_claim_names" ->
                      names(member.value(), first) || names(member.value(), whole);
                  case "hasgroups" -> !member.value().asScalar().equals(Optional.of("false"));
                  case String name -> name.startsWith(first + ":src");
                });
  }

  private static boolean names(JsonValue claimNames, String lowerClaim) {
    return claimNames.asObject().stream()
        .flatMap(names -> names.members().stream())
        .anyMatch(name -> AsciiCase.lower(name.name()).equals(lowerClaim));
  }
}
