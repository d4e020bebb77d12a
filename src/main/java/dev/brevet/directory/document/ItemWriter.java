package dev.brevet.directory.document;

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
import dev.brevet.policy.json.PolicyWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Writes an item as JSON that [ItemReader] reads back to an equal one: minified, the fields always
/// in the same order.
public final class ItemWriter {
  private ItemWriter() {}

  /// The item without its version, which is the store's.
  public static String write(DirectoryItem item) {
    return JsonText.compact(JsonValue.of(fields(item)));
  }

  /// The item with its version, as it is shown.
  public static String writeWithVersion(DirectoryItem item, long version) {
    Map<String, JsonValue> fields = fields(item);
    fields.put("version", JsonValue.of(version));
    return JsonText.compact(JsonValue.of(fields));
  }

  private static Map<String, JsonValue> fields(DirectoryItem item) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    switch (item) {
      case Entity entity -> {
        fields.put("type", JsonValue.of(entity.id().type()));
        fields.put("id", JsonValue.of(entity.id().id()));
        fields.put("properties", PropertiesDocument.write(entity.properties()));
      }
      case Group group -> {
        fields.put("name", JsonValue.of(group.name().value()));
        describe(fields, group.description());
        fields.put(
            "members",
            JsonValue.of(
                group.members().stream()
                    .map(member -> NamedThings.write(target(member)))
                    .toList()));
      }
      case ManagedPolicy policy -> policy(fields, policy);
      case PolicyAttachment(PolicyName policy, Target target) -> {
        fields.put("policy", JsonValue.of(policy.value()));
        fields.put("target", NamedThings.write(target));
      }
      case PermissionsBoundary(Subject subject, PolicyName policy) -> {
        fields.put("subject", NamedThings.write(subject));
        fields.put("policy", JsonValue.of(policy.value()));
      }
      case EnforcementPoint point -> enforcementPoint(fields, point);
      case ProtectedApi api -> {
        fields.put("name", JsonValue.of(api.name().value()));
        describe(fields, api.description());
        ApiDocument.write(fields, api);
      }
    }
    return fields;
  }

  private static Target target(Member member) {
    return switch (member) {
      case Subject subject -> subject;
      case GroupName group -> group;
    };
  }

  private static void policy(Map<String, JsonValue> fields, ManagedPolicy policy) {
    fields.put("name", JsonValue.of(policy.name().value()));
    describe(fields, policy.description());
    fields.put("type", JsonValue.of(policy.type().label()));
    fields.put("defaultVersion", JsonValue.of("v" + policy.defaultVersion()));
    fields.put("latestVersion", JsonValue.of("v" + policy.latestVersion()));
    fields.put(
        "versions",
        JsonValue.of(policy.versions().stream().map(each -> JsonValue.of(version(each))).toList()));
  }

  private static Map<String, JsonValue> version(ManagedPolicy.Version version) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    fields.put("versionId", JsonValue.of("v" + version.number()));
    fields.put(
        "policy",
        switch (JsonReader.read(PolicyWriter.write(version.policy()))) {
          case JsonReader.Read(JsonValue value) -> value;
          case JsonReader.NotJson not -> throw new IllegalStateException(not.message());
        });
    return fields;
  }

  private static void enforcementPoint(Map<String, JsonValue> fields, EnforcementPoint point) {
    fields.put("name", JsonValue.of(point.name().value()));
    describe(fields, point.description());
    fields.put("subject", NamedThings.write(point.subject()));
    Map<String, JsonValue> assertable = new LinkedHashMap<>();
    assertable(assertable, "subject", point.subjectProperties());
    assertable(assertable, "resource", point.resourceProperties());
    assertable(assertable, "action", point.actionProperties());
    assertable(assertable, "context", point.context());
    fields.put("assertable", JsonValue.of(assertable));
    fields.put("globalKeys", sorted(point.globalKeys()));
  }

  private static void assertable(Map<String, JsonValue> fields, String of, Assertable names) {
    Map<String, JsonValue> both = new LinkedHashMap<>();
    both.put("add", sorted(names.add()));
    both.put("replace", sorted(names.replace()));
    fields.put(of, JsonValue.of(both));
  }

  private static JsonValue sorted(Set<String> names) {
    return JsonValue.texts(List.copyOf(new TreeSet<>(names)));
  }

  private static void describe(Map<String, JsonValue> fields, String description) {
    if (!description.isEmpty()) {
      fields.put("description", JsonValue.of(description));
    }
  }
}
