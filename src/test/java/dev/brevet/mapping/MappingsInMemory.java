package dev.brevet.mapping;

import dev.brevet.json.DocumentReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Mappings in a map; may be made not to answer, or to hold a broken one.
public final class MappingsInMemory implements MappingStore {
  private final Map<String, RoleMapping> mappings = new TreeMap<>();
  private final Map<String, Long> last = new TreeMap<>();
  private Optional<RuntimeException> fault = Optional.empty();
  private int reads;
  private int lists;

  /// Stores the mapping that `json` is.
  public MappingsInMemory with(String json) {
    return with(json, 1);
  }

  /// Stores the mapping that `json` is, as this version.
  public MappingsInMemory with(String json, long version) {
    switch (MappingReader.read(json)) {
      case DocumentReading.Readable(RoleMapping mapping) ->
          mappings.put(mapping.id().value(), mapping.withVersion(version));
      case DocumentReading.Unreadable<RoleMapping> unreadable ->
          throw new IllegalArgumentException(unreadable.summary());
    }
    return this;
  }

  /// Every call ends in `fault` from now on.
  public void failWith(RuntimeException fault) {
    this.fault = Optional.of(fault);
  }

  /// How often a mapping was looked for.
  public synchronized int reads() {
    return reads;
  }

  /// How often all were asked for.
  public synchronized int lists() {
    return lists;
  }

  @Override
  public synchronized Optional<RoleMapping> find(MappingId id) {
    reads++;
    requireAnswer();
    return Optional.ofNullable(mappings.get(id.value()));
  }

  @Override
  public synchronized List<RoleMapping> list() {
    lists++;
    requireAnswer();
    return List.copyOf(mappings.values());
  }

  @Override
  public WriteOutcome put(RoleMapping mapping, long expectedVersion) {
    if (stored(mapping.id()) != expectedVersion) {
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
    if (expectedVersion == 0 || stored(id) != expectedVersion) {
      return new WriteOutcome.Conflict();
    }
    mappings.remove(id.value());
    return new WriteOutcome.Written(expectedVersion);
  }

  private long stored(MappingId id) {
    return find(id).map(RoleMapping::version).orElse(0L);
  }

  private void requireAnswer() {
    if (fault.isPresent()) {
      throw fault.get();
    }
  }
}
