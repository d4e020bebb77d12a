package dev.brevet.authorization;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What was made of the last key. Parts that the questions of a request share are the same object:
/// what follows from them is made once, and comparing what is in others would cost more than it
/// saves. Not shared between threads.
final class Latest<K, V> {
  private final Function<K, V> maker;
  private @Nullable K key;
  private @Nullable V value;

  Latest(Function<K, V> maker) {
    this.maker = maker;
  }

  @SuppressWarnings("ReferenceEquality") // It is what is wanted.
  V of(K asked) {
    V made = value;
    if (made == null || key != asked) {
      made = maker.apply(asked);
      value = made;
      key = asked;
    }
    return made;
  }
}
