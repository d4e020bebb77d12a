package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.PageQuery;
import dev.brevet.api.admin.StoredKind.Filter;
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
  ENTITIES(
      ItemKind.ENTITY,
      "entities",
      "Entity",
      "Entities",
      "/{type}/{id}",
      new Filter("type", EntityId::isType)),
  GROUPS(ItemKind.GROUP, "groups", "Group", "Groups", "/{name}", Filter.NONE),
  POLICIES(ItemKind.POLICY, "policies", "Policy", "Policies", "/{name}", Filter.NONE),
  ATTACHMENTS(
      ItemKind.ATTACHMENT,
      "attachments",
      "Attachment",
      "Attachments",
      "/{policy}/{target}",
      new Filter("policy", name -> PolicyName.parse(name).isPresent())),
  BOUNDARIES(ItemKind.BOUNDARY, "boundaries", "Boundary", "Boundaries", "/{subject}", Filter.NONE),
  ENFORCEMENT_POINTS(
      ItemKind.ENFORCEMENT_POINT,
      "enforcement-points",
      "EnforcementPoint",
      "EnforcementPoints",
      "/{name}",
      Filter.NONE),
  APIS(ItemKind.API, "apis", "Api", "Apis", "/{name}", Filter.NONE);

  private static final int LONGEST = 1_024;

  private final ItemKind kind;

  // A record of strings and a function without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final StoredKind.Names names;

  DirectoryCollection(
      ItemKind kind, String path, String one, String many, String template, Filter filter) {
    this.kind = kind;
    this.names = new StoredKind.Names(one, many, kind.label(), path, template, "body", filter);
  }

  ItemKind kind() {
    return kind;
  }

  StoredKind.Names names() {
    return names;
  }

  /// As paths and lists call it: `enforcement-points`.
  public String path() {
    return names.collection();
  }

  /// What of the path follows the collection's where it names one item.
  public String template() {
    return names.template();
  }

  /// Whether items are created by a `POST`, because their names are not chosen.
  public boolean isPosted() {
    return this == ATTACHMENTS || this == BOUNDARIES;
  }

  /// The key that a path names. Empty when nothing can have it.
  Optional<ItemKey> key(Map<String, String> parameters) {
    Optional<String> name =
        switch (this) {
          case ENTITIES ->
              decoded(parameters, "id")
                  .flatMap(id -> EntityId.parse(parameters.getOrDefault("type", ""), id))
                  .map(EntityId::resource);
          case GROUPS ->
              decoded(parameters, "name").flatMap(GroupName::parse).map(GroupName::value);
          case POLICIES ->
              decoded(parameters, "name").flatMap(PolicyName::parse).map(PolicyName::value);
          case ATTACHMENTS ->
              PolicyName.parse(parameters.getOrDefault("policy", ""))
                  .flatMap(policy -> decoded(parameters, "target").map(of -> policy + "/" + of));
          case BOUNDARIES -> decoded(parameters, "subject").filter(subject -> !subject.isEmpty());
          case ENFORCEMENT_POINTS ->
              decoded(parameters, "name")
                  .flatMap(EnforcementPointName::parse)
                  .map(EnforcementPointName::value);
          case APIS -> decoded(parameters, "name").flatMap(ApiName::parse).map(ApiName::value);
        };
    return name.filter(text -> text.getBytes(StandardCharsets.UTF_8).length <= LONGEST)
        .map(text -> new ItemKey(kind, text));
  }

  /// The path of an item below the administration's: what [#key] takes apart.
  public String path(ItemKey key) {
    String name = key.name();
    int slash = name.indexOf('/');
    return path()
        + "/"
        + switch (this) {
          // A name without a slash was not written by Brevet.
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
