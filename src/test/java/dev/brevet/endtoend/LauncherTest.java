package dev.brevet.endtoend;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import module java.base;

import dev.brevet.endtoend.Shell.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
      [ -z "$made" ] || . "HOME_OF_THE_TEST/trained"
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
    Files.writeString(home.resolve("trained"), "");
    shell = new Shell(home).with("BREVET_JAVA_HOME", jdk.toString()).with("BREVET_AOT", "now");
  }

  private void then(String script) {
    try {
      Files.writeString(home.resolve("then"), script + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /// A reader waits for the last program that has the pipe open, in whatever descriptor.
  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  void training_keepsNoPipe(String caller) throws Exception {
    assumeTrue(
        new ProcessBuilder("sh", "-c", "command -v " + caller).start().waitFor() == 0,
        "skipped: there is no " + caller);
    // It goes on until the test has seen the end of the file.
    Path end = home.resolve("end");
    Files.writeString(
        home.resolve("trained"),
        "while [ ! -e " + end + " ] && [ -d " + home + " ]; do sleep 0.1; done");
    then("echo answer");
    String open = IntStream.rangeClosed(3, 9).mapToObj(i -> " " + i + ">&1").collect(joining());
    if (caller.equals("bash")) {
      open += " 10>&1 63>&1 200>&1";
    }
    shell.with("BREVET_AOT", "auto");
    Process brevet =
        shell.startIn(
            "exec " + caller + " -c 'exec" + open + "; \"$@\"' sh \"$@\"", "credentials", "m");
    CompletableFuture<byte[]> out =
        CompletableFuture.supplyAsync(() -> read(brevet.getInputStream()));
    CompletableFuture<byte[]> err =
        CompletableFuture.supplyAsync(() -> read(brevet.getErrorStream()));
    try {
      assertEquals("answer\n", new String(out.get(60, TimeUnit.SECONDS), StandardCharsets.UTF_8));
      assertEquals("", new String(err.get(60, TimeUnit.SECONDS), StandardCharsets.UTF_8));
      assertEquals(0, brevet.waitFor());
    } finally {
      Files.writeString(end, "");
    }
    // It was under way, and comes to its end.
    for (int i = 0; i < 300 && !isTrained(); i++) {
      Thread.sleep(100);
    }
    assertTrue(isTrained());
  }

  private static byte[] read(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Without bash, the launcher's own shell does it, and starts no program afterwards.
  private boolean isTrained() throws Exception {
    boolean bash = new ProcessBuilder("sh", "-c", "command -v bash").start().waitFor() == 0;
    Path aot = shell.cache().resolve("aot");
    if (!Files.isDirectory(aot)
        || (bash && !Files.readString(home.resolve("started")).contains("--version"))) {
      return false;
    }
    try (var files = Files.list(aot)) {
      return files.map(Path::toString).toList().stream().allMatch(file -> file.endsWith(".aot"));
    }
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
    // The shell's words for a `java` of another kind of machine.
    for (int code : new int[] {126, 127}) {
      then("exit " + code);
      shell.run("compare", "a", "b").assertCode(70).assertErr("Java did not start");
    }
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
    shell.with("LC_ALL", "C.utf8").run("list").assertCode(0);
    assertEquals("C.utf8", Files.readString(home.resolve("locale")).strip());
  }

  @Test
  void localeThatIsNotInstalled_isReplaced() throws Exception {
    Process charmap =
        new ProcessBuilder("sh", "-c", "LC_ALL=xx_XX.UTF-8 locale charmap 2>/dev/null").start();
    String knows = new String(charmap.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(knows.startsWith("ANSI"), "skipped: this system knows every locale");
    for (String variable : List.of("LANG", "LC_CTYPE", "LC_ALL")) {
      shell.with(variable, "xx_XX.UTF-8").run("list").assertCode(0);
      assertEquals("C.UTF-8", Files.readString(home.resolve("locale")).strip(), variable);
      shell.without(variable);
    }
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
  void presentFolder_isNotWhereTheProgramIs() throws IOException {
    Path installed = Files.createDirectories(home.resolve("installed"));
    Files.copy(Shell.LAUNCHER, installed.resolve("brevet"));
    Files.writeString(installed.resolve("brevet-cli.jar"), "");
    // `bash brevet`, which looks on the path, and says `brevet` for it.
    shell.without("BREVET_JAR").with("PATH", installed + ":" + System.getenv("PATH"));
    Ended ended = shell.runIn("command -v bash || exit 9; bash brevet list");
    assumeTrue(ended.code() != 9, "skipped: there is no bash");

    ended.assertCode(0);
    assertTrue(
        Files.readAllLines(home.resolve("started")).contains(installed + "/brevet-cli.jar"),
        "a program of the present folder was started");
  }

  @Test
  void withoutAHome_nothingIsMadeAnywhere() throws IOException {
    // Other programs may have made it.
    boolean wasThere = Files.exists(Path.of("/nonexistent/.cache/brevet"));
    shell.without("HOME").run("list").assertCode(0);

    assertEquals(wasThere, Files.exists(Path.of("/nonexistent/.cache/brevet")));
    assertFalse(
        Files.readString(home.resolve("started")).contains("brevet.cache"), "Java finds it itself");
  }

  @Test
  void relativeHome_isNone() throws IOException {
    for (String variable : List.of("HOME", "XDG_CACHE_HOME")) {
      shell.without("HOME").with(variable, ".").run("list").assertCode(0);
      assertFalse(Files.readString(home.resolve("started")).contains("brevet.cache"), variable);
      assertFalse(Files.exists(home.resolve(".cache")), variable);
      assertFalse(Files.exists(home.resolve("brevet")), variable);
      shell.without(variable);
    }
  }

  @Test
  void homeOfAnotherUser_isLeftAsItIs() throws IOException {
    assumeTrue(
        System.getProperty("user.name").equals("root"),
        "skipped: only root can give a folder to another user");
    Path other = Files.createDirectories(home.resolve("other"));
    give(other, "nobody");
    shell.with("HOME", other.toString()).run("list").assertCode(0);

    try (var files = Files.list(other)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void whatATrainingThatWasEndedLeft_isRemoved() throws IOException {
    loaded();
    Path aot = shell.cache().resolve("aot");
    for (String name : List.of("1-2.aot.new", "1-2.aot.new.config", "1-2.aot.failed")) {
      Path left = Files.writeString(aot.resolve(name), "");
      // By the launcher's clock, which may be another than the file system's.
      Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
    }
    Path present = Files.writeString(aot.resolve("3-4.aot.new"), "");
    Files.setLastModifiedTime(present, FileTime.from(Instant.now()));
    try (var files = Files.newDirectoryStream(aot, "*.aot")) {
      Files.delete(files.iterator().next());
    }
    String loaded = loaded();

    try (var files = Files.list(aot)) {
      assertEquals(
          List.of(present.toRealPath(), Path.of(loaded)).stream().sorted().toList(),
          files.map(file -> aot.toAbsolutePath().resolve(file)).sorted().toList());
    }
  }

  @Test
  void closedInput_isAnEmptyOne() {
    // What moves the date opens a file of its own in each program, as its first one.
    assumeTrue(System.getenv("FAKETIME") == null, "not with a moved date");
    then("cat; echo done");
    assertEquals("done\n", shell.runIn("\"$@\" <&-", "list").assertCode(0).out());
    then("echo 'shift 3' >&3");
    assertEquals("1\n", shell.runIn("\"$@\" <&-", "exec", "m", "--", "echo", "1").out());
  }

  @Test
  void closedOutput_endsNoCommandOfExec() {
    then("echo 'shift 3' >&3");
    Ended ended = shell.runIn("\"$@\" >&-", "exec", "m", "--", "sh", "-c", "echo ran >&2; exit 9");

    ended.assertCode(9);
    assertEquals("ran\n", ended.err());
  }

  @Test
  void commandThatLooksLikeAnOption_isNone() {
    then("echo 'shift 3' >&3");
    shell.run("exec", "m", "--", "-c", "env").assertCode(127).assertErr("no command -c");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
