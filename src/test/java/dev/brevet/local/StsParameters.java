package dev.brevet.local;

import module java.base;

/// The parameters of a query-protocol request, and what is wrong with them in STS's words.
///
/// Violations are collected; [#check] throws them together, as AWS reports them.
final class StsParameters {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();

  StsParameters(List<Map.Entry<String, String>> parameters) {
    parameters.forEach(parameter -> values.put(parameter.getKey(), parameter.getValue()));
  }

  /// The value of `name` as it came.
  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String required(String name, int least, int most, String pattern) {
    Optional<String> value = optional(name, least, most, pattern);
    if (value.isEmpty()) {
      violations.add(
          "Value null at '"
              + wireName(name)
              + "' failed to satisfy constraint: Member must not be null");
    }
    return value.orElse("");
  }

  Optional<String> optional(String name, int least, int most, String pattern) {
    Optional<String> value = value(name);
    value.ifPresent(text -> constrain(wireName(name), text, least, most, pattern));
    return value;
  }

  Optional<Integer> integer(String name, int least, int most) {
    Optional<String> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number < least) {
        violate(
            wireName(name),
            value.get(),
            "Member must have value greater than or equal to " + least);
      } else if (number > most) {
        violate(
            wireName(name), value.get(), "Member must have value less than or equal to " + most);
      }
      return Optional.of(number);
    } catch (NumberFormatException e) {
      violate(wireName(name), value.get(), "Member must be an integer");
      return Optional.empty();
    }
  }

  /// The list `name` of the query protocol: `name.member.1.<field>`, or `name.member.1` where
  /// `field` is empty.
  List<String> members(String name, String field) {
    List<String> found = new ArrayList<>();
    for (int i = 1; ; i++) {
      String prefix = name + ".member." + i;
      Optional<String> value = value(field.isEmpty() ? prefix : prefix + "." + field);
      if (value.isEmpty()) {
        return found;
      }
      found.add(value.get());
    }
  }

  void constrain(String wireName, String text, int least, int most, String pattern) {
    int length = text.codePointCount(0, text.length());
    if (length < least) {
      violate(wireName, text, "Member must have length greater than or equal to " + least);
    }
    if (length > most) {
      violate(wireName, text, "Member must have length less than or equal to " + most);
    }
    if (!Pattern.matches(pattern, text)) {
      violate(wireName, text, "Member must satisfy regular expression pattern: " + pattern);
    }
  }

  void violate(String wireName, String value, String constraint) {
    violations.add(
        "Value '" + value + "' at '" + wireName + "' failed to satisfy constraint: " + constraint);
  }

  /// @throws StsFailure with every violation so far
  void check() throws StsFailure {
    if (!violations.isEmpty()) {
      String errors =
          violations.size() == 1 ? " validation error detected: " : " validation errors detected: ";
      throw StsFailure.validation(violations.size() + errors + String.join("; ", violations));
    }
  }

  private static String wireName(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
