package dev.brevet.runtime;

import module java.base;

/// A function in a JVM of its own under the real runtime interface client, as Lambda starts it.
public final class FunctionProcess implements AutoCloseable {
  private static final String RUNTIME_CLIENT =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// How a function is started.
  ///
  /// @param prefix what runs the JVM (`taskset -c 0`), maybe nothing
  /// @param options of the JVM
  /// @param classPath what the JVM itself sees: the runtime interface client, and in a flat layout
  ///   the function too
  /// @param taskRoot working directory, from whose `lib` the runtime's class loader takes the
  ///   function in the managed layout
  /// @param handler class name
  /// @param environment of the function, beside what Lambda always sets
  /// @param log where its output goes
  public record Launch(
      List<String> prefix,
      List<String> options,
      List<Path> classPath,
      Path taskRoot,
      String handler,
      Map<String, String> environment,
      Path log) {
    public Launch {
      prefix = List.copyOf(prefix);
      options = List.copyOf(options);
      classPath = List.copyOf(classPath);
      environment = Map.copyOf(environment);
    }

    /// The same with `more` options.
    public Launch withOptions(String... more) {
      List<String> all = new ArrayList<>(options);
      all.addAll(List.of(more));
      return new Launch(prefix, all, classPath, taskRoot, handler, environment, log);
    }

    /// Starts it.
    public FunctionProcess start() throws IOException {
      return new FunctionProcess(this);
    }
  }

  private final Launch launch;
  private final RuntimeApi api = new RuntimeApi();
  private final Process process;
  private final long started;

  private FunctionProcess(Launch launch) throws IOException {
    this.launch = launch;
    List<String> command = new ArrayList<>(launch.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(launch.options());
    command.add("-cp");
    command.add(
        String.join(
            System.getProperty("path.separator"),
            launch.classPath().stream().map(Path::toString).toList()));
    command.add(RUNTIME_CLIENT);
    command.add(launch.handler());
    Files.createDirectories(launch.log().toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(launch.taskRoot().toFile())
            .redirectErrorStream(true)
            .redirectOutput(launch.log().toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.putAll(lambdaEnvironment(launch));
    environment.putAll(launch.environment());
    environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
    started = System.nanoTime();
    process = builder.start();
    var _ =
        process
            .onExit()
            .thenAccept(p -> api.fail("the function's process ended with " + p.exitValue()));
  }

  private static Map<String, String> lambdaEnvironment(Launch launch) {
    return Map.ofEntries(
        Map.entry("_HANDLER", launch.handler()),
        Map.entry("LAMBDA_TASK_ROOT", launch.taskRoot().toString()),
        Map.entry("AWS_LAMBDA_FUNCTION_NAME", "brevet"),
        Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "1"),
        Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769"),
        Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/brevet"),
        Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "1"),
        Map.entry("AWS_LAMBDA_LOG_FORMAT", "JSON"),
        Map.entry("AWS_EXECUTION_ENV", "AWS_Lambda_java25"),
        Map.entry("AWS_REGION", "eu-west-1"),
        Map.entry("AWS_DEFAULT_REGION", "eu-west-1"),
        Map.entry("AWS_ACCESS_KEY_ID", "ASIAEXAMPLEEXAMPLE12"),
        Map.entry("AWS_SECRET_ACCESS_KEY", "not-a-secret"),
        Map.entry("AWS_SESSION_TOKEN", "not-a-token"),
        Map.entry("LANG", "en_US.UTF-8"),
        Map.entry("TZ", ":UTC"));
  }

  /// Waits until the function asks for its first event; gives the milliseconds since its JVM was
  /// started.
  public double awaitInit() {
    return (guarded(() -> api.awaitReady(PATIENCE)) - started) / 1e6;
  }

  /// Waits until the hooks before a snapshot are through.
  public void awaitSnapshot() {
    guarded(() -> api.awaitSnapshot(PATIENCE));
  }

  /// Goes on after a snapshot.
  public void restore() {
    api.restore();
  }

  /// One event through the function.
  public RuntimeApi.Answer invoke(byte[] event) {
    return guarded(() -> api.invoke(event, PATIENCE));
  }

  /// Physical memory that the process holds now, in bytes. Zero where `/proc` does not tell.
  public long residentBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  /// Processor time that the process has used so far, in milliseconds. Zero where `/proc` does not
  /// tell.
  public double processorMillis() throws IOException {
    Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
    if (!Files.exists(stat)) {
      return 0;
    }
    String text = Files.readString(stat);
    List<String> fields = List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
    // Fields 14 and 15 of the line, in hundredths of a second: time in user and in kernel mode.
    return 10.0 * (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12)));
  }

  /// Ends the JVM in the ordinary way, so that it runs its shutdown, which may write a cache.
  public void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new RuntimeApi.FunctionFailed("the function's JVM did not end");
    }
  }

  private <T> T guarded(java.util.function.Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeApi.FunctionFailed e) {
      throw new RuntimeApi.FunctionFailed(e.getMessage() + "\n" + output());
    }
  }

  /// What the function wrote last, at most 20 lines.
  public String output() {
    try {
      List<String> lines = Files.readAllLines(launch.log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    api.close();
  }
}
