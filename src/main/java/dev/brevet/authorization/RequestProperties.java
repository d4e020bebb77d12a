package dev.brevet.authorization;

import module java.base;

import dev.brevet.iam.AsciiCase;

/// What a request states of a subject, a resource, an action or its context: names, lower case,
/// with their values. Chosen by the client; the enforcement point's configuration says what of it
/// counts.
///
/// A string is itself, a number its JSON text, `true` and `false` are those words, an array is
/// several values, a nested object's members are named with dots. `null`, an empty array, and what
/// is nested in an array state nothing.
public final class RequestProperties {
  private static final RequestProperties NONE =
      new RequestProperties(new DistinctNames(), List.of());

  private final DistinctNames names;
  private final List<List<String>> values;

  private RequestProperties(DistinctNames names, List<List<String>> values) {
    this.names = names;
    this.values = values;
  }

  /// Nothing is stated.
  public static RequestProperties none() {
    return NONE;
  }

  public static Builder builder() {
    return new Builder();
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// How many properties are stated.
  int size() {
    return values.size();
  }

  /// The name, in lower case, of the property that was stated after `index` others.
  String name(int index) {
    return names.get(index);
  }

  /// The values of the property that was stated after `index` others. Never none.
  List<String> values(int index) {
    return values.get(index);
  }

  /// The values by name in lower case, in the order stated, in a new map.
  public Map<String, List<String>> asMap() {
    Map<String, List<String>> all = LinkedHashMap.newLinkedHashMap(size());
    for (int i = 0; i < size(); i++) {
      all.put(name(i), values(i));
    }
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RequestProperties that && asMap().equals(that.asMap());
  }

  @Override
  public int hashCode() {
    return asMap().hashCode();
  }

  /// Only the names: values may be anything that a program knows of a person.
  @Override
  public String toString() {
    return asMap().keySet().toString();
  }

  /// Collects properties. Good for one [#build()].
  public static final class Builder {
    private final DistinctNames names = new DistinctNames();
    private final List<List<String>> values = new ArrayList<>(2);

    private Builder() {}

    /// Adds a property, unless it has no values. False when another has the same name but for case
    /// or dots: condition keys ignore case, so it would be unknown which of the two is meant.
    public boolean add(String name, List<String> several) {
      if (several.isEmpty()) {
        return true;
      }
      if (!names.add(AsciiCase.lower(name))) {
        return false;
      }
      values.add(List.copyOf(several));
      return true;
    }

    public RequestProperties build() {
      return values.isEmpty() ? NONE : new RequestProperties(names, values);
    }
  }
}
