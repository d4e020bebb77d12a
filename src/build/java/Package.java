import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes what is deployed: one stored jar that holds only what the functions reach, and the native
/// library of the CRT client for the platform that they run on.
///
/// The build starts it from source: `java Package.java <target folder> <options of ProGuard> <name
/// of the native jar> <runtime class path>`. It leaves `function.zip`, and unpacked for tests and
/// images `function/` (as in the zip) and `function-host/` (the native library of this machine). A
/// second run with the same input gives the same bytes.
final class Package {

  /// Modules whose classes the functions may use or extend. JDK 25 has no `jmods` folder that
  /// ProGuard could read, so they are copied out of the running image.
  private static final List<String> JDK_MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.security.sasl",
          "java.sql",
          "java.xml",
          "jdk.unsupported");

  /// On the class path of the Java runtime, which the functions' class loader asks first.
  private static final Predicate<Path> GIVEN_BY_RUNTIME =
      jar -> jar.getFileName().toString().startsWith("aws-lambda-java-core-");

  /// Annotations and the like, which no running code asks for.
  private static final Predicate<Path> COMPILE_ONLY =
      jar -> jar.getFileName().toString().matches("(jspecify|error_prone_annotations)-.*");

  /// The command line's, which is an artifact of its own.
  private static final Predicate<Path> OF_THE_COMMAND_LINE =
      jar -> jar.getFileName().toString().matches("(picocli|snakeyaml-engine)-.*");

  private static final Predicate<Path> LEFT_OUT =
      GIVEN_BY_RUNTIME.or(COMPILE_ONLY).or(OF_THE_COMMAND_LINE);

  /// Zip has no time zone. Any fixed time will do.
  private static final LocalDateTime TIMESTAMP = LocalDateTime.of(2026, 1, 1, 0, 0);

  private final Path target;
  private final Path tools;

  private Package(Path target) {
    this.target = target;
    this.tools = target.resolve("tools");
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path target = Path.of(arguments[0]);
    Path options = Path.of(arguments[1]);
    String nativeJar = arguments[2];
    List<Path> classPath =
        Stream.of(arguments[3].split(File.pathSeparator))
            .map(Path::of)
            .filter(Files::exists)
            .toList();
    new Package(target).run(options, nativeJar, classPath);
  }

  private void run(Path options, String nativeJar, List<Path> classPath)
      throws IOException, InterruptedException {
    Path deployedCrt = tools.resolve(nativeJar);
    Path hostCrt =
        classPath.stream()
            .filter(Package::isCrt)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no aws-crt on the class path"));
    Path shrunk = target.resolve("package/shrunk.jar");
    Files.createDirectories(shrunk.getParent());
    // The classes are the same for each platform; the deployed one's make the zip the same too.
    List<Path> input =
        classPath.stream()
            .filter(Predicate.not(LEFT_OUT))
            .map(path -> isCrt(path) ? deployedCrt : path)
            .toList();
    List<Path> given = classPath.stream().filter(LEFT_OUT).toList();
    String fingerprint = fingerprint(options, input);
    Path zip = target.resolve("function.zip");
    Path last = target.resolve("package/fingerprint");
    if (Files.exists(zip) && Files.exists(last) && Files.readString(last).equals(fingerprint)) {
      return;
    }
    Files.deleteIfExists(last);
    shrink(options, input, given, shrunk);

    Path jar = target.resolve("function/lib/brevet.jar");
    Path library = target.resolve("function/lib/libaws-crt-jni.so");
    Files.createDirectories(jar.getParent());
    writeZip(jar, Desugar.desugar(entries(shrunk)), ZipEntry.STORED);
    extractLibrary(deployedCrt, library);
    Path hostFolder = target.resolve("function-host");
    Files.createDirectories(hostFolder);
    extractLibrary(hostCrt, hostFolder.resolve(System.mapLibraryName("aws-crt-jni")));

    SortedMap<String, byte[]> content = new TreeMap<>();
    content.put("lib/" + jar.getFileName(), Files.readAllBytes(jar));
    content.put("lib/" + library.getFileName(), Files.readAllBytes(library));
    writeZip(zip, content, ZipEntry.DEFLATED);
    System.out.printf(
        "%s: %,d bytes (%,d of classes, %,d of native library before compression)%n",
        zip, Files.size(zip), Files.size(jar), Files.size(library));
    Files.writeString(last, fingerprint);
  }

  /// Names, sizes and times of everything that goes in, so that what did not change is not shrunk
  /// again.
  private static String fingerprint(Path options, List<Path> input) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(Runtime.version().toString());
    List<Path> roots = new ArrayList<>(input);
    roots.add(options);
    for (Path root : roots) {
      try (var files = Files.walk(root)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
          lines.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
      }
    }
    return String.join("\n", lines);
  }

  private static boolean isCrt(Path path) {
    return path.getFileName().toString().matches("aws-crt-\\d.*\\.jar");
  }

  private void shrink(Path options, List<Path> input, List<Path> given, Path output)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (Path path : input) {
      lines.add("-injars " + quoted(path) + "(!META-INF/versions/**,!**/module-info.class)");
    }
    lines.add("-outjars " + quoted(output));
    for (Path path : given) {
      lines.add("-libraryjars " + quoted(path));
    }
    lines.add("-libraryjars " + quoted(jdk()));
    Path generated = output.resolveSibling("generated.pro");
    Files.write(generated, lines);
    Path log = output.resolveSibling("proguard.log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "-cp",
            tools.resolve("proguard") + File.separator + "*",
            "proguard.ProGuard",
            "@" + generated,
            "@" + options);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      System.err.print(Files.readString(log));
      System.err.println("shrinking failed");
      System.exit(1);
    }
  }

  private static String quoted(Path path) {
    return "'" + path + "'";
  }

  /// The classes of this JDK as a jar, made once for each version.
  private Path jdk() throws IOException {
    String version = HexFormat.of().toHexDigits(Runtime.version().toString().hashCode());
    Path jar = tools.resolve("jdk-" + version + ".jar");
    if (Files.exists(jar)) {
      return jar;
    }
    FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));
    SortedMap<String, byte[]> content = new TreeMap<>();
    for (String module : JDK_MODULES) {
      Path root = image.getPath("/modules", module);
      try (var files = Files.walk(root)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = root.relativize(file).toString();
          if (name.endsWith(".class") && !name.equals("module-info.class")) {
            content.put(name, Files.readAllBytes(file));
          }
        }
      }
    }
    Path unfinished = jar.resolveSibling(jar.getFileName() + ".tmp");
    writeZip(unfinished, content, ZipEntry.STORED);
    return Files.move(unfinished, jar);
  }

  /// What of the shrunk jar is deployed, by name: compiled classes, and the resources beside those
  /// that are left. Build descriptions, code generators' input and native libraries are not.
  private static SortedMap<String, byte[]> entries(Path jar) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (var entry : (Iterable<java.util.jar.JarEntry>) file.entries()::asIterator) {
        String name = entry.getName();
        if (!entry.isDirectory() && isDeployed(name)) {
          entries.put(name, read(file, entry));
        }
      }
    }
    Set<String> folders =
        entries.keySet().stream()
            .filter(name -> name.endsWith(".class"))
            .map(Package::folder)
            .collect(Collectors.toSet());
    entries
        .keySet()
        .removeIf(
            name ->
                name.startsWith("META-INF/services/")
                    ? providersGone(name, entries)
                    : !folders.contains(folder(name)));
    return entries;
  }

  private static String folder(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  private static boolean isDeployed(String name) {
    return name.endsWith(".class")
        || name.startsWith("META-INF/services/")
        || name.startsWith("dev/brevet/")
        || (name.startsWith("software/amazon/awssdk/") && !name.endsWith(".vm"));
  }

  /// A services file that names a provider which is not deployed would fail its reader.
  private static boolean providersGone(String name, SortedMap<String, byte[]> entries) {
    return new String(entries.get(name), java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .anyMatch(provider -> !entries.containsKey(provider.replace('.', '/') + ".class"));
  }

  private static void extractLibrary(Path jar, Path file) throws IOException {
    try (JarFile from = new JarFile(jar.toFile())) {
      var entry =
          from.stream()
              .filter(e -> e.getName().matches(".*/(cruntime/)?[^/]*aws-crt-jni\\.(so|dylib|dll)"))
              .filter(e -> !e.getName().contains("musl"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no native library in " + jar));
      Files.write(file, read(from, entry));
    }
  }

  private static byte[] read(JarFile file, ZipEntry entry) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static void writeZip(Path path, SortedMap<String, byte[]> content, int method)
      throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(path));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setLevel(9);
      content.forEach(
          (name, bytes) -> {
            try {
              zip.putNextEntry(entry(name, bytes, method));
              zip.write(bytes);
              zip.closeEntry();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static ZipEntry entry(String name, byte[] bytes, int method) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(method);
    entry.setTimeLocal(TIMESTAMP);
    if (method == ZipEntry.STORED) {
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      entry.setSize(bytes.length);
      entry.setCompressedSize(bytes.length);
      entry.setCrc(checksum.getValue());
    }
    return entry;
  }
}
