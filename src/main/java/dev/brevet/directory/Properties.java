package dev.brevet.directory;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.UntrustedText;

/// What is known of an entity, as condition values: each name has one text or several. Names ignore
/// case, as condition keys do; numbers and truths are their JSON text.
///
/// A nested object's properties are named with dots (`address.country`). `id` and `type` are not
/// properties: those condition keys are the entity's own.
public final class Properties {
  /// Names that an entity's own parts have as condition keys.
  public static final Set<String> RESERVED = Set.of("id", "type");

  static final int MOST = 128;
  static final int MOST_VALUES = 128;
  static final int LONGEST_NAME = 128;
  static final int LONGEST_VALUE = 2_048;

  private static final Properties NONE = new Properties(new TreeMap<>());

  // As written, sorted regardless of case.
  private final Map<String, List<String>> valuesByName;

  private Properties(Map<String, List<String>> valuesByName) {
    this.valuesByName = Collections.unmodifiableMap(new LinkedHashMap<>(valuesByName));
  }

  public static Properties none() {
    return NONE;
  }

  /// These properties.
  ///
  /// @throws IllegalArgumentException when a name or value is not one, there are too many, or two
  ///   names differ only by case; fit to show
  public static Properties of(Map<String, List<String>> valuesByName) {
    if (valuesByName.size() > MOST) {
      throw new IllegalArgumentException("there are more than " + MOST + " properties");
    }
    Map<String, List<String>> checked = new TreeMap<>(AsciiCase.ORDER);
    valuesByName.forEach(
        (name, values) -> {
          requireName(name);
          requireValues(name, values);
          if (checked.put(name, List.copyOf(values)) != null) {
            throw new IllegalArgumentException(
                "`" + UntrustedText.shown(name) + "` differs from another name only by case");
          }
        });
    return new Properties(checked);
  }

  public static void requireName(String name) {
    if (!DirectoryText.isLine(name, LONGEST_NAME)) {
      throw new IllegalArgumentException(
          "a property's name has 1 to 128 characters, with those that it is nested in");
    }
    if (RESERVED.contains(AsciiCase.lower(name))) {
      throw new IllegalArgumentException("`" + name + "` is reserved and cannot be a property");
    }
  }

  private static void requireValues(String name, List<String> values) {
    if (values.isEmpty() || values.size() > MOST_VALUES) {
      throw new IllegalArgumentException(
          "`" + UntrustedText.shown(name) + "` has no value or more than " + MOST_VALUES);
    }
    for (String value : values) {
      if (value.length() > LONGEST_VALUE) {
        throw new IllegalArgumentException(
            "a value of `"
                + UntrustedText.shown(name)
                + "` has more than "
                + LONGEST_VALUE
                + " characters");
      }
    }
  }

  /// The values by name, as written, sorted by name regardless of case. A name with no value is not
  /// there.
  public Map<String, List<String>> asMap() {
    return valuesByName;
  }

  public boolean isEmpty() {
    return valuesByName.isEmpty();
  }

  /// Adds every property under `prefix` (`subject:`).
  void putAll(String prefix, RequestContext.Builder context) {
    valuesByName.forEach((name, values) -> context.put(prefix + name, values));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Properties that && valuesByName.equals(that.valuesByName);
  }

  @Override
  public int hashCode() {
    return valuesByName.hashCode();
  }

  @Override
  public String toString() {
    return valuesByName.toString();
  }
}
