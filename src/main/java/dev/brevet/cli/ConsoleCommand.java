package dev.brevet.cli;

import dev.brevet.cli.LoopbackServer.Answer;
import dev.brevet.json.JsonValue.JsonObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "console",
    description = "Prints an address that signs a browser in to AWS's console, or opens it.",
    footer = {"", "The address is a credential for 15 minutes: show it to nobody."})
final class ConsoleCommand implements Callable<Integer> {
  private static final int SECONDS = 60;

  private final Surroundings surroundings;

  @Parameters(paramLabel = "MAPPING", description = "The mapping to vend.")
  private String mapping = "";

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "A parameter of the mapping. May be given several times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--destination",
      paramLabel = "URL",
      description = "A page of the console. Default: its front page.")
  private Optional<String> destination = Optional.empty();

  @Option(
      names = {"-o", "--open"},
      description = "Open it in a browser; print nothing.")
  private boolean open;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  ConsoleCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Failure {
    Mappings.check(mapping);
    Map<String, String> query = new TreeMap<>(parameters);
    destination.ifPresent(page -> query.put("destination", page));
    JsonObject answer =
        connection
            .open(surroundings)
            .get("/v1/console/" + mapping + (query.isEmpty() ? "" : "?" + Issuer.encoded(query)));
    Optional<String> url = answer.text("url").filter(ConsoleCommand::isHttp);
    if (url.isEmpty()) {
      throw Failure.of(Exit.UNAVAILABLE, "the answer has no sign-in address");
    }
    if (open) {
      visit(url.get());
    } else {
      surroundings.out().println(url.get());
    }
    return Exit.DONE.code();
  }

  /// The browser is started with an address of this machine, good for one visit, that leads on:
  /// command lines can be read by others, and a browser keeps its own for as long as it runs.
  private void visit(String url) throws Failure {
    String path = "/" + surroundings.randomText();
    AtomicBoolean free = new AtomicBoolean(true);
    CountDownLatch visited = new CountDownLatch(1);
    try (LoopbackServer server =
        LoopbackServer.start(
            0,
            exchange -> {
              boolean first =
                  exchange.getRequestURI().getPath().equals(path) && free.getAndSet(false);
              if (first) {
                visited.countDown();
              }
              return first
                  ? new Answer(302, Map.of("Location", url), "")
                  : new Answer(404, Map.of(), "");
            })) {
      if (!Browser.open(surroundings, URI.create(server.url() + path))) {
        throw Failure.of(
            Exit.USAGE, "no browser could be started", "without --open the address is printed");
      }
      if (!visited.await(SECONDS, TimeUnit.SECONDS)) {
        throw Failure.of(
            Exit.USAGE, "the browser did not come", "without --open the address is printed");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isHttp(String text) {
    return text.matches("https?://[!-~]+");
  }
}
