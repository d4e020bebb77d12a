package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brevet.endtoend.Shell.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher `bin/brevet`, with a JDK that only tells how it was started: what Java is given to
/// load as code, and what becomes of its exit code, input and signals.
class LauncherTest {
  /// Writes its words to `started`; makes the ahead-of-time cache that it is asked for; does what
  /// `then` says.
  private static final String JAVA =
      """
      #!/bin/sh
      made=
      for word in "$@"; do
        case $word in -XX:AOTCacheOutput=*) made=${word#*=} ;; esac
      done
      [ -z "$made" ] || { [ -e "HOME_OF_THE_TEST/untrainable" ] || echo code >"$made"; exit; }
      echo "$LC_ALL" >"HOME_OF_THE_TEST/locale"
      printf '%s\\n' "$@" >"HOME_OF_THE_TEST/started"
      . "HOME_OF_THE_TEST/then"
      """;

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void makeJdk() throws IOException {
    Path jdk = home.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.createDirectories(jdk.resolve("lib"));
    Files.writeString(jdk.resolve("lib/modules"), "");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Path java =
        Files.writeString(
            jdk.resolve("bin/java"), JAVA.replace("HOME_OF_THE_TEST", home.toString()));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    then("");
    shell = new Shell(home).with("BREVET_JAVA_HOME", jdk.toString()).with("BREVET_AOT", "now");
  }

  private void then(String script) throws IOException {
    Files.writeString(home.resolve("then"), script + "\n");
  }

  /// What Java was given to load, relative to where the caches lie; empty for nothing.
  private String loaded() throws IOException {
    shell.run("list").assertCode(0);
    return Files.readAllLines(home.resolve("started")).stream()
        .filter(word -> word.startsWith("-XX:AOTCache="))
        .map(word -> word.substring("-XX:AOTCache=".length()))
        .findFirst()
        .orElse("");
  }

  @Test
  void cacheOfTheUser_isLoaded() throws IOException {
    String loaded = loaded();

    assertTrue(loaded.startsWith(home.toRealPath() + "/.cache/brevet/aot/"), loaded);
    assertEquals("rwx------", permissions(shell.cache().resolve("aot")));
    assertEquals(loaded, loaded());
  }

  @Test
  void cacheBelowAFolderThatOthersCanChange_isNotLoaded() throws IOException {
    String loaded = loaded();
    for (Path folder : List.of(shell.cache().getParent(), home)) {
      String before = permissions(folder);
      for (String open : List.of("rwxrwx---", "rwxr-xrwx")) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(open));
        assertEquals("", loaded(), folder + " " + open);
      }
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(before));
      assertEquals(loaded, loaded());
    }
    for (Path folder : List.of(shell.cache(), shell.cache().resolve("aot"))) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      assertEquals(folder.endsWith("aot") ? "" : loaded, loaded(), folder.toString());
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void cacheBelowAFolderOfAnotherUser_isNotLoaded() throws IOException {
    assumeTrue(
        System.getProperty("user.name").equals("root"),
        "skipped: only root can give a folder to another user");
    loaded();
    for (Path folder :
        List.of(shell.cache().resolve("aot"), shell.cache(), shell.cache().getParent(), home)) {
      give(folder, "nobody");
      assertEquals("", loaded(), folder.toString());
      give(folder, "root");
    }
    assertNotEquals("", loaded());
  }

  private static void give(Path file, String user) throws IOException {
    Files.setOwner(
        file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
  }

  @Test
  void linkAboveTheCache_leadsToWhatIsCheckedAndLoaded() throws IOException {
    Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(shell.cache().getParent());
    Files.createSymbolicLink(shell.cache(), elsewhere);
    String loaded = loaded();

    // Swapping the link afterwards changes nothing: Java is given the place itself.
    assertTrue(loaded.startsWith(elsewhere.toRealPath() + "/aot/"), loaded);
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertEquals("", loaded());
  }

  @Test
  void otherProgram_hasAnotherCache_evenOfTheSameSizeAndTime() throws IOException {
    Path jar = Path.of(home.resolve("brevet-cli.jar").toString());
    FileTime old = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(jar, old);
    String before = loaded();
    byte[] content = Files.readAllBytes(jar);
    content[content.length - 1] ^= 1;
    Files.write(jar, content);
    Files.setLastModifiedTime(jar, old);

    assertNotEquals(before, loaded());
  }

  @Test
  void sameProgram_hasOneCache_whateverTheTimeZone() throws IOException {
    String before = loaded();
    for (String zone : List.of("Asia/Tokyo", "UTC", "America/New_York")) {
      assertEquals(before, shell.with("TZ", zone).run("list").code() == 0 ? loaded() : zone);
    }
  }

  @Test
  void cacheThatCouldNotBeMade_isTriedAgainAfterADay() throws IOException {
    Files.writeString(home.resolve("untrainable"), "");
    assertEquals("", loaded());
    Files.delete(home.resolve("untrainable"));
    Path failed;
    try (var files = Files.newDirectoryStream(shell.cache().resolve("aot"), "*.failed")) {
      failed = files.iterator().next();
    }
    // The file system's clock may be another than the launcher's.
    Files.setLastModifiedTime(failed, FileTime.from(Instant.now()));
    assertEquals("", loaded());

    Files.setLastModifiedTime(failed, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    assertNotEquals("", loaded());
  }

  @Test
  void exitCode_ofJavaThatDoesNotStart_isNotACheckThatFoundSomething() throws IOException {
    then("exit 1");
    shell.run("compare", "a", "b").assertCode(70).assertErr("Java did not start");
    shell.run("exec", "m", "--", "true").assertCode(70);
    then("exit 101");
    assertEquals("", shell.run("compare", "a", "b").assertCode(1).err());
    for (int code : new int[] {2, 7, 74}) {
      then("exit " + code);
      shell.run("compare", "a", "b").assertCode(code);
    }
  }

  @Test
  void input_reachesTheProgram() throws IOException {
    then("cat");
    assertEquals("hello\n", shell.runWith("hello\n", "lint", "-").assertCode(0).out());
  }

  @Test
  void signalToEnd_reachesTheProgram() throws Exception {
    then("echo $$ >" + home + "/pid; trap 'exit 9' TERM; echo ready; while :; do sleep 0.1; done");
    Process launcher = shell.start("serve", "m");
    assertEquals(
        "ready", new String(launcher.getInputStream().readNBytes(5), StandardCharsets.UTF_8));
    launcher.destroy();

    assertTrue(launcher.waitFor(30, TimeUnit.SECONDS));
    assertEquals(9, launcher.exitValue());
    long program = Long.parseLong(Files.readString(home.resolve("pid")).strip());
    assertFalse(ProcessHandle.of(program).isPresent());
  }

  @Test
  void localeThatKnowsOnlyAscii_isReplaced_andOthersAreKept() throws IOException {
    shell.run("list").assertCode(0);
    assertEquals("C.UTF-8", Files.readString(home.resolve("locale")).strip());
    shell.with("LC_ALL", "de_DE.UTF-8").run("list").assertCode(0);
    assertEquals("de_DE.UTF-8", Files.readString(home.resolve("locale")).strip());
  }

  @Test
  void pathWithAColon_isRefused() throws IOException {
    Path folder = Files.createDirectories(home.resolve("a:b"));
    Path jar = Files.writeString(folder.resolve("brevet-cli.jar"), "");
    Ended ended = shell.with("BREVET_JAR", jar.toString()).run("list").assertCode(2);

    ended.assertErr("colon");
    assertFalse(Files.exists(home.resolve("started")));
  }

  @Test
  void withoutAHome_nothingIsMadeAnywhere() throws IOException {
    shell.without("HOME").run("list").assertCode(0);

    assertFalse(Files.exists(Path.of("/nonexistent")));
    assertFalse(
        Files.readString(home.resolve("started")).contains("brevet.cache"), "Java finds it itself");
  }

  @Test
  void commandThatLooksLikeAnOption_isNone() throws IOException {
    then("echo 'shift 3' >&3");
    shell.run("exec", "m", "--", "-c", "env").assertCode(127).assertErr("no command -c");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
