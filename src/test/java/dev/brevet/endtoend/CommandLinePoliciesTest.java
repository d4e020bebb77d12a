package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.endtoend.Shell.Ended;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `brevet lint`, `compare` and `design` as processes: without a server, and against the local
/// world's, which must answer the same.
class CommandLinePoliciesTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final String DEFINITION =
      """
      {
        "StartAt": "Tell",
        "States": {
          "Tell": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Parameters": {
              "QueueUrl": "https://sqs.eu-central-1.amazonaws.com/111122223333/${Queue}",
              "MessageBody": "done"
            },
            "End": true
          }
        }
      }
      """;
  private static final String[] SCOPE = {"-a", "111122223333", "-r", "eu-central-1"};

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void openShell() {
    // A Brevet that the environment names is not asked: what needs none stays here.
    shell = new Shell(home).with("BREVET_URL", "http://127.0.0.1:1");
  }

  @Test
  void lint_findsAConfusedDeputy_whereItStands() throws IOException {
    write(
        "trust.json",
        """
        {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": "states.amazonaws.com"},
            "Action": "sts:AssumeRole"
          }]
        }
        """);
    Ended text = shell.run("lint", "--kind", "trust", "trust.json", "--fail-on", "info");
    text.assertCode(1);
    assertTrue(
        text.out()
            .lines()
            .anyMatch(line -> line.matches("trust\\.json:[3-5]:\\d+: (error|warning): .*\\[\\w+]")),
        text.out());

    JsonNode json =
        shell
            .run("lint", "-k", "trust", "-f", "json", "trust.json", "--fail-on", "never")
            .assertCode(0)
            .json();
    JsonNode finding = json.path("files").path(0).path("findings").path(0);
    assertEquals("trust.json", json.path("files").path(0).path("file").asText());

    JsonNode sarif =
        shell
            .run("lint", "-k", "trust", "-f", "sarif", "trust.json", "--fail-on", "never")
            .assertCode(0)
            .json();
    assertSarif(sarif);
    JsonNode result = sarif.path("runs").path(0).path("results").path(0);
    assertEquals(finding.path("id").asText(), result.path("ruleId").asText());
    JsonNode physical = result.path("locations").path(0).path("physicalLocation");
    assertEquals("trust.json", physical.path("artifactLocation").path("uri").asText());
    assertEquals(
        finding.path("place").path("line").asInt(),
        physical.path("region").path("startLine").asInt());

    // The same from a server.
    shell.with("BREVET_TOKEN", WORLD.token("alice"));
    assertEquals(
        json,
        shell
            .run(
                "lint",
                "-k",
                "trust",
                "-f",
                "json",
                "trust.json",
                "--fail-on",
                "never",
                "--url",
                WORLD.url().toString())
            .assertCode(0)
            .json());
  }

  @Test
  void lint_isQuietAboutAGoodPolicy_andTellsWhatIsNone() throws IOException {
    write(
        "good.json",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:SendMessage\","
            + "\"Resource\":\"arn:aws:sqs:eu-central-1:111122223333:orders\"}]}");
    Ended good = shell.run("lint", "good.json", "--fail-on", "info").assertCode(0);
    assertEquals("", good.out() + good.err());
    Ended none = shell.runWith("{\n  \"Version\": ", "lint", "-").assertCode(1);
    assertTrue(none.out().startsWith("-:2:"), none.out());
    assertTrue(none.out().contains("[JSON_SYNTAX_ERROR]"), none.out());
    JsonNode sarif = shell.run("lint", "-f", "sarif", "good.json").assertCode(0).json();
    assertSarif(sarif);
    assertEquals(0, sarif.path("runs").path(0).path("results").size());
    shell.run("lint", "missing.json").assertCode(2).assertErr("`missing.json` cannot be read");
    shell
        .run("lint", "-k", "tryst", "good.json")
        .assertCode(2)
        .assertErr("identity, resource, trust");
    // The worst of several files counts.
    write("bad.json", "[]");
    shell.run("lint", "good.json", "bad.json").assertCode(1);
    // Of a folder it is the files that are called JSON.
    Path policies = Files.createDirectories(home.resolve("policies"));
    Files.copy(home.resolve("good.json"), policies.resolve("a.json"));
    Files.copy(home.resolve("bad.json"), policies.resolve("notes.txt"));
    shell.run("lint", "policies").assertCode(0);
    Files.copy(home.resolve("bad.json"), policies.resolve("b.json"));
    Ended both = shell.run("lint", "policies").assertCode(1);
    assertTrue(both.out().startsWith("policies/b.json:1:1: error: "), both.out());
    Files.createDirectories(home.resolve("none"));
    shell.run("lint", "none").assertCode(2).assertErr("`none` has no file");
  }

  @Test
  void compare_answersByExitCode() throws IOException {
    write("narrow.json", policy("s3:GetObject", "arn:aws:s3:::bucket/a/*"));
    write("wide.json", policy("s3:Get*", "arn:aws:s3:::bucket/*"));
    Ended no = shell.run("compare", "narrow.json", "wide.json").assertCode(0);
    assertEquals("narrow.json allows nothing that wide.json does not\n", no.out());
    Ended yes = shell.run("compare", "wide.json", "narrow.json").assertCode(1);
    assertTrue(
        yes.out().contains("  action: s3:Get")
            && yes.out().contains("  resource: arn:aws:s3:::bucket"),
        yes.out());
    JsonNode here =
        shell.run("compare", "-f", "json", "wide.json", "narrow.json").assertCode(1).json();
    assertEquals("yes", here.path("answer").asText());
    shell.with("BREVET_TOKEN", WORLD.token("alice"));
    assertEquals(
        here,
        shell
            .run(
                "compare",
                "-f",
                "json",
                "wide.json",
                "narrow.json",
                "--url",
                WORLD.url().toString())
            .assertCode(1)
            .json());
    write("broken.json", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"allow\"}]}");
    shell
        .run("compare", "broken.json", "wide.json")
        .assertCode(2)
        .assertErr("broken.json:1:", "not a policy");
  }

  @Test
  void compare_neverGuesses() throws IOException {
    write(
        "variable.json",
        policyWith("\"Bool\":{\"aws:SecureTransport\":\"${aws:PrincipalTag/a}\"}"));
    write("plain.json", policyWith("\"Bool\":{\"aws:SecureTransport\":\"true\"}"));
    Ended ended = shell.run("compare", "variable.json", "plain.json").assertCode(7);
    assertTrue(ended.out().startsWith("cannot tell whether"), ended.out());
  }

  @Test
  void design_stateMachine_isTheServersOwn() throws IOException {
    write("tell.asl.json", DEFINITION);
    String[] arguments = {
      "design", "state-machine", "tell.asl.json", "-n", "tell", "-s", "Queue=orders", "--logging"
    };
    Ended text = shell.run(with(arguments, SCOPE)).assertCode(0);
    assertEquals("", text.err());
    assertTrue(text.out().contains("arn:aws:sqs:eu-central-1:111122223333:orders"), text.out());
    assertTrue(
        text.out().contains("arn:aws:states:eu-central-1:111122223333:stateMachine:tell"),
        text.out());

    JsonNode here = shell.run(with(with(arguments, SCOPE), "-f", "json")).assertCode(0).json();
    shell.with("BREVET_TOKEN", WORLD.token("alice"));
    JsonNode there =
        shell
            .run(with(with(arguments, SCOPE), "-f", "json", "--url", WORLD.url().toString()))
            .assertCode(0)
            .json();
    assertEquals(there, here);

    String terraform =
        shell.run(with(with(arguments, SCOPE), "-f", "terraform")).assertCode(0).out();
    assertEquals(here.path("formats").path("terraform").asText().strip(), terraform.strip());
    assertFalse(terraform.isBlank());
  }

  @Test
  void design_ofWhatIsNotKnown_isLoud() throws IOException {
    write("tell.asl.json", DEFINITION);
    String[] arguments = with(new String[] {"design", "state-machine", "tell.asl.json"}, SCOPE);
    Ended ended = shell.run(arguments).assertCode(1).assertErr("not resolved: Tell: ", "${Queue}");
    assertTrue(ended.out().contains("trust policy:"), ended.out());
    shell.run(with(arguments, "--allow-unresolved")).assertCode(0).assertErr("not resolved: Tell");
    write("none.json", "{\n \"States\": []}");
    shell
        .run(with(new String[] {"design", "state-machine", "none.json"}, SCOPE))
        .assertCode(2)
        .assertErr("none.json", "not a state machine");
    shell.run("design", "state-machine", "tell.asl.json").assertCode(2).assertErr("--account");
    shell
        .run(with(arguments, "--partition", "aws-cn"))
        .assertCode(2)
        .assertErr("--region", "aws-cn");
    shell.run(with(arguments, "--task-role", "x")).assertCode(2).assertErr("--task-role");
  }

  /// A comment is no template, so that no pipeline deploys nothing.
  @Test
  void design_inAFormatThatIsNotGiven_isNotPossible() throws IOException {
    write(
        "refers.asl.json",
        """
        {"QueryLanguage":"JSONata","StartAt":"T","States":{"T":{"Type":"Task","End":true,
         "Resource":"arn:aws:states:::aws-sdk:s3:getObject",
         "Arguments":{"Bucket":"b","Key":"{% '{{resolve' & ':ssm:x}}' %}"}}}}
        """);
    String[] arguments =
        with(
            with(new String[] {"design", "state-machine", "refers.asl.json"}, SCOPE),
            "--allow-unresolved");
    shell
        .run(with(arguments, "-f", "cloudformation"))
        .assertCode(6)
        .assertErr("no role in this format");
    shell.run(with(arguments, "-f", "cli")).assertCode(0);
  }

  @Test
  void design_mapping_letsPeopleActAsTheMachine() throws IOException {
    write("tell.asl.json", DEFINITION);
    JsonNode json =
        shell
            .run(
                with(
                    new String[] {
                      "design",
                      "state-machine",
                      "tell.asl.json",
                      "-s",
                      "Queue=q",
                      "-f",
                      "json",
                      "--mapping",
                      "as-tell",
                      "--principal",
                      "arn:aws:iam::111122223333:user/a",
                      "--brevet-role",
                      "arn:aws:iam::111122223333:role/brevet-vend"
                    },
                    SCOPE))
            .assertCode(0)
            .json();
    assertEquals("as-tell", json.path("mapping").path("mapping").path("id").asText());
  }

  @Test
  void design_ofYaml_isThatOfJson() throws IOException {
    write("tell.asl.json", DEFINITION);
    write(
        "tell.asl.yaml",
        """
        # As SAM's users write it.
        StartAt: Tell
        States:
          Tell:
            Type: Task
            Resource: arn:aws:states:::sqs:sendMessage
            Parameters:
              QueueUrl: ${Url}
              MessageBody: done
            End: true
        """);
    String[] options =
        with(
            SCOPE,
            "-s",
            "Queue=orders",
            "-s",
            "Url=https://sqs.eu-central-1.amazonaws.com/111122223333/orders",
            "-f",
            "json");
    String[] json = with(new String[] {"design", "state-machine", "tell.asl.json"}, options);
    String[] yaml = with(new String[] {"design", "state-machine", "tell.asl.yaml"}, options);
    JsonNode expected = shell.run(json).assertCode(0).json();
    assertEquals(expected, shell.run(yaml).assertCode(0).json());
    shell.with("BREVET_TOKEN", WORLD.token("alice"));
    assertEquals(
        expected, shell.run(with(yaml, "--url", WORLD.url().toString())).assertCode(0).json());
    write("tell.asl.yaml", "StartAt: Tell\nStates: !Include other.yaml\n");
    shell.run(yaml).assertCode(2).assertErr("tell.asl.yaml:2:9", "!Include");
  }

  @Test
  void design_tellsHowItDiffersFromWhatWasThere() throws IOException {
    write("tell.asl.json", DEFINITION);
    write("present.json", policy("sqs:*", "arn:aws:sqs:eu-central-1:111122223333:orders"));
    String[] design =
        with(
            with(new String[] {"design", "state-machine", "tell.asl.json"}, SCOPE),
            "-s",
            "Queue=orders",
            "--tracing",
            "--starting-policy",
            "present.json");
    Ended text = shell.run(design).assertCode(0);
    assertTrue(
        text.out()
            .lines()
            .anyMatch(line -> line.startsWith("the starting policy allows more in 0: sqs:")),
        text.out());
    assertTrue(text.out().contains("the design allows more in Xray"), text.out());
    JsonNode here = shell.run(with(design, "-f", "json")).assertCode(0).json();
    shell.with("BREVET_TOKEN", WORLD.token("alice"));
    assertEquals(
        shell.run(with(design, "-f", "json", "--url", WORLD.url().toString())).assertCode(0).json(),
        here);
    write("present.json", "{}");
    shell.run(design).assertCode(2).assertErr("present.json:1:1: not a policy");
  }

  @Test
  void lint_holdsAPolicyAgainstABoundary() throws IOException {
    write("boundary.json", policy("s3:Get*", "*"));
    write("within.json", policy("s3:GetObject", "arn:aws:s3:::bucket/*"));
    write("outside.json", policy("s3:PutObject", "arn:aws:s3:::bucket/*"));
    shell.run("lint", "--boundary", "boundary.json", "within.json").assertCode(0);
    String[] outside = {"lint", "--boundary", "boundary.json", "outside.json"};
    Ended ended = shell.run(outside).assertCode(1);
    assertTrue(
        ended.out().contains("s3:PutObject") && ended.out().contains("boundary"), ended.out());
    shell.with("BREVET_TOKEN", WORLD.token("alice"));
    assertEquals(
        ended.out(), shell.run(with(outside, "--url", WORLD.url().toString())).assertCode(1).out());
    // What nobody can tell does not pass.
    write("untold.json", policy("s3:GetObject", "arn:aws:s3:::bucket/${aws:username}"));
    write("boundary.json", policy("s3:GetObject", "arn:aws:s3:::bucket/${aws:userid}"));
    write(
        "capitals.json",
        policy("s3:GetObject", "*")
            .replace(
                "\"Resource\"",
                "\"Condition\":{\"stringequals\":{\"aws:username\":\"a\"}},\"Resource\""));
    // What the engine cannot read is an error besides.
    for (Map.Entry<String, Integer> file :
        Map.of("untold.json", 7, "capitals.json", 1).entrySet()) {
      String[] lint = {"lint", "--boundary", "boundary.json", file.getKey()};
      Ended untold = shell.run(lint).assertCode(file.getValue());
      assertTrue(untold.out().contains("BOUNDARY_CANNOT_BE_TOLD"), untold.out());
      assertEquals(
          untold.out(),
          shell.run(with(lint, "--url", WORLD.url().toString())).assertCode(file.getValue()).out());
      shell.run(with(lint, "--fail-on", "never")).assertCode(0);
      shell.run(with(lint, "--fail-on", "warning")).assertCode(1);
    }
    write("boundary.json", "[");
    shell.run(outside).assertCode(2).assertErr("boundary.json:1:");
  }

  @Test
  void otherDesigns_areTheServersOwn() {
    List<String[]> designs =
        List.of(
            new String[] {
              "design",
              "function-role",
              "orders",
              "--qualifier",
              "live",
              "--tracing",
              "-f",
              "json",
              "--source",
              "arn:aws:sqs:eu-central-1:111122223333:orders",
              "--source",
              "arn:aws:s3:::bucket@111122223333",
              "--call",
              "dynamodb:GetItem,dynamodb:Query=arn:aws:dynamodb:eu-central-1:111122223333:table/orders",
              "--caller",
              "444455556666"
            },
            new String[] {
              "design",
              "service-role",
              "redshift.amazonaws.com",
              "-f",
              "json",
              "--source",
              "arn:aws:redshift:eu-central-1:111122223333:cluster:sales",
              "--call",
              "s3:GetObject=arn:aws:s3:::sales/*"
            },
            new String[] {
              "design",
              "developer-policy",
              "states-machine",
              "--prefix",
              "orders-",
              "--role",
              "arn:aws:iam::111122223333:role/orders"
            },
            new String[] {
              "design",
              "endpoint-policy",
              "states",
              "--machine",
              "orders-*",
              "--principal",
              "111122223333",
              "--deny",
              "states:DeleteStateMachine"
            });
    shell.with("BREVET_TOKEN", WORLD.token("alice"));
    for (String[] design : designs) {
      JsonNode here = shell.run(with(design, SCOPE)).assertCode(0).json();
      JsonNode there =
          shell
              .run(with(with(design, SCOPE), "--url", WORLD.url().toString()))
              .assertCode(0)
              .json();
      assertEquals(there, here, design[1]);
    }
    shell
        .run(with(new String[] {"design", "function-role", "a", "--source", "x"}, SCOPE))
        .assertCode(2)
        .assertErr("--source");
    shell
        .run(with(new String[] {"design", "developer-policy", "x"}, SCOPE))
        .assertCode(2)
        .assertErr("lambda-developer");
    shell.run(with(new String[] {"design", "endpoint-policy", "x"}, SCOPE)).assertCode(2);
    String[] service =
        with(new String[] {"design", "service-role", "redshift.amazonaws.com"}, SCOPE);
    shell.run(service).assertCode(2).assertErr("--source");
    shell
        .run(with(service, "--source", "arn:aws:redshift:eu-central-1:444455556666:cluster:a"))
        .assertCode(2)
        .assertErr("another account");
  }

  /// What SARIF 2.1.0 requires of what is there, and code scanning of results.
  private static void assertSarif(JsonNode log) {
    assertEquals("2.1.0", log.path("version").asText());
    assertTrue(log.path("$schema").asText().endsWith("sarif-2.1.0.json"));
    JsonNode run = log.path("runs").path(0);
    JsonNode driver = run.path("tool").path("driver");
    assertEquals("brevet", driver.path("name").asText());
    assertEquals("utf16CodeUnits", run.path("columnKind").asText());
    assertTrue(run.path("results").isArray());
    for (JsonNode result : run.path("results")) {
      JsonNode rule = driver.path("rules").path(result.path("ruleIndex").asInt());
      assertEquals(rule.path("id").asText(), result.path("ruleId").asText());
      assertFalse(rule.path("shortDescription").path("text").asText().isEmpty());
      assertTrue(List.of("error", "warning", "note").contains(result.path("level").asText()));
      assertFalse(result.path("message").path("text").asText().isEmpty());
      JsonNode region = result.path("locations").path(0).path("physicalLocation").path("region");
      assertTrue(region.path("startLine").asInt() > 0 && region.path("startColumn").asInt() > 0);
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(home.resolve(name), text);
  }

  private static String policy(String action, String resource) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\""
        + resource
        + "\"}}";
  }

  private static String policyWith(String condition) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
               + "\"Resource\":\"*\",\"Condition\":{"
        + condition
        + "}}}";
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
