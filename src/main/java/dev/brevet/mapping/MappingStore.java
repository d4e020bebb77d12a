package dev.brevet.mapping;

/// Where role mappings are kept.
public interface MappingStore extends Mappings {
  /// Writes `mapping` if the stored version is `expectedVersion` (0: if there is none). The new
  /// version was never used: it is `expectedVersion + 1`, or for a new mapping one more than the
  /// last ever stored under its name, 1 for the first.
  ///
  /// @throws MappingStoreUnavailable when the store did not answer; it is then not known whether it
  ///   was written
  WriteOutcome put(RoleMapping mapping, long expectedVersion);

  /// Removes `id` if its stored version is `expectedVersion`.
  ///
  /// @throws MappingStoreUnavailable when the store did not answer
  WriteOutcome delete(MappingId id, long expectedVersion);

  /// What a conditional write came to.
  sealed interface WriteOutcome {
    /// Done; `version` is what is stored now (of a deletion: what was).
    record Written(long version) implements WriteOutcome {}

    /// Another writer was first, or it does not exist.
    record Conflict() implements WriteOutcome {}
  }
}
