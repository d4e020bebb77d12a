package dev.brevet.directory;

import dev.brevet.directory.editor.Patience;
import java.util.function.Supplier;

/// Patience that tries a number of times, without pauses.
public final class Tries {
  private Tries() {}

  public static Supplier<Patience> of(int most) {
    return () -> {
      int[] tries = {0};
      return () -> ++tries[0] < most;
    };
  }
}
