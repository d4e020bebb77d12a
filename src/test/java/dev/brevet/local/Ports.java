package dev.brevet.local;

import module java.base;

/// Chooses ports for what nobody needs at a certain one.
final class Ports {
  private Ports() {}

  /// Starts on the port `offset` after `base` when it is free, else on any; on any, too, when
  /// `base` is 0.
  static <T> T near(int base, int offset, IntFunction<T> start) {
    if (base == 0 || base + offset > 65535) {
      return start.apply(0);
    }
    try {
      return start.apply(base + offset);
    } catch (UncheckedIOException taken) {
      return start.apply(0);
    }
  }
}
