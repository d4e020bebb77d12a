package dev.brevet.cli;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.cli.environment.Launcher;
import dev.brevet.cli.environment.Settings;
import dev.brevet.cli.login.LoopbackServer;
import dev.brevet.cli.login.LoopbackServer.Answer;
import dev.brevet.cli.login.Session;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import picocli.CommandLine.TypeConversionException;

final class ServeCommand implements Callable<Integer> {
  private static final String PATH = "/credentials";

  private final Environment environment;

  private final Supplier<String> mapping;
  private final VendOptions vend;
  private final Supplier<Optional<Integer>> port;
  private final ConnectionOptions connection;

  ServeCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe(
        "Serves container credentials on this machine until you stop it.",
        "",
        "Prints two exports for the programs that will use it. For tools that accept nothing else:",
        "if a profile is enough, credential_process needs no server.");
    mapping = syntax.parameter("MAPPING", "The mapping to vend.");
    vend = new VendOptions(syntax);
    port = syntax.option("--port", "PORT", ServeCommand::port, "Default: any free one.");
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    Launcher.endWithIt();
    Http http = new Http(environment);
    Settings settings = connection.settings(environment);
    Connection first = connection.open(environment, settings, http);
    VendInputs inputs = vend.inputs(environment, first, mapping.get());
    // Problems are reported here, where the user sees them, and not to a program that would not
    // show them.
    sessions(first).get(inputs);
    String token = environment.randomText();
    try (LoopbackServer server =
        LoopbackServer.start(
            port.get().orElse(0), exchange -> answer(exchange, token, inputs, settings, http))) {
      environment
          .out()
          .println(
              "export AWS_CONTAINER_CREDENTIALS_FULL_URI='"
                  + server.url()
                  + PATH
                  + "'\nexport AWS_CONTAINER_AUTHORIZATION_TOKEN='"
                  + token
                  + "'");
      // Without the printed settings, no program could use the server.
      if (environment.out().checkError()) {
        return Exit.OUTPUT.code();
      }
      environment.tell(
          "serving " + mapping.get() + " on " + server.url() + " until this program ends");
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Exit.DONE.code();
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new TypeConversionException("`" + UntrustedText.plain(text) + "` is not a port");
    }
    return Integer.parseInt(text);
  }

  private Answer answer(
      HttpExchange exchange, String token, VendInputs inputs, Settings settings, Http http) {
    if (!exchange.getRequestURI().getPath().equals(PATH)) {
      return refusal(404, "NotFound", "there is nothing here");
    }
    // Programs do not say where they come from; pages in a browser do.
    if (exchange.getRequestHeaders().containsKey("Origin")) {
      return refusal(403, "AccessDenied", "not for browsers");
    }
    List<String> shown = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
    if (shown.size() != 1 || !isSame(shown.getFirst(), token)) {
      return refusal(401, "NotAuthenticated", "AWS_CONTAINER_AUTHORIZATION_TOKEN is wrong");
    }
    try {
      // INVARIANT: address, profile and token source stay those that it started with, also when the
      // configuration changes. Only the token is read again, as a token file may have a new one.
      Connection now = connection.open(environment, settings, http);
      Session session = sessions(now).get(inputs.by(now.tokens().caller()));
      return new Answer(
          200,
          Map.of("Content-Type", "application/json"),
          JsonText.compact(JsonValue.of(session.containerDocument())));
    } catch (Failure failure) {
      environment.tell(failure.message());
      return switch (failure.exit()) {
        case NOT_AUTHENTICATED -> refusal(401, "NotAuthenticated", failure.message());
        case REFUSED -> refusal(403, "AccessDenied", failure.message());
        case UNAVAILABLE, FAULT, OUTPUT -> refusal(503, "Unavailable", failure.message());
        case DONE, FOUND, USAGE, NOT_POSSIBLE, CANNOT_TELL ->
            refusal(400, "MalformedRequest", failure.message());
      };
    }
  }

  /// In the casings that SDKs read.
  private static Answer refusal(int status, String code, String message) {
    JsonObject json =
        JsonValue.object()
            .with("Code", code)
            .with("Message", message)
            .with("code", code)
            .with("message", message);
    return new Answer(status, Map.of("Content-Type", "application/json"), JsonText.compact(json));
  }

  private Sessions sessions(Connection brevet) {
    return new Sessions(environment, brevet.api(), brevet.tokens());
  }

  private static boolean isSame(String shown, String token) {
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
