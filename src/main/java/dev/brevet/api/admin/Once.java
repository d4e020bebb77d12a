package dev.brevet.api.admin;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is found out at most once, when it is first asked for: what was decided on is what is
/// shown. Not shared between threads.
final class Once<T> {
  private final Supplier<T> source;
  private @Nullable T found;

  Once(Supplier<T> source) {
    this.source = source;
  }

  T get() {
    T known = found;
    if (known == null) {
      known = source.get();
      found = known;
    }
    return known;
  }
}
