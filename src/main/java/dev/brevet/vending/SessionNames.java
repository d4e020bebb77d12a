package dev.brevet.vending;

import dev.brevet.iam.Principal;
import dev.brevet.iam.SessionName;
import dev.brevet.iam.SourceIdentity;

/// Names a caller where STS takes 64 characters of `[\w+=,.@-]`.
///
/// `<readable>-<hash>`: up to 23 characters of the caller's own name for people to read, those that
/// STS does not take written as `.`, and 40 characters of base 32 over SHA-256 (200 bits) of the
/// kind of principal and its whole identifier. The hash alone makes it injective: two callers never
/// share a name, however alike they look. Brevet sets both names itself, so that, unlike in AWS,
/// they can be authorized on.
final class SessionNames {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int HASH_CHARACTERS = 40;
  private static final int READABLE = 64 - 1 - HASH_CHARACTERS;

  private SessionNames() {}

  /// The role session name for `caller`.
  static SessionName sessionName(Principal caller) {
    return new SessionName(
        readable(caller) + "-" + hash(kind(caller) + "\n" + caller.identifier()));
  }

  /// The source identity of the caller with this session name: the same text.
  static SourceIdentity sourceIdentity(SessionName name) {
    return new SourceIdentity(name.value());
  }

  /// Whether `identity` looks like one that is made here: a mapping's own template must not make
  /// what stands for another caller.
  static boolean isMadeFromACaller(SourceIdentity identity) {
    String text = identity.value();
    int hash = text.length() - HASH_CHARACTERS;
    return hash > 0
        && text.charAt(hash - 1) == '-'
        && text.substring(hash).chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }

  private static String readable(Principal caller) {
    String own =
        switch (caller) {
          case Principal.User user -> user.name();
          case Principal.RoleSession session -> session.sessionName();
          case Principal.FederatedUser federated -> federated.name();
          case Principal.WebIdentity web -> web.subject();
          case Principal.SamlIdentity saml -> saml.subject();
          case Principal.Role(var arn) -> arn.name();
          case Principal.Service(String name) -> name;
          case Principal.Root _, Principal.Anonymous _ -> "caller";
        };
    StringBuilder out = new StringBuilder(READABLE);
    for (int i = 0; i < own.length() && out.length() < READABLE; i++) {
      char c = own.charAt(i);
      out.append(SessionName.isCharacter(c) ? c : '.');
    }
    return out.toString();
  }

  private static String kind(Principal caller) {
    return switch (caller) {
      case Principal.Root _ -> "root";
      case Principal.User _ -> "user";
      case Principal.Role _ -> "role";
      case Principal.RoleSession _ -> "role-session";
      case Principal.FederatedUser _ -> "federated-user";
      case Principal.WebIdentity _ -> "web-identity";
      case Principal.SamlIdentity _ -> "saml-identity";
      case Principal.Service _ -> "service";
      case Principal.Anonymous _ -> "anonymous";
    };
  }

  private static String hash(String text) {
    byte[] digest = Sha256.ofUnits(text);
    StringBuilder out = new StringBuilder(HASH_CHARACTERS);
    for (int i = 0; i < HASH_CHARACTERS; i++) {
      int bit = 5 * i;
      int two = ((digest[bit >>> 3] & 0xff) << 8) | (digest[(bit >>> 3) + 1] & 0xff);
      out.append(ALPHABET.charAt((two >>> (11 - (bit & 7))) & 31));
    }
    return out.toString();
  }
}
