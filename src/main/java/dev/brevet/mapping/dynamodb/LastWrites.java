package dev.brevet.mapping.dynamodb;

import module java.base;

import dev.brevet.mapping.MappingId;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The row `#stamp` of the mapping table: `writes` counts all writes, `recent` names the mappings
/// that the last of them wrote, the newest at the end.
///
/// One update adds a write to both. So the last name is always that of the last write, and the one
/// before it that of the write before, also while another writer removes the oldest names.
///
/// @param count 0 where nothing was ever written
record LastWrites(long count, List<String> names) {
  static final String ADD =
      "ADD writes :one SET recent = list_append(if_not_exists(recent, :none), :ids)";

  LastWrites {
    names = List.copyOf(names);
  }

  static LastWrites of(Map<String, AttributeValue> row) {
    AttributeValue writes = row.get("writes");
    return writes == null || writes.n() == null
        ? new LastWrites(0, List.of())
        : new LastWrites(Long.parseLong(writes.n()), recent(row.get("recent")));
  }

  private static List<String> recent(@Nullable AttributeValue list) {
    return list == null || !list.hasL()
        ? List.of()
        : list.l().stream().map(AttributeValue::s).toList();
  }

  /// The values of [#ADD] for a write of `id`.
  static Map<String, AttributeValue> added(MappingId id) {
    return Map.of(
        ":one", AttributeValue.fromN("1"),
        ":none", AttributeValue.fromL(List.of()),
        ":ids", AttributeValue.fromL(List.of(AttributeValue.fromS(id.value()))));
  }

  /// The update that removes the `most` oldest names.
  static String removal(int most) {
    return IntStream.range(0, most)
        .mapToObj(i -> "recent[" + i + "]")
        .collect(Collectors.joining(", ", "REMOVE ", ""));
  }

  /// The mappings that were written after the first `count` writes. Empty where that is not known:
  /// too many writes since, or a row that was deleted or restored by hand, so that it counts again.
  Optional<Set<MappingId>> since(long count) {
    long missed = this.count - count;
    if (missed < 0 || missed > names.size()) {
      return Optional.empty();
    }
    List<Optional<MappingId>> written =
        names.subList(names.size() - (int) missed, names.size()).stream()
            .map(MappingId::parse)
            .toList();
    return written.stream().allMatch(Optional::isPresent)
        ? Optional.of(written.stream().flatMap(Optional::stream).collect(Collectors.toSet()))
        : Optional.empty();
  }
}
