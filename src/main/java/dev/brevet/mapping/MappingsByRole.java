package dev.brevet.mapping;

import module java.base;

import dev.brevet.iam.RoleArn;

/// Which mappings are of a role, for callers that name a role and not a mapping.
///
/// Remembers only ids, for 15 s, and never what a mapping says: code that uses an id reads its
/// mapping again, so that disabling or changing one counts at once. A role that is not remembered
/// is looked for again, at most once a second, so that a new mapping is found within a second where
/// it is the role's first, and within 15 s where it is not.
public final class MappingsByRole {
  private static final Duration FRESH = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Mappings mappings;
  private final Clock clock;
  private volatile Optional<Index> index = Optional.empty();

  private record Index(Map<RoleArn, List<MappingId>> ids, Instant readAt) {
    private Index {
      ids = Map.copyOf(ids);
    }
  }

  public MappingsByRole(Mappings mappings, Clock clock) {
    this.mappings = mappings;
    this.clock = clock;
  }

  /// The ids of the mappings of `role`, in order, disabled ones too; none where there are none.
  ///
  /// @throws MappingStoreUnavailable when the store did not answer
  public List<MappingId> ids(RoleArn role) {
    Optional<Index> known = index;
    if (known.isPresent()) {
      List<MappingId> found = known.get().ids().get(role);
      Duration age = Duration.between(known.get().readAt(), clock.instant());
      if (age.compareTo(found == null ? AGAIN : FRESH) < 0) {
        return found == null ? List.of() : found;
      }
    }
    Index read = read();
    index = Optional.of(read);
    return read.ids().getOrDefault(role, List.of());
  }

  private Index read() {
    Instant now = clock.instant();
    Map<RoleArn, List<MappingId>> ids =
        mappings.list().stream()
            .collect(
                Collectors.groupingBy(
                    RoleMapping::role,
                    Collectors.mapping(RoleMapping::id, Collectors.toUnmodifiableList())));
    return new Index(ids, now);
  }
}
