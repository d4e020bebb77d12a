package dev.brevet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// The command line as it is packaged: what its jar holds, and how the launcher starts it.
@EnabledIfSystemProperty(
    named = "brevet.packaged",
    matches = "true",
    disabledReason = "runs in the phase integration-test, when there is a package")
class PackagedCommandLineTest {
  private static final Path TARGET =
      Path.of(System.getProperty("brevet.target", "target")).toAbsolutePath();
  private static final Path BASE =
      Path.of(System.getProperty("brevet.basedir", "")).toAbsolutePath();
  private static final Path JAR = TARGET.resolve("brevet-cli.jar");

  @TempDir private Path home;
  private Path installed;

  /// As somebody installs it: the launcher in `bin`, the jar in `lib`, a link to the launcher.
  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(home.resolve("brevet/bin"));
    Files.createDirectories(home.resolve("brevet/lib"));
    Path launcher =
        Files.copy(
            BASE.resolve("bin/brevet"),
            home.resolve("brevet/bin/brevet"),
            StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(JAR, home.resolve("brevet/lib/brevet-cli.jar"));
    installed = Files.createSymbolicLink(home.resolve("brevet-link"), launcher);
  }

  private record Ended(int code, String out, String err) {}

  @Test
  void jar_holdsItsRoomsAndItsLibraries_andNothingOfFunctions() throws IOException {
    Set<String> packages = new TreeSet<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (ZipEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith(".class")) {
          packages.add(entry.getName().replaceFirst("/[^/]*$", ""));
        }
      }
    }
    assertTrue(packages.containsAll(List.of("dev/brevet/cli", "picocli")), packages.toString());
    assertEquals(
        List.of(),
        packages.stream()
            .filter(
                name ->
                    !name.matches(
                        "dev/brevet/(iam|json|catalogue|policy|workload|cli)(/.*)?"
                            + "|picocli|org/snakeyaml/engine(/.*)?|com/fasterxml/jackson/core(/.*)?|org/jspecify/annotations"))
            .toList());
  }

  @Test
  void launcher_makesItsCacheInTheBackground_andStartsQuicklyWithIt() throws Exception {
    Ended first = run(Map.of(), "--version");
    assertEquals(0, first.code(), first.toString());
    assertTrue(first.out().matches("brevet \\d+\\.\\d+\\.\\d+\\S*\n"), first.toString());
    assertEquals("", first.err());
    Path cache = awaitCache();
    assertEquals("rwx------", permissions(home.resolve(".cache/brevet")));

    Ended warm = run(Map.of(), "--version");
    assertEquals(first.out(), warm.out());
    assertEquals("", warm.err());
    assertTrue(classesFromCache(cache) > 100, "the cache is not used");

    // Another content is another cache: a byte after a jar's end is no part of it.
    Path jar = home.resolve("brevet/lib/brevet-cli.jar");
    Files.write(jar, new byte[1], StandardOpenOption.APPEND);
    run(Map.of("BREVET_AOT", "now"), "--version");
    assertEquals(2, caches().size());
  }

  @Test
  void brokenCache_isDoneWithout_silently() throws Exception {
    run(Map.of("BREVET_AOT", "now"), "--version");
    Path cache = caches().getFirst();
    for (String content : List.of("", "not a cache")) {
      Files.writeString(cache, content);
      Ended ended = run(Map.of(), "--version");
      assertEquals(0, ended.code(), ended.toString());
      assertTrue(
          ended.out().startsWith("brevet ") && ended.out().lines().count() == 1, ended.out());
    }
  }

  /// A cache is code that the JVM runs.
  @Test
  void cacheBehindALink_isNotRun() throws Exception {
    Path jdk = jdkThatShowsItsArguments();
    Map<String, String> environment = Map.of("BREVET_JAVA_HOME", jdk.toString());
    run(environment, "--version");
    // What this JDK cannot make is not tried again, under a name that tells where it would be.
    Path cache = awaited(".failed");
    Path aot = cache.resolveSibling(cache.getFileName().toString().replace(".failed", ""));
    Files.writeString(aot, "x");
    assertTrue(run(environment, "--version").out().contains("-XX:AOTCache=" + aot));
    Files.move(aot, home.resolve("elsewhere"));
    Files.createSymbolicLink(aot, home.resolve("elsewhere"));
    assertFalse(run(environment, "--version").out().contains("-XX:AOTCache="));
  }

  private Path jdkThatShowsItsArguments() throws IOException {
    Path bin = Files.createDirectories(home.resolve("jdk/bin"));
    Files.createDirectories(home.resolve("jdk/lib"));
    Files.writeString(home.resolve("jdk/lib/modules"), "");
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\necho \"$@\"\nexit 1\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return home.resolve("jdk");
  }

  private Path awaited(String suffix) throws Exception {
    Path folder = home.resolve(".cache/brevet/aot");
    for (int i = 0; i < 300; i++) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          Optional<Path> found = files.filter(file -> file.toString().endsWith(suffix)).findFirst();
          if (found.isPresent()) {
            return found.get();
          }
        }
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no file " + suffix);
  }

  @Test
  void cacheThatCannotBeMade_isNoError() throws Exception {
    Files.writeString(home.resolve(".cache"), "");
    for (String aot : List.of("auto", "now", "off")) {
      Ended ended = run(Map.of("BREVET_AOT", aot), "--version");
      assertEquals(0, ended.code(), ended.toString());
      assertTrue(ended.out().startsWith("brevet "), ended.out());
    }
  }

  @Test
  void missingJdk_isTold() throws Exception {
    Ended none = run(Map.of("BREVET_JAVA_HOME", home.toString()), "--version");
    assertEquals(2, none.code());
    assertTrue(none.err().contains("no JDK 25 or later"), none.err());
    Path old = Files.createDirectories(home.resolve("old/bin"));
    Files.writeString(home.resolve("old/release"), "JAVA_VERSION=\"17.0.15\"\n");
    Files.writeString(old.resolve("java"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        old.resolve("java"), PosixFilePermissions.fromString("rwx------"));
    assertEquals(2, run(Map.of("BREVET_JAVA_HOME", home.resolve("old").toString()), "list").code());
    Ended missing = run(Map.of("BREVET_JAR", "/no/such.jar"), "--version");
    assertEquals(2, missing.code());
    assertTrue(missing.err().contains("BREVET_JAR") && missing.out().isEmpty(), missing.toString());
  }

  @Test
  void exec_becomesItsCommand_andItsHelpIsOnStandardOutput() throws Exception {
    Ended help = run(Map.of("BREVET_AOT", "off"), "exec", "--help");
    assertEquals(0, help.code(), help.toString());
    assertTrue(help.out().startsWith("Usage: brevet exec"), help.out());
    Ended refused =
        run(
            Map.of("BREVET_AOT", "off", "BREVET_URL", "http://127.0.0.1:1", "BREVET_TOKEN", "t"),
            "exec",
            "a",
            "--",
            "echo",
            "no");
    assertEquals(5, refused.code(), refused.toString());
    assertEquals("", refused.out());
  }

  /// How many of picocli's classes a start takes out of the cache.
  private long classesFromCache(Path cache) throws Exception {
    Path log = home.resolve("classes.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:AOTCache=" + cache,
                "-Xlog:class+load:file=" + log + ":none",
                "-cp",
                home.resolve("brevet/bin") + "/../lib/brevet-cli.jar",
                "dev.brevet.cli.Brevet",
                "--version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.startsWith("picocli.") && line.contains("shared objects file"))
          .count();
    }
  }

  private Path awaitCache() throws Exception {
    for (int i = 0; i < 600 && caches().isEmpty(); i++) {
      Thread.sleep(100);
    }
    return caches().getFirst();
  }

  private List<Path> caches() throws IOException {
    Path folder = home.resolve(".cache/brevet/aot");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".aot")).sorted().toList();
    }
  }

  private Ended run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(installed.toString());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("BREVET_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
