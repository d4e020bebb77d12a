package dev.brevet.iam;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The condition keys of one request, each with one or more values. Keys ignore case, values do
/// not.
///
/// A key with no values is absent. Source: IAM User Guide, reference_policies_condition-keys.
public final class RequestContext {
  private static final RequestContext[] NO_LAYERS = {};
  private static final RequestContext EMPTY = new Builder().build();

  private final Map<String, List<String>> valuesByLowerKey;
  // What is asked for keys that are not in the map, from the first to the last.
  private final RequestContext[] layers;

  private RequestContext(Map<String, List<String>> valuesByLowerKey, RequestContext... layers) {
    this.valuesByLowerKey = valuesByLowerKey;
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
    return new RequestContext(Map.of(), layers);
  }

  /// The keys of `valuesByLowerKey`, which are lower case and have values; takes the map over.
  public static RequestContext ofLower(Map<String, List<String>> valuesByLowerKey) {
    return new RequestContext(valuesByLowerKey, NO_LAYERS);
  }

  /// The values of `key`, in the order given; empty when the key is absent.
  public List<String> values(String key) {
    return lowerValues(key.toLowerCase(Locale.ROOT));
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

  /// A builder that starts with these keys.
  public Builder toBuilder() {
    Builder builder = new Builder();
    putInto(builder.values);
    return builder;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RequestContext that && asMap().equals(that.asMap());
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

    private Builder() {}

    public Builder put(String key, String value) {
      values.put(key.toLowerCase(Locale.ROOT), List.of(value));
      return this;
    }

    /// An empty list removes the key.
    public Builder put(String key, List<String> several) {
      if (several.isEmpty()) {
        values.remove(key.toLowerCase(Locale.ROOT));
      } else {
        values.put(key.toLowerCase(Locale.ROOT), List.copyOf(several));
      }
      return this;
    }

    public Builder putAll(RequestContext other) {
      other.putInto(values);
      return this;
    }

    public RequestContext build() {
      return new RequestContext(new HashMap<>(values), NO_LAYERS);
    }
  }
}
