package dev.brevet.directory.snapshot;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.Group;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyAttachment;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ResourceName;
import dev.brevet.directory.Subject;
import dev.brevet.directory.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Makes the indexes of changed kinds of items anew, and keeps the others.
final class DirectoryIndex {
  private final DirectoryContents before;
  private final Map<String, EntitiesOfType> entities;
  private final Map<ItemKey, DirectoryItem> items;
  private final Map<ItemKey, String> broken;
  private final Set<ItemKind> changed;

  DirectoryIndex(
      DirectoryContents before,
      Map<String, EntitiesOfType> entities,
      Map<ItemKey, DirectoryItem> items,
      Map<ItemKey, String> broken,
      Set<ItemKind> changed) {
    this.before = before;
    this.entities = entities;
    this.items = items;
    this.broken = broken;
    this.changed = changed;
  }

  DirectoryContents contents() {
    boolean attachments = changed.contains(ItemKind.ATTACHMENT);
    return new DirectoryContents(
        entities,
        items,
        changed.contains(ItemKind.GROUP)
            ? new Memberships(all(Group.class).toList())
            : before.memberships(),
        attachments ? attached() : before.attached(),
        attachments ? attachedByResource() : before.attachedByResource(),
        changed.contains(ItemKind.BOUNDARY) ? boundaries() : before.boundaries(),
        changed.contains(ItemKind.ENFORCEMENT_POINT)
            ? enforcementPoints()
            : before.enforcementPoints(),
        changed.contains(ItemKind.API) ? apis() : before.apis(),
        broken,
        DirectoryContents.brokenArns(broken),
        DirectoryContents.refusingEveryone(broken));
  }

  private Map<Target, Set<PolicyName>> attached() {
    Map<Target, Set<PolicyName>> attached = new HashMap<>();
    all(PolicyAttachment.class)
        .filter(each -> !(each.target() instanceof ResourceName))
        .forEach(
            each ->
                attached.computeIfAbsent(each.target(), _ -> new TreeSet<>()).add(each.policy()));
    return attached;
  }

  private Map<String, Set<PolicyName>> attachedByResource() {
    Map<String, Set<PolicyName>> attached = new HashMap<>();
    all(PolicyAttachment.class)
        .forEach(
            each -> {
              if (each.target() instanceof ResourceName(String resource)) {
                attached.computeIfAbsent(resource, _ -> new TreeSet<>()).add(each.policy());
              }
            });
    return attached;
  }

  private Map<Subject, PermissionsBoundary> boundaries() {
    Map<Subject, PermissionsBoundary> boundaries = new HashMap<>();
    all(PermissionsBoundary.class).forEach(each -> boundaries.put(each.subject(), each));
    return boundaries;
  }

  // Two that authenticate as the same subject, which cannot be written, may assert nothing.
  private Map<Subject, EnforcementPoint> enforcementPoints() {
    Map<Subject, EnforcementPoint> points = new HashMap<>();
    Set<Subject> twice = new HashSet<>();
    all(EnforcementPoint.class)
        .forEach(
            each -> {
              if (points.put(each.subject(), each) != null) {
                twice.add(each.subject());
              }
            });
    twice.forEach(points::remove);
    return points;
  }

  // Of two that describe one API, which cannot be written, neither counts.
  private Map<String, ProtectedApi> apis() {
    Map<String, ProtectedApi> apis = new HashMap<>();
    Set<String> twice = new HashSet<>();
    all(ProtectedApi.class)
        .forEach(
            each -> {
              if (apis.put(each.arn(), each) != null) {
                twice.add(each.arn());
              }
            });
    twice.forEach(apis::remove);
    return apis;
  }

  private <T extends DirectoryItem> Stream<T> all(Class<T> kind) {
    return items.values().stream().filter(kind::isInstance).map(kind::cast);
  }
}
