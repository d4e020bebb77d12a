package dev.brevet.directory;

import dev.brevet.iam.Arn;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Principal;
import java.util.Optional;

/// The name of an entity: its type (`user`, `record`) and its id within the type. Both are compared
/// character by character.
///
/// A type is 1 to 64 of `a-z`, `A-Z`, `0-9`, `_` and `-`, as it is also the prefix of the actions
/// on the type's entities; an id is 1 to 512 bytes of UTF-8 without control characters, and where
/// it is an ARN, the ARN's one spelling ([Arn#parseFolding]). Chosen by the caller: a well-formed
/// id need not exist. As a resource it is `<type>/<id>`, which is injective since a type holds no
/// `/`, and no ARN since it holds no `:`. Source: OpenID Authorization API 1.0, subject and
/// resource.
public record EntityId(String type, String id) implements Subject {
  /// What the name of the provider of an entity's identity begins with.
  static final String PROVIDER = "directory:";

  /// Its actions would be those of administration.
  private static final String RESERVED = "brevet";

  private static final int LONGEST_TYPE = 64;
  private static final int LONGEST_ID_BYTES = 512;

  public EntityId {
    if (!isType(type)) {
      throw new IllegalArgumentException(
          "an entity's type is 1 to 64 letters, digits, `_` and `-`, and not `brevet`");
    }
    if (!isId(id)) {
      throw new IllegalArgumentException(
          isOneSpelling(id)
              ? "an entity's id is 1 to 512 bytes of UTF-8 without control characters"
              : "an ARN's partition and service must be in lower case");
    }
  }

  /// Empty when these are not a type and an id.
  public static Optional<EntityId> parse(String type, String id) {
    return isType(type) && isId(id) ? Optional.of(new EntityId(type, id)) : Optional.empty();
  }

  /// An entity is a federated principal whose provider is its type in this directory: policies of
  /// resources name it as `"Federated": "directory:<type>"` and tell its id by the condition key
  /// `subject:id`. It has no ARN and no account, so nothing that is meant for AWS principals
  /// (`"AWS"`, `aws:PrincipalArn`, `aws:PrincipalAccount`) covers it; and no token has such an
  /// issuer, since an issuer is a URL.
  @Override
  public Principal principal() {
    return new Principal.WebIdentity(PROVIDER + type, id);
  }

  /// `<type>/<id>`: what policies call it as a resource.
  public String resource() {
    return type + "/" + id;
  }

  @Override
  public String text() {
    return "entity/" + type + "/" + id;
  }

  @Override
  public String toString() {
    return resource();
  }

  public static boolean isType(String text) {
    if (text.isEmpty() || text.length() > LONGEST_TYPE || AsciiCase.equal(text, RESERVED)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (!word && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_ID_BYTES
        && DirectoryText.isLine(text)
        && isOneSpelling(text)
        && (text.length() <= LONGEST_ID_BYTES / 3 || DirectoryText.bytes(text) <= LONGEST_ID_BYTES);
  }

  private static boolean isOneSpelling(String id) {
    return Arn.parseFolding(id).map(arn -> arn.toString().equals(id)).orElse(true);
  }
}
