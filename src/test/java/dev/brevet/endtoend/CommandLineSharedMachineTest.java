package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import module java.base;

import dev.brevet.endtoend.Shell.Ended;
import dev.brevet.endtoend.StandIn.Said;
import dev.brevet.local.Fault;
import dev.brevet.local.LocalLogin;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line beside other users, other folders' variables, other logins and full disks.
class CommandLineSharedMachineTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final LocalLogin LOGIN = WORLD.issuer().login();
  private static final Map<String, Object> PERSON =
      Map.of("sub", "repo:acme/orders:ref:refs/heads/main", "tenant_id", "acme");

  /// Runs what follows as a user who is not this one.
  private static final String AS_NOBODY = "setpriv --reuid=65534 --clear-groups ";

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void openShell() throws IOException {
    shell = new Shell(home);
    shell.configure(
        "url = " + WORLD.url(), "issuer = " + WORLD.issuer().url(), "client-id = brevet");
    LOGIN.person(PERSON);
  }

  @AfterEach
  void settle() {
    LOGIN.lifetime(Duration.ofHours(1));
  }

  /// A browser that is a script; `$1` is the address, and it writes to `answers`.
  private void browser(String script) throws IOException {
    Path browser = home.resolve("browser");
    Files.writeString(
        browser,
        "#!/bin/sh\nexec >"
            + home
            + "/answers.new\n"
            + script
            + "\nmv "
            + home
            + "/answers.new "
            + home
            + "/answers\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    shell.with("BROWSER", browser.toString());
  }

  private List<String> answers() throws Exception {
    Path answers = home.resolve("answers");
    for (int i = 0; i < 300 && !Files.exists(answers); i++) {
      Thread.sleep(100);
    }
    return Files.readAllLines(answers);
  }

  private static void assumeOtherUsers() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root")
            && new ProcessBuilder("sh", "-c", AS_NOBODY + "curl --version >/dev/null")
                    .start()
                    .waitFor()
                == 0,
        "skipped: needs root, setpriv and curl, to act as another user");
  }

  private void signIn() throws IOException {
    browser("curl -s -L -o /dev/null \"$1\"");
    shell.run("login").assertCode(0);
  }

  @Test
  void addressOfTheConsole_isNotGivenToAnotherUser() throws Exception {
    assumeOtherUsers();
    signIn();
    browser(
        "head='curl -s -o /dev/null -w %{http_code}\\n'; "
            + AS_NOBODY
            + "$head \"$1\"; "
            + AS_NOBODY
            + "$head --interface 127.0.0.2 \"$1\"; "
            + "$head --interface 127.0.0.3 \"$1\"");
    Files.delete(home.resolve("answers"));
    shell.run("console", "--open", "orders-reader").assertCode(0);

    // Nor where it comes from another address of this machine.
    assertEquals(List.of("404", "404", "302"), answers());
  }

  @Test
  void login_isNotFinishedByAnotherUser_whoReadEverythingOnTheCommandLine() throws Exception {
    assumeOtherUsers();
    // The other user signs in and delivers the code with this login's own state.
    browser(
        "to=$(curl -s -o /dev/null -w '%{redirect_url}' \"$1\"); "
            + "back=$(curl -s -o /dev/null -w '%{redirect_url}' \"$to\"); "
            + AS_NOBODY
            + "curl -s -o /dev/null -w '%{http_code}\\n' \"$back\"; "
            + AS_NOBODY
            + "curl -s --interface 127.0.0.2 -o /dev/null -w '%{http_code}\\n' \"$back\"; "
            + "curl -s -o /dev/null -w '%{http_code}\\n' \"$back\"");
    shell.run("login").assertCode(0);

    assertEquals(List.of("404", "404", "200"), answers());
  }

  @Test
  void browsersCommandLine_holdsNothingOfTheLogin() throws Exception {
    browser("echo \"$1\"; curl -s -L -o /dev/null \"$1\"");
    shell.run("login").assertCode(0);

    String opened = answers().getFirst();
    assertTrue(opened.matches("http://127\\.0\\.0\\.1:\\d+/visit-[\\w-]{43}\\.html"), opened);
  }

  @Test
  void anotherSubject_becomesTheLoginOnlyOnceTheUserSaysSo() throws Exception {
    signIn();
    String before = Files.readString(shell.kept("login-").getFirst());
    LOGIN.person(Map.of("sub", "mallory"));
    shell
        .runWith("", "login")
        .assertCode(3)
        .assertErr("last signed in as `repo:acme/orders", "mallory");
    shell.runWith("n\n", "login").assertCode(3);
    assertEquals(before, Files.readString(shell.kept("login-").getFirst()));

    // Also where the login before is over or was signed out of.
    shell.run("logout").assertCode(0);
    shell.runWith("", "login").assertCode(3);
    shell.runWith("y\n", "login").assertCode(0);
    assertFalse(shell.run("login").assertCode(0).err().contains("last signed in"));
    shell.run("logout", "--all").assertCode(0);
    LOGIN.person(PERSON);
    shell.run("login").assertCode(0);
  }

  @Test
  void anotherSubject_isSeenToo_whereBrevetGetsOpaqueTokens() throws Exception {
    AtomicReference<String> subject = new AtomicReference<>("alice");
    AtomicReference<String> url = new AtomicReference<>();
    try (StandIn issuer =
        new StandIn(
            path ->
                new Said(
                    200,
                    Map.of(),
                    switch (path) {
                      case "/device" ->
                          "{\"device_code\":\"d\",\"user_code\":\"u\",\"interval\":1,"
                              + "\"verification_uri\":\"http://127.0.0.1/\"}";
                      case "/token" ->
                          "{\"access_token\":\"opaque\",\"id_token\":\""
                              + idToken(url.get(), subject.get())
                              + "\"}";
                      default ->
                          "{\"issuer\":\"%1$s\",\"token_endpoint\":\"%1$s/token\",\"device_authorization_endpoint\":\"%1$s/device\"}"
                              .formatted(url.get());
                    }))) {
      url.set(issuer.url());
      shell.configure("issuer = " + issuer.url(), "client-id = brevet", "token = access");
      shell.run("login").assertCode(0).assertErr("as alice");
      subject.set("mallory");
      shell.runWith("", "login").assertCode(3).assertErr("last signed in as `alice", "mallory");
    }
  }

  private static String idToken(String issuer, String subject) {
    String claims =
        "{\"iss\":\"%s\",\"aud\":\"brevet\",\"sub\":\"%s\",\"exp\":%d}"
            .formatted(issuer, subject, Instant.now().plusSeconds(3600).getEpochSecond());
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".e30";
  }

  @Test
  void tokensOfTheFile_areNotForAnAddressOfTheEnvironment() throws Exception {
    signIn();
    Path token = Files.writeString(home.resolve("token"), WORLD.token("deploy-pipeline"));
    try (StandIn thief = new StandIn(_ -> new Said(200, Map.of(), "{}"))) {
      shell.with("BREVET_URL", thief.url());
      shell.run("list").assertCode(3).assertErr("no token for the address in BREVET_URL");
      shell.configure("url = " + WORLD.url(), "token-file = " + token);
      shell.run("list").assertCode(3);
      shell.run("credentials", "orders-reader").assertCode(3);
      assertEquals(List.of(), thief.requests());
      // The environment's own token goes there.
      shell.with("BREVET_TOKEN_FILE", token.toString()).run("list");
      assertEquals(1, thief.requests().size());
    }
    // The same address, in whatever place.
    shell.without("BREVET_TOKEN_FILE").with("BREVET_URL", WORLD.url() + "/");
    shell.run("list").assertCode(0);
  }

  /// It says where tokens go.
  @Test
  void configurationThatOthersCanChange_isNotRead() throws Exception {
    Path file = home.resolve(".config/brevet/config.properties");
    shell.with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
    for (Path each = file; !each.equals(home.getParent()); each = each.getParent()) {
      var before = Files.getPosixFilePermissions(each);
      for (String mode : List.of("rwxrwx---", "rwx---rwx")) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(mode));
        shell.run("list").assertCode(2).assertErr("can be changed by other users", "chmod go-w");
      }
      Files.setPosixFilePermissions(each, before);
    }
    // Others may read it.
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    shell.run("list").assertCode(0);
  }

  @Test
  void serve_keepsAddressAndTokenTogether_whateverBecomesOfTheConfiguration() throws Exception {
    Path token = Files.writeString(home.resolve("token"), WORLD.token("deploy-pipeline"));
    Path other = Files.writeString(home.resolve("other"), WORLD.token("records-app"));
    shell.configure("url = " + WORLD.url(), "token-file = " + token);
    Process serve = shell.start("serve", "orders-reader", "-p", "day=2026-11-01");
    try (StandIn elsewhere = new StandIn(_ -> new Said(500, Map.of(), ""))) {
      BufferedReader out = serve.inputReader(StandardCharsets.UTF_8);
      String url = quoted(out.readLine());
      String secret = quoted(out.readLine());
      shell.configure("url = " + elsewhere.url(), "token-file = " + other);
      shell.run("logout").assertCode(0);
      Process curl =
          new ProcessBuilder("curl", "-s", "-H", "Authorization: " + secret, url).start();
      String document = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertTrue(document.contains("\"AccessKeyId\":\"ASIA"), "no credentials");
      assertEquals(List.of(), elsewhere.requests());
      String kept = Files.readString(shell.kept("session-").getFirst());
      assertTrue(kept.contains("repo:acme/orders") && kept.contains(WORLD.url().toString()));
    } finally {
      serve.destroy();
      assertTrue(serve.waitFor(30, TimeUnit.SECONDS));
    }
  }

  /// Every user can read them: proc(5).
  @Test
  void commandLinesOfAllItsProcesses_holdNoSecret() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/cmdline")), "skipped: there is no /proc");
    String token = WORLD.token("deploy-pipeline");
    shell.with("BREVET_TOKEN", token);
    Process serve = shell.start("serve", "orders-reader");
    Process exec = shell.start("exec", "orders-reader", "--", "sh", "-c", "env; sleep 30; :");
    try {
      BufferedReader exports = serve.inputReader(StandardCharsets.UTF_8);
      exports.readLine();
      List<String> secrets = new ArrayList<>(List.of(token, quoted(exports.readLine())));
      BufferedReader environment = exec.inputReader(StandardCharsets.UTF_8);
      while (secrets.size() < 4) {
        String line = environment.readLine();
        if (line.matches("AWS_(SECRET_ACCESS_KEY|SESSION_TOKEN)=.*")) {
          secrets.add(line.substring(line.indexOf('=') + 1));
        }
      }
      StringBuilder seen = new StringBuilder();
      // What ran before `sleep` may still be there, or end while it is looked at.
      for (int i = 0; i < 600 && !seen.toString().contains("sleep"); i++) {
        Thread.sleep(50);
        for (Process each : List.of(serve, exec)) {
          Stream.concat(Stream.of(each.toHandle()), each.descendants())
              .map(CommandLineSharedMachineTest::commandLine)
              .forEach(seen::append);
        }
      }

      assertTrue(seen.toString().contains("orders-reader") && seen.toString().contains("sleep"));
      for (String secret : secrets) {
        assertFalse(seen.toString().contains(secret), "a secret on a command line");
      }
    } finally {
      exec.descendants().forEach(ProcessHandle::destroy);
      exec.destroy();
      serve.destroy();
      assertTrue(serve.waitFor(30, TimeUnit.SECONDS));
    }
  }

  /// Empty where the process has ended.
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
      return "";
    }
  }

  @Test
  void tokenOfAServerThatEnded_isGoodForNothing() throws Exception {
    shell.with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
    List<String> answers = new ArrayList<>();
    String port = "0";
    String secret = "";
    for (int i = 0; i < 2; i++) {
      Process serve = shell.start("serve", "orders-reader", "--port", port);
      try {
        BufferedReader exports = serve.inputReader(StandardCharsets.UTF_8);
        String url = quoted(exports.readLine());
        port = url.replaceAll(".*:(\\d+)/.*", "$1");
        secret = secret.isEmpty() ? quoted(exports.readLine()) : secret;
        Process curl =
            new ProcessBuilder(
                    "curl",
                    "-so",
                    "/dev/null",
                    "-w",
                    "%{http_code}",
                    "-H",
                    "Authorization: " + secret,
                    url)
                .start();
        answers.add(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      } finally {
        serve.destroy();
        assertTrue(serve.waitFor(30, TimeUnit.SECONDS));
      }
    }

    assertEquals(List.of("200", "401"), answers);
  }

  private static String quoted(String line) {
    return line.substring(line.indexOf('\'') + 1, line.length() - 1);
  }

  @Test
  void vendThatIsUnderWay_leavesNothingAfterALogout() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch signedOut = new CountDownLatch(1);
    try (StandIn slow =
        new StandIn(
            _ -> {
              asked.countDown();
              await(signedOut);
              return vended();
            })) {
      shell.with("BREVET_URL", slow.url()).with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
      Process vend = shell.start("credentials", "orders-reader");
      await(asked);
      shell.run("logout").assertCode(0);
      signedOut.countDown();
      Shell.ended(vend).assertCode(0);

      assertEquals(List.of(), shell.kept("session-"));
    }
  }

  @Test
  void refreshThatIsUnderWay_leavesNothingAfterALogout() throws Exception {
    LOGIN.lifetime(Duration.ofSeconds(50));
    signIn();
    WORLD.issuer().faults().next(1, "discovery", new Fault.Delay(Duration.ofSeconds(4)));
    Process list = shell.start("list");
    for (int i = 0; i < 300 && shell.kept(".new").isEmpty(); i++) {
      Thread.sleep(20);
    }
    shell.run("logout").assertCode(0);
    Shell.ended(list).assertCode(3).assertErr("`brevet logout` ran meanwhile");

    assertEquals(List.of(), shell.kept("login-"));
  }

  /// Its refresh token is spent by then.
  @Test
  void refreshThatIsUnderWay_isKept_whenAnotherLoginIsForgotten() throws Exception {
    LOGIN.lifetime(Duration.ofSeconds(50));
    shell.configure(
        "url = " + WORLD.url(),
        "issuer = " + WORLD.issuer().url(),
        "client-id = brevet",
        "other.url = " + WORLD.url(),
        "other.issuer = " + WORLD.issuer().url(),
        "other.client-id = brevet",
        "other.scope = openid email");
    signIn();
    shell.run("login", "--profile", "other").assertCode(0);
    WORLD.issuer().faults().next(1, "discovery", new Fault.Delay(Duration.ofSeconds(4)));
    Process list = shell.start("list");
    for (int i = 0; i < 300 && shell.kept(".new").isEmpty(); i++) {
      Thread.sleep(20);
    }
    shell.run("logout", "--profile", "other").assertCode(0).assertErr("signed out", "another");
    Shell.ended(list).assertCode(0);

    // With the refresh token that came meanwhile.
    shell.run("list").assertCode(0);
  }

  @Test
  void loginOfOtherSettings_isNamed_andForgottenWithAll() throws Exception {
    signIn();
    shell.configure(
        "url = " + WORLD.url(),
        "issuer = " + WORLD.issuer().url(),
        "client-id = brevet",
        "scope = openid email");
    shell.run("logout").assertCode(0).assertErr("with these settings", "brevet logout --all");
    assertEquals(1, shell.kept("login-").size());
    // What programs left that were ended while they wrote it.
    Files.writeString(shell.cache().resolve(".new123"), "a token");
    Files.writeString(shell.cache().resolve("visit-a.html"), "an address");
    shell.run("logout", "--all").assertCode(0).assertErr("signed out");
    assertEquals(List.of(), shell.kept(".new"));
    assertEquals(List.of(), shell.kept("visit-"));
    assertEquals(List.of(), shell.kept("login-"));
    shell.run("logout", "--all").assertCode(0).assertErr("you were not signed in");
  }

  @Test
  void outputThatCannotBeWritten_isNoAnswer() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: there is no /dev/full");
    Path policy =
        Files.writeString(
            home.resolve("policy.json"),
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
                + "\"Resource\":\"arn:aws:s3:::b/*\"}}");
    signIn();
    for (List<String> command :
        List.of(
            List.of("compare", policy.toString(), policy.toString()),
            List.of("lint", "--format", "json", policy.toString()),
            List.of("design", "function-role", "orders", "-a", "111122223333", "-r", "eu-west-1"),
            List.of("credentials", "orders-reader"),
            List.of("list"),
            List.of("explain", "orders-reader"),
            List.of("serve", "orders-reader"),
            List.of("console", "orders-reader"),
            List.of("completion", "bash"),
            List.of("help", "login"),
            List.of("--version"),
            List.of("--help"))) {
      Ended ended = Shell.ended(shell.startTo(Path.of("/dev/full"), command));
      ended.assertCode(74).assertErr("could not be written");
    }
  }

  @Test
  void credentialsThatAreOver_areNotHandedOut() {
    try (StandIn past =
        new StandIn(
            _ ->
                new Said(
                    200,
                    Map.of(),
                    vended().body().replaceAll("20\\d\\d-[^\"]*Z", "2020-01-01T00:00:00Z")))) {
      shell.with("BREVET_URL", past.url()).with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
      Ended ended = shell.run("credentials", "orders-reader").assertCode(5);

      assertEquals("", ended.out());
      ended.assertErr("already expired");
    }
  }

  @Test
  void homeWithOtherLetters_isUsed_withoutAnyLocale() throws Exception {
    Path folder = Files.createDirectories(home.resolve("h\u00f6me-\u58f2"));
    shell
        .with("HOME", folder.toString())
        .with("BREVET_URL", WORLD.url().toString())
        .with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
    assertEquals("", shell.run("credentials", "orders-reader").assertCode(0).err());

    assertTrue(Files.isDirectory(folder.resolve(".cache/brevet")));
  }

  private static Said vended() {
    return new Said(
        200,
        Map.of("Content-Type", "application/json"),
        "{\"assumedRoleArn\":\"arn:aws:sts::111122223333:assumed-role/A/b\",\"credentials\":{"
            + "\"accessKeyId\":\"ASIAABCDEFGHIJKLMNOP\",\"secretAccessKey\":\"s\","
            + "\"sessionToken\":\"t\",\"expiration\":\""
            + Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS)
            + "\"}}");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
