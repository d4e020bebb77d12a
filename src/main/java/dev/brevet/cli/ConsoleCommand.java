package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Launcher;
import dev.brevet.cli.login.Issuer;
import dev.brevet.cli.login.LoopbackServer;
import dev.brevet.cli.login.LoopbackServer.Answer;
import dev.brevet.cli.login.PrivateVisit;
import dev.brevet.json.JsonValue.JsonObject;

final class ConsoleCommand implements Callable<Integer> {
  private static final int SECONDS = 60;

  private final Environment environment;

  private final Supplier<String> mapping;
  private final Supplier<Map<String, String>> parameters;
  private final Supplier<Optional<String>> destination;
  private final BooleanSupplier open;
  private final ConnectionOptions connection;

  ConsoleCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe(
        "Prints an address that signs a browser in to AWS's console, or opens it.",
        "",
        "The address is a credential for 15 minutes: do not show it to anyone.");
    mapping = syntax.parameter("MAPPING", "The mapping to vend.");
    parameters =
        syntax.pairs("-p --parameter", "A parameter of the mapping. May be given several times.");
    destination =
        syntax.option("--destination", "URL", "A page of the console. Default: its front page.");
    open = syntax.flag("-o --open", "Open it in a browser; print nothing.");
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    Mappings.check(mapping.get());
    Map<String, String> query = new TreeMap<>(parameters.get());
    destination.get().ifPresent(page -> query.put("destination", page));
    JsonObject answer =
        connection
            .open(environment)
            .get(
                "/v1/console/"
                    + mapping.get()
                    + (query.isEmpty() ? "" : "?" + Issuer.encoded(query)));
    Optional<String> url = answer.text("url").filter(ConsoleCommand::isHttp);
    if (url.isEmpty()) {
      throw Failure.of(Exit.UNAVAILABLE, "the answer has no sign-in address");
    }
    if (open.getAsBoolean()) {
      Launcher.endWithIt();
      visit(url.get());
    } else {
      environment.out().println(url.get());
    }
    return Exit.DONE.code();
  }

  private void visit(String url) throws Failure {
    try (PrivateVisit visit = new PrivateVisit(environment, URI.create(url));
        LoopbackServer server =
            LoopbackServer.start(
                0,
                exchange ->
                    visit.answer(exchange).orElseGet(() -> new Answer(404, Map.of(), "")))) {
      if (!visit.open(server.url())) {
        throw Failure.of(
            Exit.USAGE,
            "no browser could be started",
            "run the command without --open to print the address");
      }
      if (!visit.await(SECONDS)) {
        throw Failure.of(
            Exit.USAGE,
            "no browser opened the address in time",
            "run the command without --open to print the address");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isHttp(String text) {
    try {
      return text.matches("https?://[!-~]+") && new URI(text).getHost() != null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
