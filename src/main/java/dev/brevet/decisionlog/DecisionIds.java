package dev.brevet.decisionlog;

import module java.base;

/// Makes decision ids: the time of day and 80 random bits.
public final class DecisionIds {
  private final Clock clock;
  private final SecureRandom random;

  /// `random` must not have been used before a snapshot of the process was taken, or must be seeded
  /// again after it.
  public DecisionIds(Clock clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /// A new id, different from every other.
  public DecisionId next() {
    byte[] bits = new byte[10];
    random.nextBytes(bits);
    return DecisionId.of(clock.millis(), bits);
  }
}
