package dev.brevet.directory;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;

/// A route of an API and what calling it is: an action on a resource.
///
/// @param method `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`, `OPTIONS`, or `ANY` for all
/// @param path as API Gateway writes it: `/orders/{orderId}`, `/files/{path+}`; a name takes one
///   segment, a last one with `+` all that are left
/// @param resourceType the type of the resource
/// @param resourceId its id, in which `{orderId}` stands for what the path has there
public record ProtectedRoute(
    String method, String path, Action action, String resourceType, String resourceId) {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY");
  private static final int LONGEST = 512;

  public ProtectedRoute {
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException(
          "a route's method is GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS or ANY");
    }
    Set<String> names = names(path);
    if (!EntityId.isType(resourceType)) {
      throw new IllegalArgumentException(
          "a resource's type is 1 to 64 letters, digits, `_` and `-`");
    }
    if (!DirectoryText.isLine(resourceId, LONGEST)) {
      throw new IllegalArgumentException("a resource's id has 1 to 512 characters");
    }
    if (AsciiCase.startsWith(resourceId, "arn:")) {
      throw new IllegalArgumentException("a route's resource must be an entity, not an ARN");
    }
    requireApart(resourceId);
    for (String name : parameters(resourceId)) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "the path has no parameter `" + UntrustedText.shown(name) + "`");
      }
    }
  }

  /// As API Gateway names it: `GET /orders/{orderId}`.
  public String key() {
    return method + " " + path;
  }

  /// The segments of the path; `{name}` and `{name+}` among them.
  public List<String> segments() {
    return segments(path);
  }

  static List<String> segments(String path) {
    return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  public boolean isGreedy() {
    return path.endsWith("+}");
  }

  /// Whether the path, decoded, determines each of its parameters. Not where the last one takes
  /// several segments after another: `/a%2Fb/c` and `/a/b/c` are one path then.
  public boolean isToldByPath() {
    return !isGreedy() || path.indexOf('{') == path.lastIndexOf('{');
  }

  /// Whether what is called depends on the path's parameters.
  public boolean hasParameters() {
    return !parameters(resourceId).isEmpty();
  }

  /// What the resource begins with whatever the parameters are: `order/`, `order/eu-`.
  public String resourcePrefix() {
    int open = resourceId.indexOf('{');
    return resourceType + "/" + (open < 0 ? resourceId : resourceId.substring(0, open));
  }

  /// The resource; empty when a parameter is missing, would look like more of the path than it is,
  /// or makes no entity's name. An ARN is none here: elsewhere it names a resource of AWS's.
  public Optional<EntityId> resource(Map<String, String> parameters) {
    StringBuilder id = new StringBuilder();
    int from = 0;
    while (from < resourceId.length()) {
      int open = resourceId.indexOf('{', from);
      int close = open < 0 ? -1 : resourceId.indexOf('}', open);
      if (close < 0) {
        id.append(resourceId, from, resourceId.length());
        break;
      }
      String name = resourceId.substring(open + 1, close);
      String value = parameters.get(name);
      if (value == null || !isSafe(value, isGreedy(name))) {
        return Optional.empty();
      }
      id.append(resourceId, from, open).append(value);
      from = close + 1;
    }
    return Arn.parseFolding(id.toString()).isPresent()
        ? Optional.empty()
        : EntityId.parse(resourceType, id.toString());
  }

  private boolean isGreedy(String name) {
    return path.endsWith("/{" + name + "+}");
  }

  // What the program that serves the call could read as another resource than the one that was
  // decided on: a `/` that was written `%2F`, a `\`, a `%` that is left (encoded twice), a `;`
  // (which may begin parameters of a segment), an empty segment, and a way up.
  private static boolean isSafe(String value, boolean greedy) {
    if (value.indexOf('\\') >= 0
        || value.indexOf('%') >= 0
        || value.indexOf(';') >= 0
        || (!greedy && value.indexOf('/') >= 0)) {
      return false;
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static List<String> parameters(String template) {
    List<String> names = new ArrayList<>();
    int open = template.indexOf('{');
    while (open >= 0) {
      int close = template.indexOf('}', open);
      if (close < 0 || template.substring(open + 1, close).isEmpty()) {
        throw new IllegalArgumentException("a `{` of the resource's id has no name and `}`");
      }
      names.add(template.substring(open + 1, close));
      open = template.indexOf('{', close);
    }
    return names;
  }

  // INVARIANT: two paths are two resources: a value may hold whatever else stands between two
  // parameters (`{tenant}-{order}` would be `a-b-c` for two tenants), but no `/`, as all but one of
  // them are one segment.
  private static void requireApart(String template) {
    int close = template.indexOf('}');
    int open = close < 0 ? -1 : template.indexOf('{', close);
    while (open >= 0) {
      if (template.substring(close + 1, open).indexOf('/') < 0) {
        throw new IllegalArgumentException(
            "two parameters of a resource's id must have a `/` between them");
      }
      close = template.indexOf('}', open);
      open = close < 0 ? -1 : template.indexOf('{', close);
    }
  }

  private static Set<String> names(String path) {
    if (!path.startsWith("/")
        || path.length() > LONGEST
        || (path.length() > 1 && path.endsWith("/"))) {
      throw new IllegalArgumentException(
          "a route's path must begin with `/` and must not end with it");
    }
    Set<String> names = new HashSet<>();
    List<String> segments = segments(path);
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      if (segment.startsWith("{") && segment.endsWith("}")) {
        boolean greedy = segment.endsWith("+}");
        String name = segment.substring(1, segment.length() - (greedy ? 2 : 1));
        if (!isLiteral(name) || (greedy && !last) || !names.add(name)) {
          throw UntrustedText.not("a parameter of a path", segment);
        }
      } else if (!isLiteral(segment)) {
        throw UntrustedText.not("a segment of a path", segment);
      }
    }
    return names;
  }

  // No `*` or `?`, which are wildcards in the policies that API Gateway takes, and no `$`.
  private static boolean isLiteral(String text) {
    return text.matches("[A-Za-z0-9._~:@!,;=-]+");
  }
}
