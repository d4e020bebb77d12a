package dev.brevet.cli;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.login.Session;
import javax.net.ssl.SSLContext;

/// The launcher runs this once to make its ahead-of-time cache: it uses every command against a
/// server of its own on this machine, which gives every caller the same answers. Later starts find
/// the classes that this loads ready.
public final class WarmUp {
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject",
      "Resource":"arn:aws:s3:::bucket/*","Condition":{"StringEquals":{"aws:PrincipalTag/a":"b"}}}]}
      """;

  private WarmUp() {}

  /// The run that is remembered.
  ///
  /// @param arguments none
  public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
    Path work = Files.createTempDirectory("brevet-warm-up");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try {
      Environment environment = environment(work, server.getAddress().getPort());
      String expiration = Session.seconds(environment.clock().instant().plus(1, ChronoUnit.HOURS));
      server.createContext("/", exchange -> answer(exchange, expiration));
      server.start();
      // What an https address needs before the first byte is sent.
      SSLContext.getDefault().createSSLEngine().getSupportedCipherSuites();
      run(environment, work);
    } finally {
      server.stop(0);
      delete(work);
    }
  }

  private static void run(Environment environment, Path work) throws IOException {
    String policy = Files.writeString(work.resolve("policy.json"), POLICY).toString();
    String machine =
        Files.writeString(
                work.resolve("machine.json"),
                "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"End\":true,"
                    + "\"Resource\":\"arn:aws:states:::aws-sdk:s3:getObject\"}}}")
            .toString();
    List<List<String>> lines =
        List.of(
            List.of("--help"),
            List.of("credentials", "--help"),
            List.of("credentials", "warm-up"),
            // From the cache.
            List.of("credentials", "warm-up"),
            List.of("exec", "warm-up", "--", "true"),
            List.of("console", "warm-up"),
            List.of("list"),
            List.of("explain", "warm-up", "--policy", policy),
            List.of("lint", "--format", "sarif", policy),
            List.of("compare", policy, policy),
            List.of("design", "state-machine", machine, "-a", "111122223333"));
    for (List<String> line : lines) {
      Brevet.run(environment, line.toArray(String[]::new));
    }
  }

  private static Environment environment(Path work, int port) {
    Environment machine = Brevet.environment();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Environment(
        Map.of(
            "BREVET_URL",
            "http://127.0.0.1:" + port,
            "BREVET_TOKEN",
            "e30.eyJzdWIiOiJ3YXJtLXVwIn0.e30",
            "BREVET_CONFIG",
            work.resolve("config.properties").toString()),
        machine.clock(),
        machine.random(),
        work,
        work.resolve("cache"),
        Optional.of(work.resolve("hand-over")),
        new ByteArrayInputStream(new byte[0]),
        nowhere,
        nowhere);
  }

  /// One document that is an answer to every question.
  private static void answer(HttpExchange exchange, String expiration) throws IOException {
    String document =
        """
        {"decisionId":"0","mapping":"warm-up","allowed":true,"url":"https://a",
        "assumedRoleArn":"arn:aws:sts::111122223333:assumed-role/A/b",
        "caller":{"principal":"a","method":"TOKEN","groups":[]},"statements":["a"],
        "request":{"roleArn":"a","durationSeconds":900,"tags":{"a":"b"}},
        "mappings":[{"mapping":"warm-up","description":"a","maxDurationSeconds":900,
        "parameters":[{"name":"a","required":true}]}],
        "sessionPolicy":{"Version":"2012-10-17","Statement":[]},
        "credentials":{"accessKeyId":"ASIAAAAAAAAAAAAAAAAA","secretAccessKey":"a",
        "sessionToken":"a","expiration":"%s"}}
        """
            .formatted(expiration);
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
