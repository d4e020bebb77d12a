package dev.brevet.mapping;

import module java.base;

/// Role mappings, to be read: all that vending needs of a [MappingStore].
public interface Mappings {
  /// The mapping `id`, disabled ones too. Empty when nothing is mapped.
  ///
  /// @throws MappingStoreUnavailable when the store did not answer; never empty then
  /// @throws BrokenMapping when what is stored is not a valid mapping; never empty then
  Optional<RoleMapping> find(MappingId id);

  /// Every readable mapping, by id; a broken item is left out here and logged by its reader.
  ///
  /// @throws MappingStoreUnavailable when the store did not answer
  List<RoleMapping> list();
}
