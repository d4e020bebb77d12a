package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.policy.PolicyType;

/// What services send of the resource on whose behalf they call, as far as AWS's pages say.
final class ServiceSources {
  /// Of a principal and the kind of policy that names it: the keys, lower case.
  private final Map<String, List<String>> keysByCaller = new HashMap<>();

  ServiceSources() {
    for (List<String> row : Tables.rows("service-sources.tsv")) {
      keysByCaller.put(
          row.get(0) + " " + row.get(1),
          row.get(2).equals("-") ? List.of() : List.of(row.get(2).split(" ", -1)));
    }
  }

  /// Whether the service sends the key; empty when no page says.
  Optional<Boolean> sends(String principal, PolicyType type, String key) {
    return Optional.ofNullable(keysByCaller.get(principal + " " + type.label()))
        .map(keys -> keys.contains(key));
  }

  /// Whether it is known to send nothing of its source.
  boolean sendsNothing(String principal, PolicyType type) {
    List<String> keys = keysByCaller.get(principal + " " + type.label());
    return keys != null && keys.isEmpty();
  }
}
