package dev.brevet.runtime;

import module java.base;

import dev.brevet.runtime.FunctionProcess.Launch;

/// Makes a function's ahead-of-time cache: classes loaded and linked, and methods' profiles, as a
/// training run left them. It counts for the very same JDK, class path and collector only; another
/// JVM ignores it.
///
/// Source: JEP 483, 514 and 515.
public final class Training {
  private static final int ROUNDS = 200;

  private Training() {}

  /// `java Training <folder of the image> <folder of the native library> <handler>...`, as
  /// `image/make-cache` calls it.
  public static void main(String[] arguments) throws Exception {
    Path image = Path.of(arguments[0]);
    Path work = Files.createTempDirectory("training");
    LoopbackTls tls = LoopbackTls.in(work);
    for (String handler : List.of(arguments).subList(2, arguments.length)) {
      try (SampleWorld world = new SampleWorld(null, tls.context())) {
        Launch launch =
            launch(image, Path.of(arguments[1]), handler, world.environment(), work)
                .withOptions(
                    "-Djavax.net.ssl.trustStore=" + tls.keyStore(),
                    "-Djavax.net.ssl.trustStorePassword=changeit");
        train(launch, world, cache(image, handler));
      }
      System.out.println(
          "made " + cache(image, handler) + ", " + Files.size(cache(image, handler)) + " bytes");
    }
  }

  /// The cache of `handler` in the folder of an image.
  public static Path cache(Path image, String handler) {
    return image.resolve(handler + ".aot");
  }

  /// A function as `image/start` starts it, without a cache.
  public static Launch launch(
      Path image, Path nativeLibrary, String handler, Map<String, String> environment, Path work)
      throws IOException {
    List<String> options = new ArrayList<>(Files.readAllLines(image.resolve("options")));
    options.add("-Djava.library.path=" + nativeLibrary);
    List<Path> classPath =
        Files.readAllLines(image.resolve("lib/classpath")).stream()
            .map(name -> image.resolve("lib").resolve(name))
            .toList();
    return new Launch(
        List.of(), options, classPath, work, handler, environment, work.resolve("training.log"));
  }

  private static void train(Launch launch, SampleWorld world, Path cache)
      throws IOException, InterruptedException {
    Files.deleteIfExists(cache);
    try (FunctionProcess function = launch.withOptions("-XX:AOTCacheOutput=" + cache).start()) {
      function.awaitInit();
      for (int i = 0; i < ROUNDS; i++) {
        for (byte[] event : events(launch.handler(), world, i)) {
          function.invoke(event);
        }
      }
      function.end();
      if (!Files.exists(cache)) {
        throw new IOException("no cache was made: " + function.output());
      }
    }
  }

  private static List<byte[]> events(String handler, SampleWorld world, int round) {
    return switch (handler.substring(handler.lastIndexOf('.') + 1)) {
      case "VendFunction" ->
          List.of(world.vendIam(), world.vendToken(), world.vendContainer(), world.health());
      case "AdminFunction" -> List.of(world.getMapping(), world.putMapping("mapping-" + round));
      case "DecideFunction" -> List.of(world.evaluation());
      case "DesignFunction" -> List.of(world.lint());
      case "AuthorizerFunction" -> List.of(world.authorization());
      default -> throw new IllegalArgumentException("no events for `" + handler + "`");
    };
  }
}
