package dev.brevet.runtime;

import module java.base;

/// Where what is packaged lies, and how Lambda starts it from there.
///
/// @param target the build's folder, with `function/` and `function-host/` in it
/// @param template `template.yaml`
public record Layout(Path target, Path template) {
  /// What the managed runtime puts on the JVM's class path before any function.
  private static final List<String> RUNTIME =
      List.of(
          "aws-lambda-java-runtime-interface-client",
          "aws-lambda-java-core",
          "aws-lambda-java-serialization",
          "utils-lite");

  /// The jars of this JVM's class path whose names begin with one of `names` and a version.
  public static List<Path> jars(List<String> names) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(
            path ->
                names.stream()
                    .anyMatch(n -> path.getFileName().toString().matches(n + "-\\d.*\\.jar")))
        .toList();
  }

  /// The runtime interface client and what it needs.
  public static List<Path> runtime() {
    return jars(RUNTIME);
  }

  /// Where this machine's native library of the CRT client is.
  public Path nativeLibrary() {
    return target.resolve("function-host");
  }

  /// The JVM options of `JAVA_TOOL_OPTIONS` in the template, but for where native libraries lie:
  /// this machine's own is taken.
  public List<String> options() throws IOException {
    String line =
        Files.readAllLines(template).stream()
            .map(String::strip)
            .filter(l -> l.startsWith("JAVA_TOOL_OPTIONS:"))
            .findFirst()
            .orElseThrow();
    List<String> options = new ArrayList<>();
    options.add("-XX:MaxHeapSize=1200m");
    for (String option : line.substring(line.indexOf(':') + 1).strip().split(" ", -1)) {
      if (!option.startsWith("-Djava.library.path=")) {
        options.add(option);
      }
    }
    options.add("-Djava.library.path=" + nativeLibrary());
    return options;
  }

  /// The packaged function as the managed runtime starts it: its classes come from the runtime's
  /// own class loader.
  public FunctionProcess.Launch managed(String handler, Map<String, String> environment)
      throws IOException {
    return new FunctionProcess.Launch(
        List.of(),
        options(),
        runtime(),
        target.resolve("function"),
        handler,
        environment,
        target.resolve("logs/" + handler + ".log"));
  }

  /// The packaged function with everything on one class path, as a container image starts it.
  public FunctionProcess.Launch flat(String handler, Map<String, String> environment)
      throws IOException {
    List<Path> classPath = new ArrayList<>(runtime());
    classPath.add(target.resolve("function/lib/brevet.jar"));
    return new FunctionProcess.Launch(
        List.of(),
        options(),
        classPath,
        target,
        handler,
        environment,
        target.resolve("logs/" + handler + "-flat.log"));
  }
}
