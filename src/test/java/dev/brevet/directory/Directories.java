package dev.brevet.directory;

import module java.base;

import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.directory.snapshot.SnapshotBuilder;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;

/// Directories for tests, in a few words.
public final class Directories {
  /// When they were read.
  @SuppressWarnings("TimeInStaticInitializer") // the time that all of a run is asked at
  public static final Instant READ_AT = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private Directories() {}

  /// A directory with these items, as of change 1.
  public static DirectorySnapshot of(DirectoryItem... items) {
    SnapshotBuilder builder = DirectorySnapshot.builder();
    for (DirectoryItem item : items) {
      builder.put(item);
    }
    return builder.build(1, READ_AT);
  }

  public static Entity entity(String type, String id, Map<String, List<String>> properties) {
    return new Entity(new EntityId(type, id), Properties.of(properties));
  }

  public static Entity entity(String type, String id) {
    return entity(type, id, Map.of());
  }

  public static ManagedPolicy identityPolicy(String name, String... statements) {
    return policy(name, ManagedPolicy.Type.IDENTITY, PolicyType.IDENTITY, statements);
  }

  public static ManagedPolicy resourcePolicy(String name, String... statements) {
    return policy(name, ManagedPolicy.Type.RESOURCE, PolicyType.RESOURCE, statements);
  }

  private static ManagedPolicy policy(
      String name, ManagedPolicy.Type type, PolicyType as, String... statements) {
    String json =
        "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    return switch (PolicyReader.read(json, as)) {
      case Parsed(Policy policy) -> ManagedPolicy.of(new PolicyName(name), type, policy);
      case Malformed malformed -> throw new IllegalArgumentException(malformed.toString());
    };
  }

  public static PolicyAttachment attached(String policy, Target target) {
    return new PolicyAttachment(new PolicyName(policy), target);
  }

  public static Group group(String name, Member... members) {
    return new Group(new GroupName(name), "", new LinkedHashSet<>(List.of(members)));
  }
}
