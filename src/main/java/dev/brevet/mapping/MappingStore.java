package dev.brevet.mapping;

import java.util.List;
import java.util.Optional;

/// Where role mappings are kept.
public interface MappingStore {
  /// The mapping `id`, disabled ones too. Empty when nothing is mapped.
  ///
  /// @throws MappingStoreUnavailable when the store did not answer; never empty then
  /// @throws BrokenMapping when what is stored is not a valid mapping; never empty then
  Optional<RoleMapping> find(MappingId id);

  /// Every readable mapping, by id; a broken item is left out here and logged by its reader.
  ///
  /// @throws MappingStoreUnavailable when the store did not answer
  List<RoleMapping> list();

  /// Writes `mapping` if the stored version is `expectedVersion` (0: if there is none), as version
  /// `expectedVersion + 1`.
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
