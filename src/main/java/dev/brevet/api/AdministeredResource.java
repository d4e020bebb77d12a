package dev.brevet.api;

import module java.base;

import dev.brevet.directory.ItemKey;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.identity.IssuerUrl;

/// What is administered, as policies call it: the last part of an ARN, `entity/note/n-1`.
///
/// Names stand between slashes that are not theirs. In a name everything but ASCII letters, digits
/// and `_+=,.@~-` is written as in a URL, `%` and two hexadecimal digits for each byte of UTF-8. So
/// no name holds a `/`, a `:`, a `%` of its own, or what is a wildcard or variable in a policy, and
/// no two names are written alike.
///
/// @param path what policies call it; a list is of all that begins with what is before its `*`
/// @param extent how many things it may be
public record AdministeredResource(String path, Extent extent) {
  /// How many things a path may be.
  public sealed interface Extent {
    /// The one that it names.
    record One() implements Extent {}

    /// All that begin with `prefix`.
    record All(String prefix) implements Extent {}

    /// One role, which may have any path: with one it would be named by `before`, a slash, the
    /// path's segments, a slash and `after`, the slashes written as in names.
    record RoleOfAnyPath(String before, String after) implements Extent {}
  }

  public static final String SLASH = "%2F";

  /// The words that say what a target is. A type of entities that is called so is written with its
  /// first letter escaped where a target names it, so that the words stand only in one place.
  private static final Set<String> TARGETS =
      Set.of("entity", "resource", "token", "principal", "group");

  /// One of a kind, by name.
  public static AdministeredResource of(String kind, String... names) {
    return one(names.length == 0 ? kind : kind + "/" + joined(names));
  }

  /// All of a kind, or all whose first names these are.
  public static AdministeredResource all(String kind, String... names) {
    String prefix = kind + "/" + (names.length == 0 ? "" : joined(names) + "/");
    return new AdministeredResource(prefix + "*", new Extent.All(prefix));
  }

  /// An issuer: `issuer/<host>`, `issuer/<host>/<path>`. A dot in the path is written `%2E`, so
  /// that what ends with a host's last labels is that host.
  public static AdministeredResource of(IssuerUrl issuer) {
    String hostAndPath = issuer.conditionKeyPrefix();
    int slash = hostAndPath.indexOf('/');
    String host = slash < 0 ? hostAndPath : hostAndPath.substring(0, slash);
    String path =
        slash < 0 ? "" : joined(hostAndPath.substring(slash).split("/", -1)).replace(".", "%2E");
    // Only this machine has issuers without TLS.
    String scheme = issuer.value().startsWith("https://") ? "" : escaped("http://");
    return one("issuer/" + scheme + escaped(host) + path);
  }

  /// What the directory keeps under a key.
  public static AdministeredResource of(ItemKey key) {
    String kind = key.kind().label() + "/";
    String name = key.name();
    int slash = name.indexOf('/');
    return switch (key.kind()) {
      case GROUP, POLICY, ENFORCEMENT_POINT, API -> one(kind + escaped(name));
      case ENTITY -> one(kind + joined(name.split("/", 2)));
      // A name without a slash was not written by Brevet.
      case ATTACHMENT ->
          slash < 0
              ? one(kind + escaped(name))
              : target(kind + escaped(name.substring(0, slash)) + "/", name.substring(slash + 1));
      case BOUNDARY -> target(kind, name);
    };
  }

  /// What a policy is attached to, by its text ([dev.brevet.directory.Target#text]).
  public static AdministeredResource target(String text) {
    return target("", text);
  }

  private static AdministeredResource target(String before, String text) {
    String[] target = text.split("/", 2);
    if (target.length < 2) {
      return one(before + escaped(text));
    }
    String kind = before + escaped(target[0]) + "/";
    String name = target[1];
    return switch (target[0]) {
      case "principal" -> principal(kind, name);
      case "token" -> one(kind + joined(name.split("#", 2)));
      case "entity", "resource" ->
          one(kind + (name.startsWith("arn:") ? escaped(name) : typed(name.split("/", 2))));
      default -> one(kind + escaped(name));
    };
  }

  private static String typed(String... typeAndId) {
    String type = typeAndId[0];
    String rest = joined(typeAndId);
    return TARGETS.contains(type)
        ? "%"
            + HexFormat.of().withUpperCase().toHexDigits((byte) type.charAt(0))
            + rest.substring(1)
        : rest;
  }

  // A role is kept without its path, however it is named.
  private static AdministeredResource principal(String kind, String arn) {
    if (!(Principal.parseArn(arn).orElse(null) instanceof Principal.Role(RoleArn role))) {
      return one(kind + escaped(arn));
    }
    String whole = kind + escaped(role.withoutPath().toString());
    String name = escaped(role.name());
    return new AdministeredResource(
        whole,
        new Extent.RoleOfAnyPath(
            whole.substring(0, whole.length() - SLASH.length() - name.length()), name));
  }

  private static AdministeredResource one(String path) {
    return new AdministeredResource(path, new Extent.One());
  }

  private static String joined(String... names) {
    return Arrays.stream(names).map(AdministeredResource::escaped).collect(Collectors.joining("/"));
  }

  public static String escaped(String name) {
    StringBuilder out = new StringBuilder(name.length() + 16);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || "_+=,.@~-".indexOf(b) >= 0;
      if (plain) {
        out.append((char) b);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return path;
  }
}
