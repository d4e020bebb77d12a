package dev.brevet.iam;

import module java.base;

/// The condition keys of one request, each with one or more values. Keys ignore case, values do
/// not.
///
/// A key with no values is absent. Source: IAM User Guide, reference_policies_condition-keys.
public final class RequestContext {
  private static final RequestContext[] NO_LAYERS = {};
  private static final RequestContext EMPTY = new Builder().build();

  private final Map<String, List<String>> valuesByLowerKey;
  // Of keys that are in the map above.
  private final Map<String, List<Spelling>> spellingsByLowerKey;
  // What is asked for keys that are not in the map, from the first to the last.
  private final RequestContext[] layers;

  private RequestContext(
      Map<String, List<String>> valuesByLowerKey,
      Map<String, List<Spelling>> spellingsByLowerKey,
      RequestContext... layers) {
    this.valuesByLowerKey = valuesByLowerKey;
    this.spellingsByLowerKey = spellingsByLowerKey;
    this.layers = layers;
  }

  /// No keys at all.
  public static RequestContext empty() {
    return EMPTY;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// The keys of all `layers`; of a key that several have, the values of the first one. Copies
  /// nothing and takes the array over: contexts that are asked often in ever new company are made
  /// once and laid together.
  public static RequestContext layered(RequestContext... layers) {
    return new RequestContext(Map.of(), Map.of(), layers);
  }

  /// The keys of `valuesByLowerKey`, which are lower case and have values; takes the map over.
  public static RequestContext ofLower(Map<String, List<String>> valuesByLowerKey) {
    return new RequestContext(valuesByLowerKey, Map.of(), NO_LAYERS);
  }

  /// The values of `key`, in the order given; empty when the key is absent.
  public List<String> values(String key) {
    return lowerValues(AsciiCase.lower(key));
  }

  /// As [#values], for a key that is already lower case.
  public List<String> lowerValues(String lowerKey) {
    List<String> found = valuesByLowerKey.get(lowerKey);
    if (found != null) {
      return found;
    }
    for (RequestContext layer : layers) {
      List<String> values = layer.lowerValues(lowerKey);
      if (!values.isEmpty()) {
        return values;
      }
    }
    return List.of();
  }

  /// In which other ways the values of `lowerKey` may be spelled; mostly none.
  public List<Spelling> spellings(String lowerKey) {
    if (valuesByLowerKey.containsKey(lowerKey)) {
      return spellingsByLowerKey.getOrDefault(lowerKey, List.of());
    }
    for (RequestContext layer : layers) {
      if (!layer.lowerValues(lowerKey).isEmpty()) {
        return layer.spellings(lowerKey);
      }
    }
    return List.of();
  }

  /// Whether no key is present.
  public boolean isEmpty() {
    for (RequestContext layer : layers) {
      if (!layer.isEmpty()) {
        return false;
      }
    }
    return valuesByLowerKey.isEmpty();
  }

  /// Every key that is present, lower case, with its values, sorted by key.
  public Map<String, List<String>> asMap() {
    Map<String, List<String>> all = new TreeMap<>();
    putInto(all);
    return Collections.unmodifiableMap(all);
  }

  private void putInto(Map<String, List<String>> all) {
    for (int i = layers.length - 1; i >= 0; i--) {
      layers[i].putInto(all);
    }
    all.putAll(valuesByLowerKey);
  }

  // INVARIANT: a value and its spellings go together, also where another layer has the same key.
  private void putInto(Builder builder) {
    for (int i = layers.length - 1; i >= 0; i--) {
      layers[i].putInto(builder);
    }
    builder.values.putAll(valuesByLowerKey);
    builder.spellings.keySet().removeAll(valuesByLowerKey.keySet());
    builder.spellings.putAll(spellingsByLowerKey);
  }

  /// A builder that starts with these keys.
  public Builder toBuilder() {
    Builder builder = new Builder();
    putInto(builder);
    return builder;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RequestContext that
        && asMap().equals(that.asMap())
        && toBuilder().spellings.equals(that.toBuilder().spellings);
  }

  @Override
  public int hashCode() {
    return asMap().hashCode();
  }

  @Override
  public String toString() {
    return asMap().toString();
  }

  /// Collects keys; a later value of the same key replaces the earlier.
  public static final class Builder {
    private final Map<String, List<String>> values = new HashMap<>();
    private final Map<String, List<Spelling>> spellings = new HashMap<>();

    private Builder() {}

    public Builder put(String key, String value) {
      return put(key, List.of(value));
    }

    /// An empty list removes the key.
    public Builder put(String key, List<String> several) {
      return put(key, several, List.of());
    }

    /// Values that may be spelled in other ways too.
    public Builder put(String key, List<String> several, List<Spelling> otherSpellings) {
      String lower = AsciiCase.lower(key);
      spellings.remove(lower);
      if (several.isEmpty()) {
        values.remove(lower);
        return this;
      }
      values.put(lower, List.copyOf(several));
      if (!otherSpellings.isEmpty()) {
        spellings.put(lower, List.copyOf(otherSpellings));
      }
      return this;
    }

    public Builder putAll(RequestContext other) {
      other.putInto(this);
      return this;
    }

    public RequestContext build() {
      return new RequestContext(
          new HashMap<>(values),
          spellings.isEmpty() ? Map.of() : new HashMap<>(spellings),
          NO_LAYERS);
    }
  }
}
