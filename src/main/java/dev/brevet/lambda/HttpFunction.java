package dev.brevet.lambda;

import module java.base;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.api.Router;
import dev.brevet.lambda.environment.SdkClients;
import dev.brevet.lambda.environment.Settings;
import org.crac.Core;

/// What each function of the HTTP API is made of: a graph that answers requests, made when the
/// function starts and anew after a restore, and the hooks around its snapshot.
final class HttpFunction implements RequestStreamHandler {
  private final Settings settings;
  private final Consumer<String> lines;
  private final Supplier<Router> graph;
  private final Snapshot snapshot;
  private volatile Invocation invocation;

  /// `graph` makes all that must not outlive a snapshot: caches, remembered signatures and random
  /// state. `priming` makes what runs requests before one is taken.
  HttpFunction(
      Settings settings,
      Consumer<String> lines,
      SdkClients clients,
      Supplier<Router> graph,
      Supplier<Priming> priming) {
    this.settings = settings;
    this.lines = lines;
    this.graph = graph;
    this.invocation = made();
    this.snapshot =
        new Snapshot(
            () -> priming.get().run(settings.primingRounds()),
            clients,
            () -> this.invocation = made());
    Core.getGlobalContext().register(snapshot);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
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
  Snapshot snapshot() {
    return snapshot;
  }

  private Invocation made() {
    return new Invocation(graph.get(), settings, lines);
  }
}
