package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.brevet.cli.Exits;
import dev.brevet.local.LocalWorld;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables of `docs/cli.md` against what the command line does.
class CommandLineTablesTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Path DOCUMENT = Path.of("docs/cli.md");

  @TempDir private Path home;

  /// The first two columns of the table below `title`.
  private static Map<String, String> table(String title) throws IOException {
    String document = Files.readString(DOCUMENT);
    String section = document.substring(document.indexOf("## " + title));
    Map<String, String> rows = new LinkedHashMap<>();
    Matcher row = Pattern.compile("(?m)^\\| `?([^`|]+?)`? \\| ([^|]+?) \\|").matcher(section);
    int next = section.indexOf("\n## ", 1);
    while (row.find() && (next < 0 || row.start() < next)) {
      rows.put(row.group(1), row.group(2));
    }
    return rows;
  }

  @Test
  void everyExitCode_standsInTheTable() throws IOException {
    TreeSet<String> documented = new TreeSet<>(table("Exit codes").keySet());
    documented.remove("code");

    assertEquals(new TreeSet<>(Exits.codes().mapToObj(String::valueOf).toList()), documented);
  }

  @Test
  void everyFile_standsInTheTableWithItsMode() throws IOException {
    Map<String, String> rows = table("Files and modes");
    Shell shell = new Shell(home);
    shell.configure(
        "url = " + WORLD.url(), "issuer = " + WORLD.issuer().url(), "client-id = brevet");
    WORLD
        .issuer()
        .login()
        .person(Map.of("sub", "repo:acme/orders:ref:refs/heads/main", "tenant_id", "acme"));
    Path browser =
        Files.writeString(home.resolve("browser"), "#!/bin/sh\ncurl -sLo /dev/null $1\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    shell.with("BROWSER", browser.toString()).with("BREVET_AOT", "now");
    shell.run("login").assertCode(0);
    shell.run("credentials", "orders-reader").assertCode(0);

    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(shell.cache(), 1)) {
      all.forEach(files::add);
    }
    TreeSet<String> met = new TreeSet<>();
    for (Path file : files) {
      String name = file.equals(shell.cache()) ? "." : file.getFileName().toString();
      String row = row(rows, name);
      met.add(row);
      assertEquals(
          PosixFilePermissions.fromString(rows.get(row).equals("0700") ? "rwx------" : "rw-------"),
          Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS),
          name);
    }
    // What is there for a moment alone: PrivateFolderTest and, where a system needs it, the visit.
    assertEquals(Set.of("file", ".new*", "visit-*.html"), difference(rows.keySet(), met));
    try (Stream<Path> all = Files.list(shell.cache().resolve("aot"))) {
      for (Path file : all.toList()) {
        assertEquals(
            PosixFilePermissions.fromString("rw-------"),
            Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS),
            file.toString());
      }
    }
  }

  private static Set<String> difference(Set<String> of, Set<String> without) {
    Set<String> left = new TreeSet<>(of);
    left.removeAll(without);
    return left;
  }

  /// The row for a file: the one for locks comes before the one for what they lock.
  private static String row(Map<String, String> rows, String name) {
    return rows.keySet().stream()
        .filter(each -> !each.equals("file") && !each.equals("---"))
        .filter(
            each -> FileSystems.getDefault().getPathMatcher("glob:" + each).matches(Path.of(name)))
        .min((one, other) -> Boolean.compare(other.equals("*.lock"), one.equals("*.lock")))
        .orElseThrow(() -> new AssertionError("no row for " + name));
  }
}
