package dev.brevet.bench;

import module java.base;

import dev.brevet.runtime.Layout;

/// The typical handler as `sam build` lays a Maven project out: classes, and its dependencies as
/// they are under `lib`.
///
/// @param folder that holds it
/// @param zipped its size as a zip, in bytes
record TypicalArtifact(Path folder, long zipped) {
  /// Its runtime dependencies, and theirs.
  private static final List<String> DEPENDENCIES =
      List.of(
          "annotations",
          "auth",
          "aws-core",
          "aws-json-protocol",
          "aws-query-protocol",
          "checksums(-spi)?",
          "dynamodb(-enhanced)?",
          "endpoints-spi",
          "http-auth(-aws|-spi|-aws-eventstream)?",
          "http-client-spi",
          "identity-spi",
          "json-utils",
          "metrics-spi",
          "profiles",
          "protocol-core",
          "regions",
          "retries(-spi)?",
          "sdk-core",
          "sts",
          "third-party-jackson-core",
          "utils(-lite)?",
          "eventstream",
          "reactive-streams",
          "slf4j-(api|nop)",
          "apache5?-client",
          "httpclient5?",
          "httpcore5?(-h2)?",
          "commons-(codec|logging)",
          "netty-[a-z0-9-]+",
          "jackson-(core|databind|annotations)",
          "aws-lambda-java-(core|events)",
          "joda-time");

  static TypicalArtifact in(Path target) throws IOException {
    Path folder = target.resolve("typical");
    Path lib = folder.resolve("lib");
    Files.createDirectories(lib);
    for (Path jar : Layout.jars(DEPENDENCIES)) {
      Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    Path classes = target.resolve("test-classes");
    Path own = classes.resolve("dev/brevet/bench/typical");
    try (var files = Files.list(own)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = folder.resolve(classes.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return new TypicalArtifact(folder, zip(folder, target.resolve("typical.zip")));
  }

  private static long zip(Path folder, Path zip) throws IOException {
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file);
        var files = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        out.putNextEntry(new ZipEntry(folder.relativize(path).toString()));
        Files.copy(path, out);
        out.closeEntry();
      }
    }
    return Files.size(zip);
  }
}
