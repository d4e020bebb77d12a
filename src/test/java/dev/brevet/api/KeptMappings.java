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
final class KeptMappings implements MappingStore {
  final Map<String, RoleMapping> mappings = new TreeMap<>();
  boolean unavailable;
  boolean broken;

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
    mappings.put(mapping.id().value(), mapping.withVersion(expectedVersion + 1));
    return new WriteOutcome.Written(expectedVersion + 1);
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
