package dev.brevet.iam;

import module java.base;

/// A secret: a secret access key, a session token, a bearer token. It prints as `***` and compares
/// in constant time.
///
/// Not a record, so that nothing derives an accessor, `toString` or `equals` from it. A test of the
/// architecture lists the code that may call [#reveal].
public final class SecretString {
  private final String value;

  public SecretString(String value) {
    this.value = value;
  }

  /// The secret itself. Only for the answer that hands it over and the adapters that sign or send
  /// it.
  public String reveal() {
    return value;
  }

  /// Characters, for size checks that must come before anything else.
  public int length() {
    return value.length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretString that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  /// The same for all: a hash of a secret is a fact about it.
  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "***";
  }
}
