package dev.brevet.iam;

import java.util.Optional;

/// A source identity: 2 to 64 of `[\w+=,.@-]`, not beginning with `aws:`; it survives role chaining
/// unchanged.
///
/// Source: STS API, AssumeRole, SourceIdentity.
public record SourceIdentity(String value) {
  public SourceIdentity {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "not a source identity: `" + UntrustedText.shown(value) + "`");
    }
  }

  /// Empty when `text` is not a valid source identity.
  public static Optional<SourceIdentity> parse(String text) {
    return isValid(text) ? Optional.of(new SourceIdentity(text)) : Optional.empty();
  }

  // The set has no `:`, so nothing that begins with `aws:` passes.
  private static boolean isValid(String text) {
    return Text.lengthWithin(2, 64, text) && Text.onlyWordsAnd("+=,.@-", text);
  }

  @Override
  public String toString() {
    return value;
  }
}
