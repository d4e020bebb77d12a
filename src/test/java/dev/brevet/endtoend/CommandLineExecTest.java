package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.endtoend.Shell.Ended;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `brevet exec`, `list` and `explain` as processes against the local world.
class CommandLineExecTest {
  private static final LocalWorld WORLD = SharedWorld.world();

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void openShell() {
    shell =
        new Shell(home)
            .with("BREVET_URL", WORLD.url().toString())
            .with("BREVET_TOKEN", WORLD.token("deploy-pipeline"));
  }

  @Test
  void command_hasCredentialsInItsEnvironment_andNothingInTheWay() {
    shell.with("AWS_PROFILE", "other").with("AWS_WEB_IDENTITY_TOKEN_FILE", "/x");
    Ended ended = shell.run("exec", "orders-reader", "--", "env").assertCode(0);
    assertEquals("", ended.err());
    String key = shell.run("credentials", "orders-reader").json().path("AccessKeyId").asText();
    assertTrue(ended.out().contains("AWS_ACCESS_KEY_ID=" + key + "\n"), ended.out());
    for (String name :
        new String[] {
          "AWS_SECRET_ACCESS_KEY=", "AWS_SESSION_TOKEN=", "AWS_CREDENTIAL_EXPIRATION="
        }) {
      assertTrue(ended.out().contains("\n" + name), name);
    }
    assertFalse(ended.out().contains("AWS_PROFILE"), ended.out());
    assertFalse(ended.out().contains("AWS_WEB_IDENTITY_TOKEN_FILE"), ended.out());
  }

  @Test
  void tokenOfBrevet_isNotInTheCommandsEnvironment() {
    Ended ended = shell.run("exec", "orders-reader", "--", "env").assertCode(0);

    assertFalse(ended.out().contains("BREVET_TOKEN"), "the command can read the token");
  }

  @Test
  void variablesOfTheUser_reachTheCommandAsTheyAre_whateverTheLauncherCallsItsOwn()
      throws IOException {
    List<String> names =
        Pattern.compile("(?<![$\\w{])([A-Za-z_]\\w*)=|\\bfor (\\w+) in|\\bread -r (\\w+)")
            .matcher(Files.readString(Shell.LAUNCHER))
            .results()
            .flatMap(found -> Stream.of(found.group(1), found.group(2), found.group(3)))
            .filter(name -> name != null && !name.matches("LC_ALL|IFS|AOTCache\\w*|BREVET_\\w+"))
            .map(name -> name.replaceFirst("^_brevet_", ""))
            .distinct()
            .toList();
    assertTrue(names.containsAll(List.of("cache", "code", "home", "jar", "options")), "" + names);
    names.forEach(name -> shell.with(name, "the user's own " + name));
    Ended ended = shell.run("exec", "orders-reader", "--", "env").assertCode(0);

    for (String name : names) {
      String line = name + "=the user's own " + name;
      assertTrue(ended.out().lines().anyMatch(line::equals), name);
    }
  }

  @Test
  void arguments_reachTheCommandAsTheyAre() {
    Ended ended =
        shell.run(
            "exec",
            "-d",
            "15m",
            "orders-reader",
            "--",
            "printf",
            "%s|",
            "a b",
            "it's",
            "$HOME",
            "`id`",
            "--",
            "-x",
            "*",
            "é\n");
    ended.assertCode(0);
    assertEquals("a b|it's|$HOME|`id`|--|-x|*|é\n|", ended.out());
  }

  @Test
  void exitCodeInputAndSignals_areTheCommandsOwn() throws Exception {
    shell.run("exec", "orders-reader", "--", "sh", "-c", "exit 37").assertCode(37);
    assertEquals(
        "hello", shell.runWith("hello", "exec", "orders-reader", "--", "cat").assertCode(0).out());
    shell.run("exec", "orders-reader", "--", "no-such-command").assertCode(127);

    Path caught = home.resolve("caught");
    Process process =
        shell.start(
            "exec",
            "orders-reader",
            "--",
            "sh",
            "-c",
            "trap 'echo caught >"
                + caught
                + "; exit 9' TERM; echo ready; while :; do sleep 0.1; done");
    assertEquals(
        "ready", new String(process.getInputStream().readNBytes(5), StandardCharsets.UTF_8));
    process.destroy();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    assertEquals(9, process.exitValue());
    assertEquals("caught\n", Files.readString(caught));
  }

  @Test
  void refusal_runsNothing() throws IOException {
    shell.with("BREVET_TOKEN", WORLD.token("stranger"));
    Path ran = home.resolve("ran");
    Ended ended = shell.run("exec", "orders-reader", "--", "touch", ran.toString()).assertCode(4);
    assertEquals("", ended.out());
    assertFalse(Files.exists(ran));
    shell.run("exec", "orders-reader").assertCode(2).assertErr("COMMAND");
    assertTrue(shell.run("exec", "--help").assertCode(0).out().startsWith("Usage: brevet exec"));
  }

  @Test
  void list_showsWhatOneMayVend() {
    Ended text = shell.run("list").assertCode(0);
    assertTrue(
        text.out()
            .lines()
            .anyMatch(
                line ->
                    line.matches(
                        "orders-reader +111122223333 +OrdersReader +60m +day\\? +Read one.*")),
        text.out());
    assertFalse(text.out().contains("retired"), text.out());
    assertEquals(
        "orders-reader",
        shell
            .run("list", "--format", "json")
            .assertCode(0)
            .json()
            .path("mappings")
            .findValuesAsText("mapping")
            .stream()
            .filter("orders-reader"::equals)
            .findFirst()
            .orElse(""));
    shell.run("list", "--all").assertCode(4).assertErr("access_denied");
  }

  @Test
  void emptyList_saysSo() {
    try (StandIn brevet =
        new StandIn(
            _ ->
                new StandIn.Said(
                    200, Map.of("Content-Type", "application/json"), "{\"mappings\":[]}"))) {
      shell.with("BREVET_URL", brevet.url());
      shell.run("list").assertCode(0).assertErr("no mapping that you may vend");
    }
  }

  @Test
  void listInPages_isOne() {
    Map<String, String> type = Map.of("Content-Type", "application/json");
    try (StandIn brevet =
        new StandIn(
            path ->
                new StandIn.Said(
                    200,
                    type,
                    path.endsWith("&token=a%26b")
                        ? "{\"mappings\":[{\"mapping\":\"second\"}]}"
                        : "{\"mappings\":[{\"mapping\":\"first\"}],\"next\":\"a&b\"}"))) {
      shell.with("BREVET_URL", brevet.url());
      Ended list = shell.run("list").assertCode(0);
      assertTrue(list.out().contains("first") && list.out().contains("second"), list.out());
      assertEquals(
          List.of("first", "second"),
          shell.run("list", "-f", "json").json().path("mappings").findValuesAsText("mapping"));
    }
  }

  @Test
  void explain_tellsWhatAVendWouldDo() {
    Ended allowed = shell.run("explain", "orders-reader", "-p", "day=2026-11-22").assertCode(0);
    assertTrue(allowed.out().contains("allowed: yes\n"), allowed.out());
    assertTrue(
        allowed.out().contains("role: arn:aws:iam::111122223333:role/brevet/OrdersReader\n"));
    assertTrue(allowed.out().contains("Tenant=acme"), allowed.out());
    assertTrue(allowed.out().contains("\"dynamodb:LeadingKeys\""), allowed.out());
    assertTrue(
        shell.run("explain", "-f", "json", "orders-reader").json().path("allowed").asBoolean());

    Ended field = shell.run("explain", "orders-reader", "-p", "day=today").assertCode(4);
    assertTrue(field.out().contains("field: parameters.day\n"), field.out());
    shell.with("BREVET_TOKEN", WORLD.token("stranger"));
    Ended denied = shell.run("explain", "orders-reader").assertCode(4);
    assertTrue(
        denied.out().contains("allowed: no\n") && denied.out().contains("code: access_denied\n"));
  }
}
