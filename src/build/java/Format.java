import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/// Runs google-java-format, which must be on the class path, over every Java file below a folder.
/// The build starts it from source: `java Format.java check|replace folder`.
final class Format {

  private Format() {}

  public static void main(String[] arguments) throws IOException {
    boolean replace = arguments[0].equals("replace");
    List<String> options =
        new ArrayList<>(
            replace ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    try (var files = Files.walk(Path.of(arguments[1]))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::toString)
          .sorted()
          .forEach(options::add);
    }
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    int status = formatter.run(System.out, System.err, options.toArray(String[]::new));
    if (status != 0 && !replace) {
      System.err.println("these files are not formatted; `mvn -Pformat` does it");
    }
    System.exit(status);
  }
}
