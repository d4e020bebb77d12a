package dev.brevet.runtime;

import dev.brevet.runtime.FunctionProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A JVM's ahead-of-time cache of a function: classes loaded and linked, and methods' profiles, as
/// a training run left them. It counts for the very same JDK, class path and collector only.
///
/// Source: JEP 483, 514 and 515.
public final class AotCache {
  private static final int VENDS = 200;

  private AotCache() {}

  /// Makes `cache` in a training run of `launch` that vends in each of the ways it can.
  public static void make(Launch launch, SampleWorld world, Path cache)
      throws IOException, InterruptedException {
    Files.deleteIfExists(cache);
    List<byte[]> events = List.of(world.vendIam(), world.vendToken(), world.vendContainer());
    Launch training = launch.withOptions("-XX:AOTCacheOutput=" + cache);
    try (FunctionProcess function = training.start()) {
      function.awaitInit();
      for (int i = 0; i < VENDS; i++) {
        for (byte[] event : events) {
          function.invoke(event);
        }
      }
      function.end();
      if (!Files.exists(cache)) {
        throw new IOException("no cache was made: " + function.output());
      }
    }
  }

  /// `launch` with `cache`.
  public static Launch use(Launch launch, Path cache) {
    return launch.withOptions("-XX:AOTCache=" + cache);
  }
}
