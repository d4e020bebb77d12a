package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.endtoend.Shell.Ended;
import dev.brevet.endtoend.StandIn.Said;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `brevet credentials` as a process against the local world, and its cache.
class CommandLineCredentialsTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);

  @TempDir private Path home;
  private Shell shell;
  private String token;

  @BeforeEach
  void openShell() {
    token = WORLD.token("deploy-pipeline");
    shell = new Shell(home).with("BREVET_URL", WORLD.url().toString()).with("BREVET_TOKEN", token);
  }

  @Test
  void document_isWhatCredentialProcessTakes() {
    Ended ended = shell.run("credentials", "orders-reader").assertCode(0);
    JsonNode document = ended.json();
    assertTrue(document.path("Version").isInt());
    assertEquals(1, document.path("Version").asInt());
    assertTrue(document.path("AccessKeyId").asText().startsWith("ASIA"), ended.toString());
    assertFalse(document.path("SecretAccessKey").asText().isEmpty());
    assertFalse(document.path("SessionToken").asText().isEmpty());
    assertTrue(document.path("Expiration").asText().endsWith("Z"));
    assertEquals("111122223333", document.path("AccountId").asText());
    assertEquals("", ended.err());
  }

  @Test
  void secondRun_isServedFromTheCache() {
    Ended first = shell.run("credentials", "orders-reader").assertCode(0);
    // Nobody there any more, and another token of the same caller.
    shell.with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
    assertEquals(first.out(), shell.run("credentials", "orders-reader").assertCode(0).out());
    assertNotEquals(
        key(first), key(shell.run("credentials", "orders-reader", "--no-cache").assertCode(0)));
  }

  @Test
  void cache_isItsOwnersAlone() throws IOException {
    shell.run("credentials", "orders-reader").assertCode(0);
    assertEquals("rwx------", permissions(shell.cache()));
    for (Path file : shell.kept("session-")) {
      assertEquals("rw-------", permissions(file), file.toString());
    }
    assertEquals(1, shell.kept("session-").size());
    // One that others can read or change is not used, and keeps its mode: it may be another's, or
    // have another purpose.
    for (String open : List.of("rwxrwxrwx", "rwxr-xr-x")) {
      Files.setPosixFilePermissions(shell.cache(), PosixFilePermissions.fromString(open));
      shell.run("credentials", "orders-reader").assertCode(0).assertErr("mode 0700");
      assertEquals(open, permissions(shell.cache()));
    }
    // Nor is one below a folder in which others can put another one in its place.
    Files.setPosixFilePermissions(shell.cache(), PosixFilePermissions.fromString("rwx------"));
    Path above = shell.cache().getParent();
    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwx---"));
    Ended ended = shell.run("credentials", "orders-reader").assertCode(0);
    ended.assertErr("`" + above.toRealPath() + "` can be changed by other users");
  }

  @Test
  void otherInputs_getOtherCredentials() {
    String plain = key(shell.run("credentials", "orders-reader").assertCode(0));
    String day =
        key(shell.run("credentials", "orders-reader", "-p", "day=2026-11-22").assertCode(0));
    String shorter = key(shell.run("credentials", "orders-reader", "-d", "15m").assertCode(0));
    shell.with(
        "BREVET_TOKEN",
        WORLD
            .issuer()
            .token(
                Map.of(
                    "sub",
                    "repo:acme/orders:ref:refs/heads/main",
                    "aud",
                    "brevet",
                    "repository",
                    "acme/orders",
                    "tenant_id",
                    "globex"),
                Duration.ofHours(1)));
    String otherTenant = key(shell.run("credentials", "orders-reader").assertCode(0));
    assertEquals(4, shell.kept("session-").size());
    assertNotEquals(plain, shorter);
    assertNotEquals(plain, otherTenant);
    assertNotEquals(day, otherTenant);
  }

  /// A token that is no JWT may be of another caller than the last one: each has a file of its own.
  @Test
  void opaqueTokens_keepNoFilesForEver() throws IOException {
    AtomicInteger vends = new AtomicInteger();
    AtomicInteger status = new AtomicInteger(200);
    try (StandIn standIn =
        new StandIn(
            _ ->
                status.get() == 200
                    ? vended(vends.incrementAndGet(), 3600)
                    : new Said(status.get(), Map.of(), "{\"code\":\"access_denied\"}"))) {
      shell.with("BREVET_URL", standIn.url());
      assertEquals(1, filesAfter("opaque-1", 0, 0));
      // Those of a session of 12 hours, the longest that a role can have, are still needed.
      assertEquals(2, filesAfter("opaque-2", 12, 0));
      assertEquals(1, filesAfter("opaque-3", 14, 0));
      // A caller that gets nothing has none.
      status.set(403);
      assertEquals(1, filesAfter("opaque-4", 0, 4));
      status.set(401);
      assertEquals(1, filesAfter("opaque-5", 0, 3));
    }
  }

  /// How many files of credentials there are after all so far have got older, and after one more
  /// vend that ends with `code`.
  private long filesAfter(String opaque, int hours, int code) throws IOException {
    for (Path file : sessionFiles()) {
      FileTime before = Files.getLastModifiedTime(file);
      Files.setLastModifiedTime(
          file, FileTime.from(before.toInstant().minus(Duration.ofHours(hours))));
    }
    shell.with("BREVET_TOKEN", opaque).run("credentials", "orders-reader").assertCode(code);
    return sessionFiles().size();
  }

  private List<Path> sessionFiles() throws IOException {
    if (!Files.exists(shell.cache())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(shell.cache())) {
      return files.filter(file -> file.getFileName().toString().startsWith("session-")).toList();
    }
  }

  @Test
  void policy_narrows() throws IOException {
    Path policy =
        Files.writeString(
            home.resolve("narrower.json"),
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                + "\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\"}}");
    shell.run("credentials", "orders-reader", "--policy", policy.toString()).assertCode(0);
    Files.writeString(policy, "{");
    shell
        .run("credentials", "orders-reader", "--policy", policy.toString())
        .assertCode(2)
        .assertErr("narrower.json:1:");
  }

  @Test
  void manyAtOnce_askOnce() {
    AtomicInteger vends = new AtomicInteger();
    try (StandIn standIn =
        new StandIn(
            path -> {
              pause(400);
              return vended(vends.incrementAndGet(), 3600);
            })) {
      shell.with("BREVET_URL", standIn.url());
      List<Process> processes =
          IntStream.range(0, 5).mapToObj(_ -> shell.start("credentials", "orders-reader")).toList();
      List<Ended> ended = processes.stream().map(Shell::ended).toList();
      ended.forEach(each -> each.assertCode(0));
      assertEquals(1, ended.stream().map(Ended::out).collect(Collectors.toSet()).size());
      assertEquals(List.of("POST /v1/credentials"), standIn.requests());
    }
  }

  @Test
  void staleCredentials_areRefreshedEarly_andServeOnWhileNobodyAnswers() throws IOException {
    AtomicInteger vends = new AtomicInteger();
    AtomicInteger status = new AtomicInteger(200);
    try (StandIn standIn =
        new StandIn(
            _ ->
                status.get() == 200
                    ? vended(vends.incrementAndGet(), 3600)
                    : new Said(
                        status.get(),
                        Map.of(),
                        status.get() == 403 ? "{\"code\":\"access_denied\"}" : ""))) {
      shell.with("BREVET_URL", standIn.url());
      String first = shell.run("credentials", "orders-reader").assertCode(0).out();

      // 1,200 s left: fresh. 900 s left: not.
      age(1200);
      assertEquals(key(first), key(shell.run("credentials", "orders-reader").assertCode(0)));
      age(900);
      Ended second = shell.run("credentials", "orders-reader").assertCode(0);
      assertNotEquals(key(first), key(second));
      assertEquals(2, vends.get());
      // Vended in the future: the clock was set back, and may be wrong for long.
      age(4000);
      second = shell.run("credentials", "orders-reader").assertCode(0);
      assertEquals(3, vends.get());

      age(300);
      status.set(503);
      Ended served = shell.run("credentials", "orders-reader").assertCode(0);
      assertEquals(key(second), key(served));
      served.assertErr("using credentials that expire at");
      age(-10);
      assertEquals("", shell.run("credentials", "orders-reader").assertCode(5).out());

      age(300);
      status.set(403);
      shell.run("credentials", "orders-reader").assertCode(4);
      assertEquals(List.of(), shell.kept("session-"));
    }
  }

  @Test
  void denial_isToldWithItsDecision() {
    shell.run("credentials", "orders-reader").assertCode(0);
    shell.with("BREVET_TOKEN", WORLD.token("stranger"));
    Ended denied = shell.run("credentials", "orders-reader").assertCode(4);
    assertEquals("", denied.out());
    denied.assertErr("access_denied: access denied (decision ", "brevet list");
    String id = denied.err().replaceAll("(?s).*\\(decision (\\w+)\\).*", "$1");
    assertEquals("access_denied", TABLES.decision(id).get("code").s());
    assertEquals(1, shell.kept("session-").size(), "the other caller's");

    // What stands in an answer steers no terminal.
    try (StandIn standIn =
        new StandIn(
            _ ->
                new Said(
                    403,
                    Map.of("Content-Type", "application/problem+json"),
                    "{\"code\":\"revoked\",\"detail\":\"\\u001b[31mred\",\"decisionId\":\"D\"}"))) {
      shell.with("BREVET_URL", standIn.url());
      Ended revoked = shell.run("credentials", "orders-reader").assertCode(4);
      revoked.assertErr("revoked: ?[31mred (decision D)");
      assertFalse(revoked.err().contains("\u001b"));
    }
  }

  @Test
  void rejectedToken_isNotRepeated() {
    shell.with("BREVET_TOKEN", token + "x");
    Ended ended = shell.run("credentials", "orders-reader").assertCode(3);
    ended.assertErr("not_authenticated", "brevet login");
    assertFalse((ended.err() + ended.out()).contains(token.substring(10, 40)));
    Ended split = shell.with("BREVET_TOKEN", "sec ret").run("credentials", "a").assertCode(3);
    assertFalse(split.err().contains("sec ret"), split.err());
    shell.without("BREVET_TOKEN").run("credentials", "a").assertCode(3).assertErr("BREVET_TOKEN");
  }

  @Test
  void corruptedCache_isMadeAnew() throws IOException {
    shell.run("credentials", "orders-reader").assertCode(0);
    Path file = shell.kept("session-").getFirst();
    String good = Files.readString(file);
    for (String broken :
        List.of(
            "",
            "{",
            "[]",
            "{\"Version\":1}",
            good.substring(0, 60),
            good.replace("\"SecretAccessKey\":\"", "\"SecretAccessKey\":\"a b"))) {
      Files.writeString(file, broken);
      // Brevet itself may hand out the same again; what counts is that it was asked.
      assertEquals("", shell.run("credentials", "orders-reader").assertCode(0).err());
      assertTrue(
          Files.readString(file).startsWith("{\"Version\":1,\"AccessKeyId\":\"ASIA"), broken);
    }
    // Kept for other inputs of the same checksum.
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("ASIA\\w+", "ASIAOTHERSOTHERSOTHE")
            .replace("\\\"mapping\\\":\\\"orders-reader", "\\\"mapping\\\":\\\"orders-writer"));
    assertTrue(Files.readString(file).contains("orders-writer"));
    assertNotEquals(
        "ASIAOTHERSOTHERSOTHE", key(shell.run("credentials", "orders-reader").assertCode(0)));
    // Others could have written it.
    String kept = Files.readString(file).replaceFirst("ASIA\\w+", "ASIAFORGEDFORGEDFORG");
    Files.writeString(file, kept);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    assertNotEquals(
        "ASIAFORGEDFORGEDFORG", key(shell.run("credentials", "orders-reader").assertCode(0)));
    assertEquals("rw-------", permissions(file));
    // A link leads elsewhere.
    Path elsewhere = Files.writeString(home.resolve("elsewhere"), kept);
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-------"));
    Files.delete(file);
    Files.createSymbolicLink(file, elsewhere);
    assertNotEquals(
        "ASIAFORGEDFORGEDFORG", key(shell.run("credentials", "orders-reader").assertCode(0)));
    assertEquals(kept, Files.readString(elsewhere));
  }

  @Test
  void cacheThatCannotBe_isDoneWithout() throws IOException {
    Files.writeString(home.resolve("file"), "");
    shell.with("BREVET_CACHE", home.resolve("file/cache").toString());
    Ended ended = shell.run("credentials", "orders-reader").assertCode(0);
    ended.assertErr("cache folder");
    assertTrue(key(ended).startsWith("ASIA"));
  }

  @Test
  void list_showsRoleAndAccount_andFitsTheTerminal() {
    List<String> whole = shell.run("list").assertCode(0).out().lines().toList();
    assertTrue(whole.getFirst().matches("MAPPING +ACCOUNT +ROLE +LASTS +PARAMETERS +DESCRIPTION"));
    assertTrue(
        whole.stream()
            .anyMatch(row -> row.matches("orders-reader +111122223333 +OrdersReader .*")));
    for (int width : new int[] {72, 100}) {
      String fitting = shell.with("COLUMNS", String.valueOf(width)).run("list").assertCode(0).out();
      assertTrue(fitting.lines().allMatch(line -> line.length() <= width), fitting);
      assertEquals(
          String.join(" ", whole).replaceAll("\\s+", " "),
          fitting.strip().replaceAll("\\s+", " "),
          "nothing is cut");
    }
  }

  @Test
  void noCommand_printsTheHelp() {
    Ended ended = shell.run().assertCode(2);

    assertEquals("", ended.out());
    assertEquals(shell.run("--help").assertCode(0).out(), ended.err());
  }

  @Test
  void deadServer_isToldQuickly() {
    Ended ended = shell.with("BREVET_URL", "http://127.0.0.1:1").run("credentials", "a");
    ended.assertCode(5).assertErr("no answer from http://127.0.0.1:1", "BREVET_URL");
  }

  @Test
  void strangeAnswers_areNotCredentials() {
    AtomicInteger turn = new AtomicInteger();
    List<Said> said =
        List.of(
            new Said(200, Map.of(), "<html>"),
            new Said(200, Map.of(), "{}"),
            new Said(200, Map.of(), "{\"credentials\":{\"accessKeyId\":\"ASIA\\u0000\"}}"),
            new Said(502, Map.of(), "bad gateway"));
    try (StandIn standIn = new StandIn(_ -> said.get(turn.getAndIncrement()))) {
      shell.with("BREVET_URL", standIn.url());
      for (Said _ : said) {
        assertEquals("", shell.run("credentials", "orders-reader").assertCode(5).out());
      }
    }
  }

  @Test
  void redirect_isNotFollowed() {
    try (StandIn thief = new StandIn(_ -> vended(1, 3600));
        StandIn standIn =
            new StandIn(path -> new Said(307, Map.of("Location", thief.url() + path), ""))) {
      shell.with("BREVET_URL", standIn.url()).run("credentials", "orders-reader").assertCode(6);
      assertEquals(List.of(), thief.requests());
    }
  }

  @Test
  void busyServer_isAskedAgainWhenItSays() {
    AtomicInteger turn = new AtomicInteger();
    try (StandIn standIn =
        new StandIn(
            _ ->
                turn.getAndIncrement() == 0
                    ? new Said(503, Map.of("Retry-After", "1"), "{\"code\":\"unavailable\"}")
                    : vended(1, 3600))) {
      shell.with("BREVET_URL", standIn.url()).run("credentials", "orders-reader").assertCode(0);
      assertEquals(2, standIn.requests().size());
    }
  }

  @Test
  void address_mustBeSafe() {
    for (String url :
        List.of("http://brevet.example.com", "ftp://127.0.0.1", "brevet", "https://a@b.example")) {
      Ended ended = shell.with("BREVET_URL", url).run("credentials", "orders-reader");
      ended.assertCode(2).assertErr("the address of Brevet");
    }
  }

  @Test
  void profile_isWholeByItself() throws IOException {
    Path file = Files.writeString(home.resolve("token"), token + "\n");
    shell.without("BREVET_URL");
    shell.configure(
        "# the one at work",
        "work.url = " + WORLD.url() + "/",
        "work.token-file = ~/token",
        "url = http://127.0.0.1:1");
    shell.with("BREVET_TOKEN", "not-this-one");
    shell.run("credentials", "--profile", "work", "orders-reader").assertCode(0);
    shell.with("BREVET_PROFILE", "work").run("list").assertCode(0);
    // Written anew in place.
    Files.writeString(file, "Bearer " + WORLD.token("stranger"));
    shell.run("credentials", "orders-reader").assertCode(4);
    Files.delete(file);
    shell.run("credentials", "orders-reader").assertCode(3).assertErr("token file");
    shell
        .run("credentials", "--profile", "home", "orders-reader")
        .assertCode(2)
        .assertErr("there is no profile `home`", "it has work");
    shell.without("BREVET_PROFILE").run("list").assertCode(5);
    shell.configure("work.uri = x");
    shell.run("list").assertCode(2).assertErr("`work.uri`, which is not known");
  }

  @Test
  void misuse_isToldWithoutNoise() {
    shell.run("credentials").assertCode(2).assertErr("MAPPING");
    shell
        .run("credential", "x")
        .assertCode(2)
        .assertErr("there is no command `credential`", "brevet credentials");
    shell.run("credentials", "--no-cash", "x").assertCode(2).assertErr("--no-cash", "--no-cache");
    shell.run("help", "nothing").assertCode(2).assertErr("has no command `nothing`");
    assertEquals(
        shell.run("design", "state-machine", "--help").assertCode(0).out(),
        shell.run("help", "design", "state-machine").assertCode(0).out());
    shell.run("credentials", "../admin").assertCode(2).assertErr("not the name of a mapping");
    shell.run("credentials", "x", "-d", "14m").assertCode(2).assertErr("900 to 3600");
    shell.run("credentials", "x", "-d", "soon").assertCode(2).assertErr("`soon`");
    Ended help = shell.run("--help").assertCode(0);
    assertTrue(help.out().contains("Exit codes") && help.err().isEmpty(), help.toString());
  }

  /// Sets how many seconds the kept credentials have left of the hour that they were good for.
  private void age(int left) throws IOException {
    Path file = shell.kept("session-").getFirst();
    Instant expiration = Instant.now().plusSeconds(left).truncatedTo(ChronoUnit.SECONDS);
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("\"Expiration\":\"[^\"]*\"", "\"Expiration\":\"" + expiration + "\"")
            .replaceFirst(
                "\"Vended\":\"[^\"]*\"", "\"Vended\":\"" + expiration.minusSeconds(3600) + "\""));
  }

  private static Said vended(int number, int seconds) {
    return new Said(
        200,
        Map.of("Content-Type", "application/json"),
        "{\"assumedRoleArn\":\"arn:aws:sts::111122223333:assumed-role/A/b\",\"credentials\":"
            + "{\"accessKeyId\":\"ASIA"
            + String.format("%016d", number)
            + "\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":\""
            + Instant.now().plusSeconds(seconds)
            + "\"}}");
  }

  private static String key(Ended ended) {
    return ended.json().path("AccessKeyId").asText();
  }

  private static String key(String out) {
    return key(new Ended(0, out, ""));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
