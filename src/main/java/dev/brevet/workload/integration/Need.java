package dev.brevet.workload.integration;

import module java.base;

/// Something that a state needs to be allowed.
///
/// @param actions sorted
/// @param condition by operator, key and values, sorted
/// @param state empty for what the machine as a whole needs
public record Need(
    List<String> actions,
    List<String> resources,
    Map<String, Map<String, List<String>>> condition,
    String state) {
  public Need {
    actions = actions.stream().sorted().distinct().toList();
    resources = List.copyOf(resources);
    Map<String, Map<String, List<String>>> sorted = new TreeMap<>();
    condition.forEach((operator, keys) -> sorted.put(operator, new TreeMap<>(keys)));
    condition = Collections.unmodifiableMap(sorted);
  }

  /// Something without a condition.
  public static Need of(List<String> actions, List<String> resources, String state) {
    return new Need(actions, resources, Map.of(), state);
  }
}
