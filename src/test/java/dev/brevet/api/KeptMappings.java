package dev.brevet.api;

import dev.brevet.mapping.BrokenMapping;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingStore;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.RoleMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A mapping store in memory, which can be out of order.
public final class KeptMappings implements MappingStore {
  public final Map<String, RoleMapping> mappings = new TreeMap<>();
  private final Map<String, Long> last = new TreeMap<>();
  public boolean unavailable;
  public boolean broken;

  @Override
  public Optional<RoleMapping> find(MappingId id) {
    available();
    if (broken) {
      throw new BrokenMapping(id, "roleArn: is missing");
    }
    return Optional.ofNullable(mappings.get(id.value()));
  }

  @Override
  public List<RoleMapping> list() {
    available();
    return List.copyOf(mappings.values());
  }

  @Override
  public WriteOutcome put(RoleMapping mapping, long expectedVersion) {
    available();
    if (version(mapping.id()) != expectedVersion) {
      return new WriteOutcome.Conflict();
    }
    long version =
        last.merge(
            mapping.id().value(),
            expectedVersion + 1,
            (before, next) -> Math.max(before + 1, next));
    mappings.put(mapping.id().value(), mapping.withVersion(version));
    return new WriteOutcome.Written(version);
  }

  @Override
  public WriteOutcome delete(MappingId id, long expectedVersion) {
    available();
    if (version(id) != expectedVersion) {
      return new WriteOutcome.Conflict();
    }
    mappings.remove(id.value());
    return new WriteOutcome.Written(expectedVersion);
  }

  private long version(MappingId id) {
    return Optional.ofNullable(mappings.get(id.value())).map(RoleMapping::version).orElse(0L);
  }

  private void available() {
    if (unavailable) {
      throw new MappingStoreUnavailable("the table `m` did not answer", new RuntimeException());
    }
  }
}
