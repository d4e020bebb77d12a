package dev.brevet.cli.login;

import module java.base;

import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.Sha256;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;

/// A bearer token as this program needs to know it. Nothing here verifies it: Brevet does.
public record Token(SecretString secret) {
  /// What a verifier of Brevet's reads at most.
  static final int MOST_CHARACTERS = 20_000;

  /// Claims that say something of the token, not of the caller, and differ from one to the next.
  private static final Set<String> OF_THE_TOKEN =
      Set.of("exp", "iat", "nbf", "jti", "nonce", "at_hash", "c_hash");

  /// A token from a file or variable: white space around it and the word `Bearer` are dropped.
  ///
  /// @param from where it is from, for the message, which never holds any of it
  static Token read(String text, String from) throws Failure {
    String token = text.strip();
    if (AsciiCase.matchesAt(token, 0, "Bearer ")) {
      token = token.substring(7).strip();
    }
    boolean sendable = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (token.isEmpty() || token.length() > MOST_CHARACTERS || !sendable) {
      throw Failure.of(
          Exit.NOT_AUTHENTICATED,
          from + " holds no token",
          "a token must be one word of at most " + MOST_CHARACTERS + " printable characters");
    }
    return new Token(new SecretString(token));
  }

  /// The claims. Empty when it is not a JSON Web Token.
  public Optional<JsonObject> claims() {
    String[] parts = secret.reveal().split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Documents.object(Base64.getUrlDecoder().decode(parts[1]));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The `sub`. Empty when it says none, or is opaque.
  Optional<String> subject() {
    return claims().flatMap(claims -> claims.text("sub"));
  }

  /// Equal for two tokens that say the same of the same caller, and for no others: credentials may
  /// depend on any claim. Not secret: no verifier takes a token without its signature.
  String caller() {
    Optional<JsonObject> claims = claims();
    if (claims.isEmpty()) {
      return "token " + Sha256.hex(secret.reveal());
    }
    Map<String, JsonValue> lasting = new TreeMap<>();
    for (Member claim : claims.get().members()) {
      if (!OF_THE_TOKEN.contains(claim.name())) {
        lasting.put(claim.name(), claim.value());
      }
    }
    return "claims " + JsonText.compact(JsonValue.of(lasting));
  }
}
