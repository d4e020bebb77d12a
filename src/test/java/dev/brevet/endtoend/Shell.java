package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.jar.Attributes;

/// A user's shell: runs `bin/brevet` as a process, with a home folder, a cache and an environment
/// of its own.
///
/// The launcher gets the classes that are tested through a jar that only names them.
final class Shell {
  static final Path LAUNCHER = Path.of("bin/brevet").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The date is that of the tests, when `.ci/with-date` has moved it.
  private static final Map<String, String> DATE =
      System.getenv().entrySet().stream()
          .filter(variable -> variable.getKey().matches("LD_PRELOAD|.*FAKE.*"))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final Path home;
  private final Map<String, String> environment = new TreeMap<>();

  /// @param home an empty folder
  Shell(Path home) {
    this.home = home;
    environment.put("HOME", home.toString());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("BREVET_JAVA_HOME", System.getProperty("java.home"));
    environment.put("BREVET_JAR", jar(home.resolve("brevet-cli.jar")).toString());
    environment.put("BREVET_AOT", "off");
  }

  /// How a process ended.
  record Ended(int code, String out, String err) {
    Ended assertCode(int expected) {
      assertEquals(expected, code, this::toString);
      return this;
    }

    Ended assertErr(String... parts) {
      for (String part : parts) {
        assertTrue(err.contains(part), () -> "no `" + part + "` in: " + this);
      }
      return this;
    }

    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + this, e);
      }
    }
  }

  Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Shell without(String variable) {
    environment.remove(variable);
    return this;
  }

  Path home() {
    return home;
  }

  Path cache() {
    return home.resolve(".cache/brevet");
  }

  /// The files of the cache whose names begin so.
  List<Path> kept(String prefix) {
    if (!Files.isDirectory(cache())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> !file.toString().endsWith(".lock"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes the configuration file.
  void configure(String... lines) throws IOException {
    Path file = home.resolve(".config/brevet/config.properties");
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }

  /// Runs `brevet` with these arguments to its end.
  Ended run(String... arguments) {
    return ended(start(arguments));
  }

  /// Runs `brevet` with a standard input.
  Ended runWith(String input, String... arguments) {
    Process process = start(arguments);
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // It may end before it has read all.
    }
    return ended(process);
  }

  Process start(String... arguments) {
    return start(ProcessBuilder.Redirect.PIPE, List.of(arguments));
  }

  /// Runs a script of `sh`, in which `"$@"` is `brevet` with these arguments, to its end.
  Ended runIn(String script, String... arguments) {
    return ended(startIn(script, arguments));
  }

  /// Starts such a script.
  Process startIn(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh", LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return launch(ProcessBuilder.Redirect.PIPE, command);
  }

  /// Starts `brevet` with `output` as its standard output.
  Process startTo(Path output, List<String> arguments) {
    return start(ProcessBuilder.Redirect.appendTo(output.toFile()), arguments);
  }

  private Process start(ProcessBuilder.Redirect output, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(LAUNCHER.toString());
    command.addAll(arguments);
    return launch(output, command);
  }

  private Process launch(ProcessBuilder.Redirect output, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(home.toFile()).redirectOutput(output);
    builder.environment().clear();
    builder.environment().putAll(DATE);
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Ended ended(Process process) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var out = threads.submit(() -> text(process.getInputStream().readAllBytes()));
      var err = threads.submit(() -> text(process.getErrorStream().readAllBytes()));
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it did not end");
      }
      return new Ended(process.exitValue(), out.get(), err.get());
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Path jar(Path file) {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry ->
                    entry.endsWith("/classes")
                        || entry.matches(
                            ".*/(picocli|snakeyaml-engine|jackson-core|jspecify)-[\\d.]+\\.jar"))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" "));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    try (JarOutputStream _ = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
