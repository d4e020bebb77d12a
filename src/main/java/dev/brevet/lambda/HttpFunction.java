package dev.brevet.lambda;

import module java.base;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.SdkClients;
import dev.brevet.lambda.environment.Settings;
import org.crac.Core;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What each function of the HTTP API is: a graph that answers requests, made when the function
/// starts and again after a restore, and the hooks around its snapshot. It takes events of payload
/// format 2.0.
///
/// A constructor makes clients and reads configuration; it makes nothing unique.
abstract class HttpFunction implements RequestStreamHandler {
  private final Settings settings;
  private final Consumer<String> lines;
  private final DynamoDbClient dynamoDb;
  private final Graph graph;
  private final Snapshot snapshot;
  private volatile Invocation invocation;

  /// Makes all that must not outlive a snapshot: caches, remembered signatures and random state.
  interface Graph {
    Router router(
        Settings settings, DynamoDbClient dynamoDb, SigningKeys keys, Consumer<String> lines);
  }

  /// What runs before a snapshot: requests, through a graph that assumes no role.
  record Primed(Graph graph, List<PrimingEvents.Event> events) {}

  HttpFunction(Settings settings, Graph graph, Supplier<List<PrimingEvents.Event>> events) {
    this(settings, new SdkClients(settings), graph, () -> new Primed(graph, events.get()));
  }

  HttpFunction(Settings settings, SdkClients clients, Graph graph, Supplier<Primed> primed) {
    this(settings, clients, clients.dynamoDb(), System.out::println, graph, primed);
  }

  HttpFunction(
      Settings settings,
      SdkClients clients,
      DynamoDbClient dynamoDb,
      Consumer<String> lines,
      Graph graph,
      Supplier<Primed> primed) {
    this.settings = settings;
    this.lines = lines;
    this.dynamoDb = dynamoDb;
    this.graph = graph;
    this.invocation = made();
    this.snapshot =
        new Snapshot(() -> prime(primed.get(), clients), clients, () -> this.invocation = made());
    Core.getGlobalContext().register(snapshot);
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Invocation current = invocation;
    var _ =
        InvocationTime.deadline(context)
            .call(
                () -> {
                  current.handle(input, output);
                  return true;
                });
  }

  /// The hooks of this function.
  final Snapshot snapshot() {
    return snapshot;
  }

  private Invocation made() {
    Router router = graph.router(settings, dynamoDb, settings.signingKeys(), lines);
    return new Invocation(router, settings, lines);
  }

  private void prime(Primed primed, SdkClients clients) {
    Settings priming = settings.priming(PrimingEvents.USER, PrimingEvents.clock());
    Router router =
        primed
            .graph()
            .router(
                priming,
                new PrimingDynamoDb(dynamoDb, PrimingEvents.items()),
                PrimingEvents.keys(),
                _ -> {});
    new Priming(router, priming, primed.events(), clients, lines).run(settings.primingRounds());
  }
}
