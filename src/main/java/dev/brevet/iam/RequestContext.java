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
  private static final RequestContext EMPTY = new Builder().build();

  private final Map<String, List<String>> valuesByLowerKey;

  private RequestContext(Map<String, List<String>> valuesByLowerKey) {
    this.valuesByLowerKey = valuesByLowerKey;
  }

  /// No keys at all.
  public static RequestContext empty() {
    return EMPTY;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// The values of `key`, in the order given; empty when the key is absent.
  public List<String> values(String key) {
    return lowerValues(key.toLowerCase(Locale.ROOT));
  }

  /// As [#values], for a key that is already lower case.
  public List<String> lowerValues(String lowerKey) {
    List<String> found = valuesByLowerKey.get(lowerKey);
    return found == null ? List.of() : found;
  }

  /// Whether no key is present.
  public boolean isEmpty() {
    return valuesByLowerKey.isEmpty();
  }

  /// Every key that is present, lower case, with its values, sorted by key.
  public Map<String, List<String>> asMap() {
    return Collections.unmodifiableMap(new TreeMap<>(valuesByLowerKey));
  }

  /// A builder that starts with these keys.
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.values.putAll(valuesByLowerKey);
    return builder;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RequestContext that && valuesByLowerKey.equals(that.valuesByLowerKey);
  }

  @Override
  public int hashCode() {
    return valuesByLowerKey.hashCode();
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
      values.putAll(other.valuesByLowerKey);
      return this;
    }

    public RequestContext build() {
      return new RequestContext(new HashMap<>(values));
    }
  }
}
