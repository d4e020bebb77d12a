package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import module java.base;

import dev.brevet.cli.Exits;
import dev.brevet.endtoend.Shell.Ended;
import dev.brevet.local.Fault;
import dev.brevet.local.LocalLogin;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables of `docs/cli.md` against what the command line does.
class CommandLineTablesTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final LocalLogin LOGIN = WORLD.issuer().login();
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

  /// What makes a command end with `code`, in the words of the table.
  ///
  /// @param told what it says then
  private record Cause(int code, String inTheTable, Supplier<Ended> command, String told) {}

  @Test
  void everyExitCode_comesOfItsCauses_asTheTableHasThem() throws Exception {
    Map<String, String> rows = table("Exit codes");
    rows.remove("code");
    rows.remove("---");
    Map<String, String> unsaid = new LinkedHashMap<>(rows);
    List<String> wrong = new ArrayList<>();
    for (Cause cause : causes()) {
      String code = String.valueOf(cause.code());
      String row = unsaid.getOrDefault(code, "");
      assertTrue(row.contains(cause.inTheTable()), code + ": " + cause.inTheTable());
      unsaid.put(code, row.replace(cause.inTheTable(), ""));
      Ended ended = cause.command().get();
      if (ended.code() != cause.code() || !(ended.out() + ended.err()).contains(cause.told())) {
        wrong.add(cause + ": " + ended);
      }
    }
    assertEquals(List.of(), wrong);

    unsaid.forEach(
        (code, left) -> assertEquals("", left.replaceAll("(?i)\\bor\\b|[,;:() ]", ""), code));
    assertEquals(
        new TreeSet<>(Exits.codes().mapToObj(String::valueOf).toList()),
        new TreeSet<>(rows.keySet()));
  }

  private List<Cause> causes() throws IOException {
    Shell shell = shell().with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
    write("a.json", policy("*", ""));
    write("b.json", policy("arn:aws:s3:::b/*", ""));
    write("wrong.json", policy("no-arn", ""));
    write(
        "x.json",
        policy("*", ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"${aws:userid}\"}}"));
    write("y.json", policy("*", ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}"));
    write(
        "machine.json",
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"End\":true,\"Resource\":"
            + "\"arn:aws:states:::aws-sdk:s3:getObject\",\"Parameters\":{\"Bucket.$\":\"$.b\",\"Key\":\"k\"}}}}");
    write("no-providers", "security.provider.1=none\n");
    write("config", "nothing = 1\n");
    String untold =
        "BREVET_DEBUG=1 JAVA_TOOL_OPTIONS=-Djava.security.properties==$HOME/no-providers ";
    String design = "design state-machine machine.json -a 111122223333 -r eu-west-1 -n m";
    write("many.json", policyOfManyPatterns());
    return List.of(
        new Cause(0, "done", in(shell, "", "list"), "orders-reader"),
        new Cause(
            1,
            "a check found something: `lint` a finding",
            in(shell, "", "lint wrong.json"),
            "INVALID_ARN_PREFIX"),
        new Cause(
            1, "`compare` that A allows more", in(shell, "", "compare a.json b.json"), "allows"),
        new Cause(1, "`design` what it could not resolve", in(shell, "", design), "$.b"),
        new Cause(2, "the command line", in(shell, "", "list --nothing"), "--nothing"),
        new Cause(2, "a file", in(shell, "", "lint absent.json"), "absent.json"),
        new Cause(
            2,
            "the configuration is wrong",
            in(shell, "BREVET_CONFIG=config ", "list"),
            "which is not known"),
        new Cause(3, "no token", in(shell, "BREVET_TOKEN= ", "list"), "you are not signed in"),
        new Cause(3, "it was rejected", in(shell, "BREVET_TOKEN=a ", "list"), "not_authenticated"),
        new Cause(
            3, "a login that was not taken", this::loginOfAnother, "the login was not accepted"),
        new Cause(4, "refused", in(shell, "", "credentials nothing-here"), "access_denied"),
        new Cause(
            5, "no answer", in(shell, "BREVET_URL=http://127.0.0.1:1 ", "list"), "no answer from"),
        new Cause(
            5, "none that can be used", () -> answered(shell, 200, "hello"), "not as Brevet does"),
        new Cause(
            5,
            "it may help to try again",
            () -> answered(shell, 503, "{\"code\":\"unavailable\"}"),
            "try again"),
        new Cause(
            6,
            "the request cannot be served as it is",
            in(shell, "", "credentials orders-reader -p day=x"),
            "parameters"),
        new Cause(
            7,
            "it cannot be decided: `compare` whether A allows more",
            in(shell, "", "compare x.json y.json"),
            ""),
        new Cause(
            7,
            "`lint` whether there is more to find (`BOUNDARY_CANNOT_BE_TOLD`",
            in(shell, "", "lint --boundary x.json y.json"),
            "BOUNDARY_CANNOT_BE_TOLD"),
        new Cause(
            7,
            "`NOT_ALL_CHECKED`; not under `--fail-on never`",
            in(shell, "", "lint --kind resource many.json"),
            "NOT_ALL_CHECKED"),
        new Cause(
            0,
            "",
            in(shell, "", "lint --kind resource --fail-on never many.json"),
            "NOT_ALL_CHECKED"),
        new Cause(
            70,
            "a defect of the program",
            in(shell, untold + "BREVET_DEBUG= BREVET_TOKEN=a ", "credentials m"),
            "a defect of this program"),
        new Cause(
            70,
            "`BREVET_DEBUG=1` shows where",
            in(shell, untold + "BREVET_TOKEN=a ", "credentials m"),
            "at dev.brevet."),
        new Cause(
            70,
            "Java did not start",
            in(shell, "JAVA_TOOL_OPTIONS=-XX:None ", "list"),
            "Java did not start"),
        new Cause(
            74,
            "the output could not be written",
            in(shell, "exec >/dev/full; ", "list"),
            "could not be written"),
        new Cause(
            74,
            "only a part of it",
            in(shell, "trap '' XFSZ; ulimit -f 1; exec >part; ", "--help"),
            "could not be written"),
        new Cause(
            74, "a login could not be kept", in(shell, "ulimit -f 16; ", "login"), "cache folder"));
  }

  private Shell shell() throws IOException {
    Shell shell = new Shell(home);
    shell.configure(
        "url = " + WORLD.url(), "issuer = " + WORLD.issuer().url(), "client-id = brevet");
    Path browser = write("browser", "#!/bin/sh\ncurl -sLo /dev/null $1\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    return shell.with("BROWSER", browser.toString());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text);
  }

  private static Supplier<Ended> in(Shell shell, String before, String arguments) {
    String run = before.contains(";") ? before + "exec \"$@\"" : before + "\"$@\"";
    return () -> shell.runIn(run, arguments.split(" ", -1));
  }

  private static Ended answered(Shell shell, int status, String body) {
    try (StandIn standIn = new StandIn(_ -> new StandIn.Said(status, Map.of(), body))) {
      return shell.run("list", "--url", standIn.url());
    }
  }

  private Ended loginOfAnother() {
    try {
      Shell shell = shell();
      LOGIN.person(Map.of("sub", "alice"));
      shell.run("login").assertCode(0);
      LOGIN.person(Map.of("sub", "mallory"));
      return shell.runWith("n\n", "login");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String policy(String resource, String more) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
        + "\"Resource\":\"%s\"%s}}".formatted(resource, more);
  }

  /// More pairs of patterns than `lint` compares.
  private static String policyOfManyPatterns() {
    String patterns =
        IntStream.range(0, 880)
            .mapToObj(i -> "arn:aws:s3:::*" + Integer.toHexString(i) + "*")
            .collect(Collectors.joining("\",\""));
    return policy(patterns, ",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/a\"}")
        .replace("\"Resource\":", "\"Resource\":[")
        .replace("*\",\"Principal", "*\"],\"Principal");
  }

  @Test
  void everyFile_standsInTheTableWithItsMode() throws Exception {
    Map<String, String> rows = table("Files and modes");
    Shell shell = shell().with("BREVET_AOT", "now");
    LOGIN.person(Map.of("sub", "repo:acme/orders:ref:refs/heads/main", "tenant_id", "acme"));
    LOGIN.lifetime(Duration.ofSeconds(50));
    try {
      open(shell, "login").assertCode(0);
      LOGIN.lifetime(Duration.ofHours(1));
      // A refresh that waits has room on the disk.
      WORLD.issuer().faults().next(1, "discovery", new Fault.Delay(Duration.ofSeconds(4)));
      Process list = shell.startIn(OPEN, "credentials", "orders-reader");
      for (int i = 0; i < 500 && shell.kept(".new").isEmpty(); i++) {
        Thread.sleep(20);
      }
      shell.kept(".new").forEach(file -> assertEquals("rw-------", permissions(file), "" + file));
      assertEquals(1, shell.kept(".new").size());
      Shell.ended(list).assertCode(0);
    } finally {
      LOGIN.lifetime(Duration.ofHours(1));
    }

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
          rows.get(row).equals("0700") ? "rwx------" : "rw-------", permissions(file), name);
    }
    // Looked at above, and in the next test.
    assertEquals(Set.of("file", ".new*", "visit-*.html"), difference(rows.keySet(), met));
    try (Stream<Path> all = Files.list(shell.cache().resolve("aot"))) {
      assertTrue(all.allMatch(CommandLineTablesTest::isPrivate));
    }
  }

  /// A system without the tables of connections, as a Linux whose `/proc` has processes only.
  @Test
  void fileThatLeadsABrowser_isItsOwnersAlone() throws Exception {
    String hide = "unshare -m sh -c 'mount -t proc -o subset=pid proc /proc && \"$@\"' sh ";
    assumeTrue(
        new ProcessBuilder("sh", "-c", hide + "test ! -e /proc/net/tcp").start().waitFor() == 0,
        "skipped: only root can hide the tables of connections");
    Shell shell = shell().with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
    write("browser", "#!/bin/sh\necho $1 >$HOME/asked; stat -c %a ${1#file://} >>$HOME/asked\n");
    shell
        .runIn("umask 000; " + hide + "\"$@\"", "console", "--open", "orders-reader")
        .assertCode(0);
    List<String> asked = Files.readAllLines(home.resolve("asked"));

    assertTrue(
        asked.getFirst().matches("file://.*/\\.cache/brevet/visit-[\\w-]{43}\\.html"),
        asked::toString);
    assertEquals("600", asked.getLast());
    assertEquals(List.of(), shell.kept("visit-"));
  }

  /// Where nothing that is made is private by itself.
  private static final String OPEN = "umask 000; exec \"$@\"";

  private static Ended open(Shell shell, String... arguments) {
    return shell.runIn(OPEN, arguments);
  }

  private static boolean isPrivate(Path file) {
    return permissions(file).equals("rw-------");
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(
          Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
