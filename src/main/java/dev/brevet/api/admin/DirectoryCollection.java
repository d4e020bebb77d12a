package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.PageQuery;
import dev.brevet.directory.ApiName;
import dev.brevet.directory.EnforcementPointName;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.PolicyName;

/// The directory's collections as paths and actions call them.
///
/// A path names an item by what identifies it: `entities/{type}/{id}`, `groups/{name}`,
/// `policies/{name}`, `attachments/{policy}/{target}`, `boundaries/{subject}`,
/// `enforcement-points/{name}`, `apis/{name}`. A segment that begins with `~` is base64url without
/// padding of what it stands for, since an HTTP API decodes a path before it is matched and an id
/// with a `/` would fall apart: ids that begin with `~` themselves are written so too, and so are
/// targets and subjects, which are texts such as `entity/user/alice`.
public enum DirectoryCollection {
  ENTITIES(ItemKind.ENTITY, "entities", "Entity", "Entities", "/{type}/{id}"),
  GROUPS(ItemKind.GROUP, "groups", "Group", "Groups", "/{name}"),
  POLICIES(ItemKind.POLICY, "policies", "Policy", "Policies", "/{name}"),
  ATTACHMENTS(
      ItemKind.ATTACHMENT, "attachments", "Attachment", "Attachments", "/{policy}/{target}"),
  BOUNDARIES(ItemKind.BOUNDARY, "boundaries", "Boundary", "Boundaries", "/{subject}"),
  ENFORCEMENT_POINTS(
      ItemKind.ENFORCEMENT_POINT,
      "enforcement-points",
      "EnforcementPoint",
      "EnforcementPoints",
      "/{name}"),
  APIS(ItemKind.API, "apis", "Api", "Apis", "/{name}");

  private static final int LONGEST = 1_024;

  private final ItemKind kind;
  private final String path;
  private final String one;
  private final String many;
  private final String template;

  DirectoryCollection(ItemKind kind, String path, String one, String many, String template) {
    this.kind = kind;
    this.path = path;
    this.one = one;
    this.many = many;
    this.template = template;
  }

  ItemKind kind() {
    return kind;
  }

  /// As paths and lists call it: `enforcement-points`.
  public String path() {
    return path;
  }

  /// As actions call one: `EnforcementPoint`.
  String one() {
    return one;
  }

  /// As the action that lists calls them: `EnforcementPoints`.
  String many() {
    return many;
  }

  /// What of the path follows the collection's where it names one item.
  public String template() {
    return template;
  }

  /// What items without a name that a person would choose are created by: a `POST`.
  public boolean isPosted() {
    return this == ATTACHMENTS || this == BOUNDARIES;
  }

  /// The key that a path names. Empty when it can be nobody's.
  Optional<ItemKey> key(Map<String, String> parameters) {
    return switch (this) {
      case ENTITIES ->
          decoded(parameters, "id")
              .flatMap(id -> EntityId.parse(parameters.getOrDefault("type", ""), id))
              .map(entity -> new ItemKey(kind, entity.resource()));
      case GROUPS ->
          decoded(parameters, "name")
              .flatMap(GroupName::parse)
              .map(name -> new ItemKey(kind, name.value()));
      case POLICIES ->
          decoded(parameters, "name")
              .flatMap(PolicyName::parse)
              .map(name -> new ItemKey(kind, name.value()));
      case ATTACHMENTS ->
          PolicyName.parse(parameters.getOrDefault("policy", ""))
              .flatMap(
                  policy ->
                      decoded(parameters, "target").flatMap(target -> key(policy + "/" + target)));
      case BOUNDARIES -> decoded(parameters, "subject").flatMap(this::key);
      case ENFORCEMENT_POINTS ->
          decoded(parameters, "name")
              .flatMap(EnforcementPointName::parse)
              .map(name -> new ItemKey(kind, name.value()));
      case APIS ->
          decoded(parameters, "name")
              .flatMap(ApiName::parse)
              .map(name -> new ItemKey(kind, name.value()));
    };
  }

  private Optional<ItemKey> key(String name) {
    return name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > LONGEST
        ? Optional.empty()
        : Optional.of(new ItemKey(kind, name));
  }

  /// The path of an item below the administration's: what [#key] takes apart.
  public String path(ItemKey key) {
    String name = key.name();
    int slash = name.indexOf('/');
    return path
        + "/"
        + switch (this) {
          // A name without a slash is one that nobody here wrote.
          case ENTITIES, ATTACHMENTS ->
              name.substring(0, Math.max(0, slash)) + "/" + encoded(name.substring(slash + 1));
          case GROUPS, POLICIES, BOUNDARIES, ENFORCEMENT_POINTS, APIS -> encoded(name);
        };
  }

  private static String encoded(String text) {
    boolean plain =
        !text.startsWith("~")
            && text.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._~=,@".indexOf(c) >= 0)
            && !text.chars().allMatch(c -> c == '.');
    return plain
        ? text
        : "~"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> decoded(Map<String, String> parameters, String name) {
    String segment = parameters.getOrDefault(name, "");
    return segment.startsWith("~") ? PageQuery.base64(segment.substring(1)) : Optional.of(segment);
  }
}
