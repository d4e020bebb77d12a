package dev.brevet.mapping.dynamodb;

import dev.brevet.deadline.Deadline;
import dev.brevet.mapping.MappingReader;
import dev.brevet.mapping.MappingReading;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.RoleMapping;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/// All mappings as they were when the table was last read as a whole: one reading for all callers,
/// whatever they may see of it.
///
/// Good while the stamp is the one that was read before it, which each write changes before it is
/// answered: one row is asked for instead of all. What somebody writes to the table by hand changes
/// no stamp, and is seen after [#LONGEST]. Requests that find it outdated at once cause one
/// reading. What a document says is remembered for as long as it is stored: a function of its text
/// alone.
final class KnownMappings {
  static final Duration LONGEST = Duration.ofSeconds(15);

  private final InstantSource clock;
  private final Supplier<String> stamp;
  private final Function<Function<String, MappingReading>, List<RoleMapping>> scan;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Optional<Known> last = Optional.empty();

  private record Known(
      String stamp,
      Instant readAt,
      List<RoleMapping> mappings,
      Map<String, MappingReading> readings) {}

  /// @param stamp asks for the stamp, strongly consistent; empty where nothing was ever written
  /// @param scan reads all of the table, strongly consistent, with what reads a document
  KnownMappings(
      InstantSource clock,
      Supplier<String> stamp,
      Function<Function<String, MappingReading>, List<RoleMapping>> scan) {
    this.clock = clock;
    this.stamp = stamp;
    this.scan = scan;
  }

  /// All mappings as of now. Throws what the questions throw; nothing is remembered then.
  List<RoleMapping> all() {
    Optional<Known> known = current(stamp.get());
    if (known.isPresent()) {
      return known.get().mappings();
    }
    await();
    try {
      // As of before the reading: a write during it changes the stamp after it.
      String before = stamp.get();
      return current(before).orElseGet(() -> read(before)).mappings();
    } finally {
      reading.unlock();
    }
  }

  /// Another request that reads the table is waited for no longer than this one may.
  private void await() {
    if (!Deadline.current().takes(reading)) {
      throw new MappingStoreUnavailable("another request did not read the mappings in time");
    }
  }

  private Optional<Known> current(String now) {
    return last.filter(known -> known.stamp().equals(now) && isFresh(known.readAt()));
  }

  /// A clock that went back makes a reading old, not young.
  private boolean isFresh(Instant readAt) {
    Instant now = clock.instant();
    return !now.isBefore(readAt) && now.isBefore(readAt.plus(LONGEST));
  }

  private Known read(String before) {
    Instant readAt = clock.instant();
    Map<String, MappingReading> old = last.map(Known::readings).orElse(Map.of());
    Map<String, MappingReading> readings = new HashMap<>();
    List<RoleMapping> mappings =
        scan.apply(
            document ->
                readings.computeIfAbsent(
                    document,
                    _ -> {
                      MappingReading known = old.get(document);
                      return known == null ? MappingReader.read(document) : known;
                    }));
    Known known = new Known(before, readAt, List.copyOf(mappings), readings);
    last = Optional.of(known);
    return known;
  }
}
