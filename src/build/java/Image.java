import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Lays out what the container image is built from: the packaged function, the runtime interface
/// client, the scripts, and the training that makes the cache.
///
/// The build starts it from source: `java Image.java <target folder> <folder of the image's
/// definition> <test class path>`.
final class Image {
  /// On the class path in this order, before the function.
  private static final List<String> RUNTIME =
      List.of(
          "aws-lambda-java-runtime-interface-client",
          "aws-lambda-java-core",
          "aws-lambda-java-serialization",
          "utils-lite");

  private static final List<String> TRAINING =
      List.of("jackson-core", "jackson-databind", "jackson-annotations", "jspecify");

  private Image() {}

  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[0]);
    Path definition = Path.of(arguments[1]);
    List<Path> classPath = Stream.of(arguments[2].split(File.pathSeparator)).map(Path::of).toList();
    Path image = target.resolve("image");
    Path lib = Files.createDirectories(image.resolve("lib"));
    Path training = Files.createDirectories(image.resolve("training"));

    List<String> names = new ArrayList<>();
    for (String name : RUNTIME) {
      copy(jar(classPath, name), lib.resolve(name + ".jar"));
      names.add(name + ".jar");
    }
    names.add("brevet.jar");
    Files.write(lib.resolve("classpath"), names);
    for (String file : List.of("brevet.jar", "libaws-crt-jni.so")) {
      copy(target.resolve("function/lib").resolve(file), lib.resolve(file));
    }
    for (String name : TRAINING) {
      copy(jar(classPath, name), training.resolve(name + ".jar"));
    }
    Path classes = target.resolve("test-classes");
    try (var files = Files.walk(classes.resolve("dev/brevet/runtime"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path copy = training.resolve(classes.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        copy(file, copy);
      }
    }
    for (String file : List.of("Dockerfile", "options", "start", "make-cache")) {
      copy(definition.resolve(file), image.resolve(file));
    }
  }

  private static Path jar(List<Path> classPath, String name) {
    return classPath.stream()
        .filter(path -> path.getFileName().toString().matches(name + "-\\d.*\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not on the class path: " + name));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
