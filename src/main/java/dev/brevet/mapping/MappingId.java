package dev.brevet.mapping;

import dev.brevet.iam.MappingName;
import java.util.Optional;

/// The name of a role mapping: 1 to 64 of `a-z`, `0-9`, `.`, `_` and `-`, beginning with a letter
/// or digit.
public record MappingId(String value) {
  public MappingId {
    if (!MappingName.isOne(value)) {
      throw new IllegalArgumentException("a mapping id is " + MappingName.FORM);
    }
  }

  /// Empty when `text` is not a mapping id.
  public static Optional<MappingId> parse(String text) {
    return MappingName.isOne(text) ? Optional.of(new MappingId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
