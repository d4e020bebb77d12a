import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes the command line's artifact: one stored jar of its rooms and the libraries that they use,
/// with no dynamic call sites, which every start would link anew.
///
/// The build starts it from source: `java PackageCli.java <target folder> <version> <runtime class
/// path>`. It leaves `brevet-cli.jar`, and leaves it alone when nothing changed, since its time is
/// part of the key of the launcher's cache.
final class PackageCli {
  /// The rooms that `cli` may use, and itself.
  private static final List<String> ROOMS =
      List.of("iam", "json", "catalogue", "policy", "workload", "cli");

  private static final String LIBRARIES =
      "(picocli|snakeyaml-engine|jackson-core|jspecify)-\\d.*\\.jar";

  /// Zip has no time zone. Any fixed time will do.
  private static final LocalDateTime TIMESTAMP = LocalDateTime.of(2026, 1, 1, 0, 0);

  private PackageCli() {}

  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[0]);
    String version = arguments[1];
    List<Path> classPath = Stream.of(arguments[2].split(File.pathSeparator)).map(Path::of).toList();
    SortedMap<String, byte[]> entries = new TreeMap<>();
    for (Path jar : classPath) {
      if (jar.getFileName().toString().matches(LIBRARIES)) {
        addLibrary(jar, entries);
      }
    }
    addRooms(target.resolve("classes"), entries);
    String licences = "META-INF/THIRD_PARTY.md";
    entries.put(licences, Files.readAllBytes(target.resolve("classes").resolve(licences)));
    byte[] content = jar(manifest(version), Desugar.desugar(entries));
    Path jar = target.resolve("brevet-cli.jar");
    if (!Files.exists(jar) || !Arrays.equals(Files.readAllBytes(jar), content)) {
      Path unfinished = target.resolve("brevet-cli.jar.new");
      Files.write(unfinished, content);
      Files.move(unfinished, jar, StandardCopyOption.REPLACE_EXISTING);
    }
    System.out.printf("%s: %,d bytes%n", jar, content.length);
  }

  private static void addRooms(Path classes, SortedMap<String, byte[]> entries) throws IOException {
    for (String room : ROOMS) {
      Path root = classes.resolve("dev/brevet").resolve(room);
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          entries.put(
              classes.relativize(file).toString().replace(File.separatorChar, '/'),
              Files.readAllBytes(file));
        }
      }
    }
  }

  /// Classes, and the licences under the library's own name.
  private static void addLibrary(Path jar, SortedMap<String, byte[]> entries) throws IOException {
    String library = jar.getFileName().toString().replaceFirst("-\\d.*", "");
    try (JarFile file = new JarFile(jar.toFile())) {
      for (var entry : (Iterable<JarEntry>) file.entries()::asIterator) {
        String name = entry.getName();
        if (entry.isDirectory()) {
          continue;
        }
        try (InputStream in = file.getInputStream(entry)) {
          if (name.matches("(META-INF/)?(LICENSE|NOTICE)[^/]*")) {
            entries.put(
                "META-INF/" + library + "/" + name.replaceFirst(".*/", ""), in.readAllBytes());
          } else if (name.endsWith(".class")
              && !name.startsWith("META-INF/")
              && !name.endsWith("module-info.class")) {
            entries.put(name, in.readAllBytes());
          }
        }
      }
    }
  }

  private static byte[] manifest(String version) {
    return ("""
    Manifest-Version: 1.0
    Main-Class: dev.brevet.cli.Brevet
    Implementation-Title: brevet
    Implementation-Version: %s
    """
            .formatted(version))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] jar(byte[] manifest, SortedMap<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      write(zip, "META-INF/MANIFEST.MF", manifest);
      for (var entry : entries.entrySet()) {
        write(zip, entry.getKey(), entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(TIMESTAMP);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
