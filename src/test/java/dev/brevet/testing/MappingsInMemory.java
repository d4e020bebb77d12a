package dev.brevet.testing;

import module java.base;

import dev.brevet.json.DocumentReading;
import dev.brevet.mapping.BrokenMapping;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingReader;
import dev.brevet.mapping.MappingStore;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.RoleMapping;

/// A mapping store in memory. It counts its reads, and may be made unavailable or broken.
public final class MappingsInMemory implements MappingStore {
  /// By id.
  public final Map<String, RoleMapping> mappings = new TreeMap<>();

  private final Map<String, Long> last = new TreeMap<>();

  /// Every call fails as that of a table that does not answer.
  public boolean unavailable;

  /// Every mapping is unreadable.
  public boolean broken;

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

  /// The number of calls of [#find].
  public synchronized int reads() {
    return reads;
  }

  /// The number of calls of [#list].
  public synchronized int lists() {
    return lists;
  }

  @Override
  public synchronized Optional<RoleMapping> find(MappingId id) {
    reads++;
    requireAnswer();
    if (broken) {
      throw new BrokenMapping(id, "roleArn: is missing");
    }
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
    requireAnswer();
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
    requireAnswer();
    if (expectedVersion == 0 || version(id) != expectedVersion) {
      return new WriteOutcome.Conflict();
    }
    mappings.remove(id.value());
    return new WriteOutcome.Written(expectedVersion);
  }

  private long version(MappingId id) {
    return Optional.ofNullable(mappings.get(id.value())).map(RoleMapping::version).orElse(0L);
  }

  private void requireAnswer() {
    if (unavailable) {
      throw new MappingStoreUnavailable("the table `m` did not answer", new RuntimeException());
    }
  }
}
