package dev.brevet.directory.snapshot;

import module java.base;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.Group;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyAttachment;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.WildcardPattern;

/// How a directory spells the types of entities. An action's prefix is a type and ignores case, so
/// two spellings of one type must not be two resources: `DOC/secret` is `doc/secret`, where the
/// directory speaks of `doc`.
///
/// What spells a type is what is in the directory: entities, members, attachments, routes; and
/// where none of these has it, the resources of policies. A type that nothing spells is in lower
/// case. Of a type that is spelled in two ways it is unknown which is meant.
final class TypeSpellings {
  private final Map<String, Set<String>> ofThings = new HashMap<>();
  private final Map<String, Set<String>> ofPolicies = new HashMap<>();
  // A pattern such as `Rec*`, which could mean a type that nothing spells in full.
  private boolean hasOpenPatterns;

  static TypeSpellings of(DirectoryContents contents, List<NamedPolicy> policies) {
    TypeSpellings spellings = new TypeSpellings();
    contents.types().forEach(type -> add(type, spellings.ofThings));
    contents.attachedByResource().keySet().forEach(resource -> addHead(resource, spellings));
    contents.items().values().forEach(spellings::add);
    contents.broken().keySet().stream()
        .filter(key -> key.kind() == ItemKind.ENTITY)
        .forEach(key -> addHead(key.name(), spellings));
    policies.forEach(spellings::add);
    return spellings;
  }

  /// The spelling that is meant by `type`, whatever its case. Empty where there are several.
  Optional<String> canonical(String type) {
    String lower = AsciiCase.lower(type);
    Set<String> known = ofThings.getOrDefault(lower, ofPolicies.getOrDefault(lower, Set.of()));
    return switch (known.size()) {
      case 0 -> hasOpenPatterns && !type.equals(lower) ? Optional.empty() : Optional.of(lower);
      case 1 -> Optional.of(known.iterator().next());
      default -> Optional.empty();
    };
  }

  private void add(DirectoryItem item) {
    switch (item) {
      case Group group -> group.members().forEach(this::add);
      case PolicyAttachment attachment -> add(attachment.target());
      case PermissionsBoundary boundary -> add(boundary.subject());
      case EnforcementPoint point -> add(point.subject());
      case ProtectedApi api -> {
        api.routes().forEach(route -> add(route.resourceType(), ofThings));
        api.entities().forEach(claimed -> add(claimed.type(), ofThings));
      }
      case Entity _, ManagedPolicy _ -> {}
    }
  }

  private void add(Object named) {
    if (named instanceof EntityId id) {
      add(id.type(), ofThings);
    }
  }

  private void add(NamedPolicy policy) {
    for (Statement statement : policy.policy().statements()) {
      statement.resources().ifPresent(of -> of.patterns().forEach(this::add));
    }
  }

  private void add(WildcardPattern pattern) {
    String text = pattern.text();
    int slash = text.indexOf('/');
    String head = slash < 0 ? text : text.substring(0, slash);
    if (slash > 0 && EntityId.isType(head)) {
      add(head, ofPolicies);
    } else if (!text.startsWith("arn:") && !head.equals(AsciiCase.lower(head))) {
      hasOpenPatterns = true;
    }
  }

  private static void addHead(String resource, TypeSpellings spellings) {
    int slash = resource.indexOf('/');
    if (slash > 0 && EntityId.isType(resource.substring(0, slash))) {
      add(resource.substring(0, slash), spellings.ofThings);
    }
  }

  private static void add(String type, Map<String, Set<String>> spellings) {
    spellings.computeIfAbsent(AsciiCase.lower(type), _ -> new HashSet<>()).add(type);
  }
}
