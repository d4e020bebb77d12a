package dev.brevet.authorization;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a request states of a subject, a resource, an action or its context: names, lower case,
/// with their values. Chosen by whoever asks; which of it counts is the enforcement point's
/// configuration.
///
/// A text is itself, a number its JSON text, `true` and `false` are those words, an array is
/// several values, a nested object's members are named with dots. `null`, an empty array, and what
/// is nested in an array state nothing.
public final class AskedProperties {
  private static final AskedProperties NONE = new AskedProperties(Map.of());

  private final Map<String, List<String>> valuesByLowerName;

  private AskedProperties(Map<String, List<String>> valuesByLowerName) {
    this.valuesByLowerName = valuesByLowerName;
  }

  /// Nothing is stated.
  public static AskedProperties none() {
    return NONE;
  }

  public static Builder builder() {
    return new Builder();
  }

  public boolean isEmpty() {
    return valuesByLowerName.isEmpty();
  }

  /// The values by name in lower case, in the order stated.
  public Map<String, List<String>> asMap() {
    return Collections.unmodifiableMap(valuesByLowerName);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AskedProperties that
        && valuesByLowerName.equals(that.valuesByLowerName);
  }

  @Override
  public int hashCode() {
    return valuesByLowerName.hashCode();
  }

  /// The names alone: values may be anything that a program knows of a person.
  @Override
  public String toString() {
    return valuesByLowerName.keySet().toString();
  }

  /// Collects properties.
  public static final class Builder {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Builder() {}

    /// Adds a property, unless it has no values. False when another has the same name but for case
    /// or dots: condition keys ignore case, so nobody could tell which of the two is meant.
    public boolean add(String name, List<String> several) {
      return several.isEmpty()
          || values.putIfAbsent(name.toLowerCase(Locale.ROOT), List.copyOf(several)) == null;
    }

    public AskedProperties build() {
      return values.isEmpty() ? NONE : new AskedProperties(values);
    }
  }
}
