package dev.brevet.api;

import module java.base;

import dev.brevet.iam.AsciiCase;

/// The header fields of a request; names ignore case. Prints only their names.
public final class Headers {
  private final Map<String, String> valueByLowerName;

  private Headers(Map<String, String> valueByLowerName) {
    this.valueByLowerName = valueByLowerName;
  }

  /// Of two fields whose names differ only in case, one is kept: an HTTP API never sends such a
  /// pair.
  public static Headers of(Map<String, String> fields) {
    Map<String, String> lower = new TreeMap<>();
    fields.forEach((name, value) -> lower.put(AsciiCase.lower(name), value));
    return new Headers(lower);
  }

  /// The field's value, as it came; empty when the field is absent.
  public Optional<String> value(String name) {
    return Optional.ofNullable(valueByLowerName.get(AsciiCase.lower(name)));
  }

  @Override
  public String toString() {
    return valueByLowerName.keySet().toString();
  }
}
