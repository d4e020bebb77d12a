package dev.brevet.bench;

import module java.base;

import dev.brevet.bench.typical.TypicalHandler;
import dev.brevet.runtime.FunctionProcess;
import dev.brevet.runtime.FunctionProcess.Launch;
import dev.brevet.runtime.Layout;
import dev.brevet.runtime.LoopbackTls;
import dev.brevet.runtime.SampleWorld;
import dev.brevet.runtime.Training;

/// Starts the packaged functions under the real runtime interface client and measures them beside a
/// typical handler of the same work, in turns, so that a noisy machine is noisy for all.
final class FunctionBench {
  private static final String VEND = "dev.brevet.lambda.VendFunction";
  private static final int WARM = Integer.getInteger("bench.warm", 600);

  /// Vends until the compiler has done its work, for the two whose difference is Brevet's own time.
  private static final int STEADY = Integer.getInteger("bench.steady", 4000);

  private static final Pattern ONLY = Pattern.compile(System.getProperty("bench.variants", ""));

  private final Layout layout;
  private final Path target;
  private final int rounds;

  private record Variant(Figures figures, Launch launch, boolean snapshot, byte[] event, int warm) {
    Variant(Figures figures, Launch launch, boolean snapshot, byte[] event) {
      this(figures, launch, snapshot, event, WARM);
    }
  }

  FunctionBench(Path base, Path target, int rounds) {
    this.layout = new Layout(target, base.resolve("template.yaml"));
    this.target = target;
    this.rounds = rounds;
  }

  /// Measures, prints, and tells whether every target was met.
  boolean run() throws Exception {
    Loopback loopback = Loopback.in(target.resolve("bench/tls"));
    TypicalArtifact typical = TypicalArtifact.in(target);
    long zip = Files.size(target.resolve("function.zip"));
    try (SampleWorld world =
        new SampleWorld(loopback.tls().map(LoopbackTls::context).orElse(null))) {
      List<Variant> variants = new ArrayList<>();
      Map<String, String> environment = new HashMap<>(world.environment());
      Launch managed = confined(layout.managed(VEND, environment), loopback, "managed");
      Launch typicalLaunch =
          confined(
              new Launch(
                  List.of(),
                  layout.options(),
                  Layout.runtime(),
                  typical.folder(),
                  TypicalHandler.class.getName(),
                  environment,
                  target),
              loopback,
              "typical");
      Launch flat = confined(layout.flat(VEND, environment), loopback, "flat");
      makeCache();
      Path image = target.resolve("image");
      Launch cached =
          confined(
              Training.launch(image, layout.nativeLibrary(), VEND, environment, target)
                  .withOptions("-XX:AOTCache=" + Training.cache(image, VEND)),
              loopback,
              "image");
      Map<String, String> snapshotEnvironment = new HashMap<>(environment);
      snapshotEnvironment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
      Launch snapshot =
          confined(
              layout
                  .managed(VEND, snapshotEnvironment)
                  .withOptions("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"),
              loopback,
              "snapshot");
      Launch bare =
          confined(
              new Launch(
                  List.of(),
                  layout.options(),
                  Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                      .map(Path::of)
                      .toList(),
                  target,
                  BareHandler.class.getName(),
                  environment,
                  target),
              loopback,
              "bare");
      variants.add(
          new Variant(new Figures("typical, managed"), typicalLaunch, false, world.vendIam()));
      variants.add(new Variant(new Figures("brevet, managed"), managed, false, world.vendIam()));
      variants.add(
          new Variant(new Figures("brevet, managed, token"), managed, false, world.vendToken()));
      variants.add(new Variant(new Figures("brevet, flat"), flat, false, world.vendIam()));
      variants.add(
          new Variant(new Figures("brevet, image with AOT"), cached, false, world.vendIam()));
      variants.add(
          new Variant(
              new Figures("brevet, image with AOT, token"), cached, false, world.vendToken()));
      variants.add(new Variant(new Figures("brevet, restored"), snapshot, true, world.vendIam()));
      variants.add(
          new Variant(new Figures("brevet, restored, token"), snapshot, true, world.vendToken()));
      variants.add(
          new Variant(
              new Figures("brevet, managed, steady"), managed, false, world.vendIam(), STEADY));
      variants.add(
          new Variant(
              new Figures("network calls alone, steady"), bare, false, world.vendIam(), STEADY));
      variants.get(0).figures().artifact = typical.zipped();
      variants.get(1).figures().artifact = zip;
      variants.removeIf(variant -> !ONLY.matcher(variant.figures().name).find());
      for (int round = 0; round < rounds; round++) {
        for (Variant variant : variants) {
          measure(variant);
        }
        System.out.print(".");
        System.out.flush();
      }
      System.out.println();
      for (Variant variant : variants) {
        if (variant.figures().artifact > 0) {
          variant.figures().classes = classes(variant);
        }
      }
      System.out.println(
          "services behind the functions: "
              + (loopback.tls().isPresent() ? "TLS" : "plain HTTP")
              + " on loopback; medians of "
              + rounds
              + " rounds");
      System.out.println(Figures.header());
      variants.forEach(variant -> System.out.println(variant.figures().row()));
      return !ONLY.pattern().isEmpty()
          || Targets.print(variants.stream().map(Variant::figures).toList());
    }
  }

  /// As the image's definition has it made.
  private void makeCache() throws IOException, InterruptedException {
    ProcessBuilder script =
        new ProcessBuilder(target.resolve("image/make-cache").toString(), VEND).inheritIO();
    Map<String, String> environment = script.environment();
    environment.put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    environment.put("NATIVE", layout.nativeLibrary().toString());
    if (script.start().waitFor() != 0) {
      throw new IOException("image/make-cache failed");
    }
  }

  private Launch confined(Launch launch, Loopback loopback, String name) {
    List<String> options = new ArrayList<>(launch.options());
    Optional<LoopbackTls> tls = loopback.tls();
    if (tls.isPresent()) {
      options.add("-Djavax.net.ssl.trustStore=" + tls.get().keyStore());
      options.add("-Djavax.net.ssl.trustStorePassword=changeit");
    }
    return new Launch(
        loopback.prefix(),
        options,
        launch.classPath(),
        launch.taskRoot(),
        launch.handler(),
        launch.environment(),
        target.resolve("bench/logs/" + name + ".log"));
  }

  private static void measure(Variant variant) throws IOException {
    try (FunctionProcess function = variant.launch().start()) {
      double init;
      if (variant.snapshot()) {
        function.awaitSnapshot();
        long restored = System.nanoTime();
        function.restore();
        function.awaitInit();
        init = (System.nanoTime() - restored) / 1e6;
      } else {
        init = function.awaitInit();
      }
      double first = vend(function, variant.event());
      double processor = function.processorMillis();
      int uncounted = variant.warm() / 2;
      for (int i = 0; i < uncounted; i++) {
        vend(function, variant.event());
      }
      double before = function.processorMillis();
      List<Double> warm = new ArrayList<>();
      for (int i = uncounted; i < variant.warm(); i++) {
        warm.add(vend(function, variant.event()));
      }
      double warmProcessor = (function.processorMillis() - before) / (variant.warm() - uncounted);
      variant.figures().add(init, first, warm, function.residentBytes(), processor, warmProcessor);
    }
  }

  private static double vend(FunctionProcess function, byte[] event) {
    var answer = function.invoke(event);
    if (!answer.text().contains("\"statusCode\":200")) {
      throw new IllegalStateException("not vended: " + answer.text() + "\n" + function.output());
    }
    return answer.milliseconds();
  }

  private long classes(Variant variant) throws IOException {
    Path log = target.resolve("bench/classes-" + variant.launch().handler() + ".log");
    try (FunctionProcess function =
        variant.launch().withOptions("-Xlog:class+load:file=" + log + ":none").start()) {
      function.awaitInit();
      vend(function, variant.event());
      try (var lines = Files.lines(log)) {
        return lines.filter(line -> line.contains(" source: ")).count();
      }
    }
  }
}
