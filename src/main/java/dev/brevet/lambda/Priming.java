package dev.brevet.lambda;

import module java.base;

import dev.brevet.api.Router;
import dev.brevet.lambda.environment.SdkClients;
import dev.brevet.lambda.environment.Settings;

/// Runs whole requests before a snapshot, over connections that are made again each round: classes,
/// compiled code and TLS are then in the snapshot.
///
/// The requests go through a graph of their own, over clients that write nothing and assume nothing
/// ([PrimingDynamoDb], [PrimingSts]) with a log that goes nowhere. The graph that answers requests
/// has no switch that could be left on.
final class Priming {
  /// However many rounds are asked for, no more are begun after this.
  private static final Duration MOST = Duration.ofSeconds(20);

  private final Invocation invocation;
  private final List<PrimingEvents.Event> events;
  private final SdkClients clients;
  private final Consumer<String> lines;

  Priming(
      Router router,
      Settings settings,
      List<PrimingEvents.Event> events,
      SdkClients clients,
      Consumer<String> lines) {
    this.invocation = new Invocation(router, settings, _ -> {});
    this.events = List.copyOf(events);
    this.clients = clients;
    this.lines = lines;
  }

  /// A priming that fails must not keep a function from being published: it says so in the log, and
  /// the function starts colder.
  void run(int rounds) {
    long began = System.nanoTime();
    int round = 0;
    int asExpected = 0;
    while (round < rounds && System.nanoTime() - began < MOST.toNanos()) {
      for (PrimingEvents.Event event : events) {
        asExpected += answer(event.json()).startsWith("{\"statusCode\":" + event.status()) ? 1 : 0;
      }
      clients.disconnect();
      round++;
    }
    lines.accept(
        "{\"level\":\"INFO\",\"event\":\"primed\",\"rounds\":"
            + round
            + ",\"requests\":"
            + round * events.size()
            + ",\"asExpected\":"
            + asExpected
            + ",\"millis\":"
            + (System.nanoTime() - began) / 1_000_000
            + "}");
  }

  private String answer(String event) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      invocation.handle(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return output.toString(StandardCharsets.UTF_8);
  }
}
