package dev.brevet.mapping.dynamodb;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.json.DocumentReading;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingReader;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.RoleMapping;

/// All mappings, for all callers, whatever they may see of them. A list asks for one row, the
/// [LastWrites], and reads only the mappings that were written since the last list. So a write
/// makes no list read the whole table.
///
/// The whole table is read once in [#LONGEST], since a write by hand is in no row of writes, and
/// where too much was written since. Requests that need it at once cause one reading. What a
/// document says is remembered for as long as it is stored: it depends only on its text.
final class KnownMappings {
  static final Duration LONGEST = Duration.ofSeconds(15);

  private final InstantSource clock;
  private final Supplier<LastWrites> writes;
  private final Function<Function<String, DocumentReading<RoleMapping>>, List<RoleMapping>> scan;
  private final Function<MappingId, Optional<RoleMapping>> find;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Optional<Known> last = Optional.empty();

  /// @param writes how many writes `mappings` shows
  /// @param readAt when the whole table was read
  /// @param readings of the documents that the whole table had then
  private record Known(
      long writes,
      Instant readAt,
      List<RoleMapping> mappings,
      Map<String, DocumentReading<RoleMapping>> readings) {}

  /// Each question is strongly consistent.
  ///
  /// @param writes asks for the last writes
  /// @param scan reads all of the table, by id, with what reads a document
  /// @param find reads one mapping; empty where it is not there or is broken
  KnownMappings(
      InstantSource clock,
      Supplier<LastWrites> writes,
      Function<Function<String, DocumentReading<RoleMapping>>, List<RoleMapping>> scan,
      Function<MappingId, Optional<RoleMapping>> find) {
    this.clock = clock;
    this.writes = writes;
    this.scan = scan;
    this.find = find;
  }

  /// All mappings as of now, by id. Throws what the questions throw; nothing is remembered then.
  List<RoleMapping> all() {
    Optional<Known> known = current(writes.get());
    if (known.isPresent()) {
      return known.get().mappings();
    }
    await();
    try {
      // Asked before the reading: what is written during it is read again next time.
      LastWrites now = writes.get();
      return current(now).or(() -> changed(now)).orElseGet(() -> read(now.count())).mappings();
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

  private Optional<Known> current(LastWrites now) {
    return fresh().filter(known -> known.writes() == now.count());
  }

  /// A clock that went back makes a reading old, not young.
  private Optional<Known> fresh() {
    Instant now = clock.instant();
    return last.filter(
        known -> !now.isBefore(known.readAt()) && now.isBefore(known.readAt().plus(LONGEST)));
  }

  private Optional<Known> changed(LastWrites now) {
    return fresh()
        .flatMap(
            known ->
                now.since(known.writes())
                    .map(
                        written ->
                            remember(
                                new Known(
                                    now.count(),
                                    known.readAt(),
                                    with(written, known.mappings()),
                                    known.readings()))));
  }

  private List<RoleMapping> with(Set<MappingId> written, List<RoleMapping> mappings) {
    TreeMap<String, RoleMapping> all = new TreeMap<>();
    mappings.forEach(mapping -> all.put(mapping.id().value(), mapping));
    for (MappingId id : written) {
      find.apply(id)
          .ifPresentOrElse(mapping -> all.put(id.value(), mapping), () -> all.remove(id.value()));
    }
    return List.copyOf(all.values());
  }

  private Known read(long before) {
    Instant readAt = clock.instant();
    Map<String, DocumentReading<RoleMapping>> old = last.map(Known::readings).orElse(Map.of());
    Map<String, DocumentReading<RoleMapping>> readings = new HashMap<>();
    List<RoleMapping> mappings =
        scan.apply(
            document ->
                readings.computeIfAbsent(
                    document,
                    _ -> {
                      DocumentReading<RoleMapping> known = old.get(document);
                      return known == null ? MappingReader.read(document) : known;
                    }));
    return remember(new Known(before, readAt, List.copyOf(mappings), readings));
  }

  private Known remember(Known known) {
    last = Optional.of(known);
    return known;
  }
}
