package dev.brevet.iam;

import java.util.Optional;

/// An external id: 2 to 1,224 of `[\w+=,.@:/-]`. Not a secret; it answers the confused-deputy
/// problem.
///
/// Source: STS API, AssumeRole, ExternalId.
public record ExternalId(String value) {
  public ExternalId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "not an external id: `" + UntrustedText.shown(value) + "`");
    }
  }

  /// Empty when `text` is not a valid external id.
  public static Optional<ExternalId> parse(String text) {
    return isValid(text) ? Optional.of(new ExternalId(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    return Text.lengthWithin(2, 1224, text) && Text.onlyWordsAnd("+=,.@:/-", text);
  }

  @Override
  public String toString() {
    return value;
  }
}
