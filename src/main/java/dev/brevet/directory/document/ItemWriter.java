package dev.brevet.directory.document;

import module java.base;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.EnforcementPoint.Assertable;
import dev.brevet.directory.Entity;
import dev.brevet.directory.Group;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.Member;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyAttachment;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.Subject;
import dev.brevet.directory.Target;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.json.PolicyWriter;

/// Writes an item as JSON that [ItemReader] reads back to an equal one: minified, the fields always
/// in the same order.
public final class ItemWriter {
  private ItemWriter() {}

  /// The item without its version, which is the store's.
  public static String write(DirectoryItem item) {
    return JsonText.compact(json(item));
  }

  /// The item with its version, as it is shown.
  public static String writeWithVersion(DirectoryItem item, long version) {
    return JsonText.compact(json(item).with("version", version));
  }

  private static JsonObject json(DirectoryItem item) {
    return switch (item) {
      case Entity entity ->
          NamedThings.write(entity.id())
              .with("properties", PropertiesDocument.write(entity.properties()));
      case Group group ->
          named(group.name().value(), group.description())
              .with(
                  "members",
                  JsonValue.of(
                      group.members().stream()
                          .map(member -> NamedThings.write(target(member)))
                          .toList()));
      case ManagedPolicy policy ->
          named(policy.name().value(), policy.description())
              .with("type", policy.type().label())
              .with("defaultVersion", "v" + policy.defaultVersion())
              .with("latestVersion", "v" + policy.latestVersion())
              .with(
                  "versions",
                  JsonValue.of(policy.versions().stream().map(ItemWriter::version).toList()));
      case PolicyAttachment(PolicyName policy, Target target) ->
          JsonValue.object()
              .with("policy", policy.value())
              .with("target", NamedThings.write(target));
      case PermissionsBoundary(Subject subject, PolicyName policy) ->
          JsonValue.object()
              .with("subject", NamedThings.write(subject))
              .with("policy", policy.value());
      case EnforcementPoint point ->
          named(point.name().value(), point.description())
              .with("subject", NamedThings.write(point.subject()))
              .with(
                  "assertable",
                  JsonValue.object()
                      .with("subject", assertable(point.subjectProperties()))
                      .with("resource", assertable(point.resourceProperties()))
                      .with("action", assertable(point.actionProperties()))
                      .with("context", assertable(point.context())))
              .with("globalKeys", sorted(point.globalKeys()));
      case ProtectedApi api -> ApiDocument.write(named(api.name().value(), api.description()), api);
    };
  }

  private static JsonObject named(String name, String description) {
    JsonObject named = JsonValue.object().with("name", name);
    return description.isEmpty() ? named : named.with("description", description);
  }

  private static Target target(Member member) {
    return switch (member) {
      case Subject subject -> subject;
      case GroupName group -> group;
    };
  }

  private static JsonObject version(ManagedPolicy.Version version) {
    return switch (JsonReader.read(PolicyWriter.write(version.policy()))) {
      case JsonReader.Read(JsonValue policy) ->
          JsonValue.object().with("versionId", "v" + version.number()).with("policy", policy);
      case JsonReader.NotJson not -> throw new IllegalStateException(not.message());
    };
  }

  private static JsonObject assertable(Assertable names) {
    return JsonValue.object()
        .with("add", sorted(names.add()))
        .with("replace", sorted(names.replace()));
  }

  private static List<String> sorted(Set<String> names) {
    return List.copyOf(new TreeSet<>(names));
  }
}
