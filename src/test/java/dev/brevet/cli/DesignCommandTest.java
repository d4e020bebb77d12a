package dev.brevet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.api.design.DesignsEndpoint;
import dev.brevet.api.design.KnownCallers;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.iam.MappingName;
import dev.brevet.identity.Verification;
import dev.brevet.mapping.MappingId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the command line designs here is what a server answers to what it posts.
class DesignCommandTest {
  private static final String ACCOUNT = "111122223333";

  /// Values that are right and values that are not, for options of every kind.
  private static final List<String> VALUES =
      List.of(
          ACCOUNT,
          "444455556666",
          "eu-central-1",
          "cn-north-1",
          "eusc-de-east-1",
          "aws",
          "aws-cn",
          "aws-eusc",
          "orders",
          "orders-*",
          "$LATEST",
          "o-a1b2c3d4e5",
          "sns.amazonaws.com",
          "states:StartExecution",
          "arn:aws:iam::111122223333:role/orders",
          "arn:aws:iam::111122223333:user/alice",
          "arn:aws:sqs:eu-central-1:111122223333:orders",
          "arn:aws:s3:::bucket@444455556666",
          "arn:aws:s3:::bucket/${x}",
          "arn:aws:kms:eu-central-1:111122223333:key/1",
          "s3:GetObject,s3:Nothing=arn:aws:s3:::bucket/*",
          "Tell=arn:aws:iam::111122223333:role/orders",
          "Queue=orders",
          "",
          "\u202e`\n");

  private static final Map<String, List<String>> KINDS =
      Map.of(
          "state-machine",
          List.of(
              "-n",
              "--express",
              "-s",
              "--logging",
              "--tracing",
              "--kms-key",
              "--bucket-kms-key",
              "--tighter",
              "--task-role",
              "--starting-policy",
              "--mapping",
              "--principal",
              "--brevet-role"),
          "function-role",
          List.of(
              "--qualifier",
              "--source",
              "--call",
              "--caller",
              "--organization",
              "--vpc",
              "--tracing",
              "--destination",
              "--kms-key",
              "--only-this-function"),
          "service-role",
          List.of("--source", "--call"),
          "developer-policy",
          List.of("--prefix", "--role", "--service"),
          "endpoint-policy",
          List.of("--principal", "--organization", "--machine", "--action", "--deny"));

  private static final List<String> FLAGS =
      List.of("--express", "--logging", "--tracing", "--tighter", "--vpc", "--only-this-function");

  /// What mostly suits an option, so that many lines are right as a whole.
  private static final Map<String, List<String>> SUITING =
      Map.ofEntries(
          Map.entry("-n", List.of("orders")),
          Map.entry("-s", List.of("Queue=orders")),
          Map.entry("--kms-key", List.of("arn:aws:kms:eu-central-1:111122223333:key/1")),
          Map.entry("--bucket-kms-key", List.of("arn:aws:kms:eu-central-1:111122223333:key/1")),
          Map.entry("--task-role", List.of("Tell=arn:aws:iam::111122223333:role/orders")),
          Map.entry("--starting-policy", List.of("policy.json", "broken.json")),
          Map.entry("--qualifier", List.of("$LATEST", "live")),
          Map.entry(
              "--source",
              List.of(
                  "arn:aws:sqs:eu-central-1:111122223333:orders",
                  "arn:aws:s3:::bucket@444455556666",
                  "arn:aws:redshift:eu-central-1:111122223333:cluster:sales")),
          Map.entry("--call", List.of("s3:GetObject,s3:Nothing=arn:aws:s3:::bucket/*")),
          Map.entry("--caller", List.of("444455556666", "arn:aws:iam::111122223333:user/alice")),
          Map.entry("--organization", List.of("o-a1b2c3d4e5")),
          Map.entry("--destination", List.of("arn:aws:sqs:eu-central-1:111122223333:orders")),
          Map.entry("--mapping", List.of("orders")),
          Map.entry("--brevet-role", List.of("arn:aws:iam::111122223333:role/orders")),
          Map.entry("--principal", List.of("arn:aws:iam::111122223333:user/alice")),
          Map.entry("--role", List.of("arn:aws:iam::111122223333:role/orders")),
          Map.entry("--service", List.of("sns.amazonaws.com")),
          Map.entry("--prefix", List.of("orders")),
          Map.entry("--machine", List.of("orders-*")),
          Map.entry("--action", List.of("states:StartExecution")),
          Map.entry("--deny", List.of("states:StartExecution")));

  private static final Map<String, List<String>> FIRST =
      Map.of(
          "state-machine",
          List.of("tell.json", "tell.yaml", "tag.yaml", "none.json"),
          "function-role",
          List.of("orders"),
          "service-role",
          List.of("redshift.amazonaws.com"),
          "developer-policy",
          List.of("states-machine", "task-token", "lambda-add-permission"),
          "endpoint-policy",
          List.of("states", "sync-states"));

  @TempDir static Path folder;
  private static HttpServer server;
  private static int posted;
  private static int designed;

  @BeforeAll
  static void start() throws IOException {
    String machine =
        "{\"StartAt\":\"Tell\",\"States\":{\"Tell\":{\"Type\":\"Task\",\"End\":true,"
            + "\"Resource\":\"arn:aws:states:::sqs:sendMessage\",\"Parameters\":"
            + "{\"QueueUrl\":\"https://sqs.eu-central-1.amazonaws.com/111122223333/${Queue}\"}}}}";
    Files.writeString(folder.resolve("tell.json"), machine);
    Files.writeString(folder.resolve("tell.yaml"), "# YAML\n" + machine.replace("{", "\n {"));
    Files.writeString(folder.resolve("tag.yaml"), "StartAt: Tell\nStates: !Include other.yaml\n");
    Files.writeString(folder.resolve("none.json"), "{\n \"States\": []}");
    Files.writeString(
        folder.resolve("policy.json"),
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sqs:*\","
            + "\"Resource\":\"*\"}}");
    Files.writeString(folder.resolve("broken.json"), "\n {}");
    Router router =
        new Router(
            List.of(
                new DesignsEndpoint(
                    new KnownCallers((_, _) -> new Verification.Rejected("no tokens here")),
                    Catalogue.bundled())));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/", exchange -> answer(exchange, router));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    assertTrue(posted > 100 && designed > 50, posted + " posted, " + designed + " designed");
  }

  private static void answer(HttpExchange exchange, Router router) throws IOException {
    String path = exchange.getRequestURI().getPath().replace("/v1/", "/v1/iam/");
    ApiResponse response =
        router.answer(
            Requests.of(
                exchange.getRequestMethod(),
                path,
                "",
                Map.of("Content-Type", "application/json"),
                Body.of(exchange.getRequestBody().readAllBytes()),
                Optional.of(Requests.user("/somebody"))));
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(response.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
    posted++;
    designed += response.status() == 200 ? 1 : 0;
  }

  /// How a command line ended.
  private record Ended(int code, String out, String err) {}

  private static Ended run(List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Brevet.run(
            new Environment(
                Map.of("BREVET_TOKEN", "a-token", "BREVET_CONFIG", "/dev/null"),
                Clock.systemUTC(),
                SecureRandom::new,
                folder,
                folder,
                Optional.empty(),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)),
            arguments.toArray(String[]::new));
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static List<String> line(Random random) {
    List<String> kinds = KINDS.keySet().stream().sorted().toList();
    String kind = pick(kinds, random);
    List<String> line = new ArrayList<>(List.of("design", kind, first(kind, random)));
    line.addAll(List.of("-a", ACCOUNT, "-r", "eu-central-1"));
    if (kind.endsWith("-role") || kind.equals("state-machine")) {
      line.addAll(List.of("-f", "json"));
    }
    if (random.nextInt(10) == 0) {
      line.addAll(List.of("--partition", pick(VALUES, random)));
    }
    List<String> options = KINDS.get(kind);
    for (int i = random.nextInt(options.size() + 3); i > 0; i--) {
      String option = pick(options, random);
      boolean isRepeatable =
          List.of("-s", "--source", "--call", "--caller", "--principal", "--machine")
              .contains(option);
      if (line.contains(option) && (!isRepeatable || kind.equals("service-role"))) {
        continue;
      }
      line.add(option);
      if (!FLAGS.contains(option)) {
        line.add(pick(random.nextInt(12) == 0 ? VALUES : SUITING.get(option), random));
      }
    }
    if (kind.equals("service-role") && !line.contains("--source")) {
      line.addAll(List.of("--source", SUITING.get("--source").getLast()));
    }
    return line.stream().map(DesignCommandTest::path).toList();
  }

  private static String first(String kind, Random random) {
    return random.nextInt(12) == 0
        ? kind.equals("state-machine") ? "none.json" : pick(VALUES, random)
        : pick(FIRST.get(kind), random);
  }

  private static String path(String argument) {
    return argument.matches("[a-z]+\\.(json|yaml)")
        ? folder.resolve(argument).toString()
        : argument;
  }

  private static String pick(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }

  @RepeatedTest(10)
  void design_isTheServersOwn(RepetitionInfo repetition) {
    long seed = 20261130L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      List<String> line = line(random);
      Ended here = run(line);
      List<String> remote = new ArrayList<>(line);
      remote.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort()));
      assertEquals(here, run(remote), () -> "seed " + seed + ", " + line);
      assertTrue(
          here.code() != Exit.FAULT.code() && here.code() != Exit.UNAVAILABLE.code(),
          () -> "seed " + seed + ", " + line + ": " + here);
    }
  }

  /// The command line does not know the room of mappings.
  @Test
  void idOfAMapping_isWhatAMappingAccepts() {
    Random random = new Random(20261130L);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder id = new StringBuilder();
      for (int k = random.nextInt(4) + (i % 3 == 0 ? 62 : 0); k > 0; k--) {
        id.append(random.nextInt(12) == 0 ? (char) random.nextInt(0x80) : "a.0_-z".charAt(k % 6));
      }
      String text = id.toString();
      assertEquals(MappingId.parse(text).isPresent(), MappingName.isOne(text), text);
    }
  }

  /// A refusal names the option, not the field of a request that the user never sees.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state-machine tell.json -a 1 | `--account` is not twelve digits",
        "state-machine tell.json -a 111122223333 -r here | `--region` is not a region",
        "state-machine tell.json -a 111122223333 --kms-key x | `--kms-key` is not the ARN of a KMS",
        "state-machine tell.json -a 111122223333 --task-role T=arn:x | `--task-role` is not a role",
        "state-machine tell.json -a 111122223333 --mapping A | `--mapping` is not a mapping id",
        "state-machine tell.json -a 111122223333 --principal x | `--mapping` is missing",
        "state-machine none.json -a 111122223333 | none.json:1:1: not a state machine: `States`",
        "state-machine tell.json -a 111122223333 --starting-policy broken.json |"
            + " broken.json:2:2: not a policy: ",
        "function-role a,b -a 111122223333 -r eu-central-1 | `NAME` is not a name that Lambda",
        "function-role a -a 111122223333 | `--region` is missing",
        "function-role a -a 111122223333 -r eu-central-1 --source"
            + " arn:aws:sqs:eu-central-1:111122223333:q --source x | `--source` number 2 is not the"
            + " ARN of an event source",
        "function-role a -a 111122223333 -r eu-central-1 --call a:b=c |"
            + " `--call` number 1 does not name resources by ARN",
        "service-role x -a 111122223333 --source arn:aws:s3:::b | `SERVICE` is not a service",
        "developer-policy x -a 111122223333 | `TEMPLATE` must be one of states-service,",
        "endpoint-policy x -a 111122223333 -r eu-central-1 | `states|sync-states` must be states",
        "endpoint-policy states -a 111122223333 -r eu-central-1 --deny s3:* | `--deny` does not"
            + " name",
      })
  void refusal_namesTheOption(String arguments, String message) {
    List<String> line = new ArrayList<>(List.of("design"));
    for (String argument : arguments.split(" ", -1)) {
      line.add(path(argument));
    }
    Ended ended = run(line);
    assertEquals(Exit.USAGE.code(), ended.code(), ended::toString);
    assertTrue(ended.err().contains(message), ended::err);
  }

  /// The file's lines and columns are the same as when they are the only mistake.
  @Test
  void refusal_namesEveryMistake() {
    Ended ended =
        run(
            List.of(
                "design",
                "state-machine",
                path("none.json"),
                "-a",
                "1",
                "--kms-key",
                "x",
                "--starting-policy",
                path("broken.json")));
    assertEquals(Exit.USAGE.code(), ended.code(), ended::toString);
    List<String> lines = ended.err().lines().toList();
    assertEquals(4, lines.size(), ended::err);
    for (String message :
        List.of(
            "brevet: `--account` is not twelve digits",
            "brevet: `--kms-key` is not the ARN of a KMS key",
            "brevet: " + path("none.json") + ":1:1: not a state machine: ",
            "brevet: " + path("broken.json") + ":2:2: not a policy: ")) {
      assertTrue(lines.stream().anyMatch(line -> line.startsWith(message)), ended::err);
    }
  }
}
