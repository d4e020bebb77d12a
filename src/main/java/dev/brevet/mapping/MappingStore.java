package dev.brevet.mapping;

/// Where role mappings are kept.
public interface MappingStore extends Mappings {
  /// Writes `mapping` if the stored version is `expectedVersion` (0: if there is none), as a
  /// version that never was: `expectedVersion + 1`, or for a new one the next after the last that
  /// was ever stored under its name, 1 for the first.
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

    /// Somebody else wrote first, or it does not exist.
    record Conflict() implements WriteOutcome {}
  }
}
