package dev.brevet.mapping;

/// What is stored under a mapping's id is not a valid mapping: it refuses and is logged, it never
/// grants.
public final class BrokenMapping extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenMapping(MappingId id, String problem) {
    super("mapping `" + id + "` is broken: " + problem);
  }
}
