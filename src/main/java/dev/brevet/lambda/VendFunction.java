package dev.brevet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.api.Router;
import dev.brevet.identity.SigningKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import org.crac.Core;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Vends credentials: `POST /v1/credentials`, `POST /v1/iam/credentials`, `GET
/// /v1/credentials/{mapping}`, `GET /healthz`.
///
/// Takes events of an HTTP API, payload format 2.0. The constructor makes clients and reads
/// configuration; it makes nothing unique. Caches, remembered signatures and random state are all
/// in what [Snapshot] makes anew after a restore.
public final class VendFunction implements RequestStreamHandler {
  private final Settings settings;
  private final Consumer<String> lines = System.out::println;
  private final DynamoDbClient dynamoDb;
  private final StsClients sts;
  private final Snapshot snapshot;
  private volatile Invocation invocation;

  /// As Lambda starts it.
  public VendFunction() {
    this(Settings.ofLambda());
  }

  public VendFunction(Settings settings) {
    SdkClients clients = new SdkClients(settings);
    this.settings = settings;
    this.dynamoDb = clients.dynamoDb();
    this.sts = clients.sts();
    this.invocation = invocation();
    this.snapshot =
        new Snapshot(() -> prime(clients), clients, () -> this.invocation = invocation());
    Core.getGlobalContext().register(snapshot);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    invocation.handle(input, output);
  }

  /// The hooks of this function.
  Snapshot snapshot() {
    return snapshot;
  }

  private Invocation invocation() {
    SigningKeys keys = SigningKeys.overHttps(settings.clock(), settings.allowLoopbackIssuers());
    Router router =
        DaggerVendComponent.factory()
            .create(settings, dynamoDb, sts, keys, new SecureRandom(), lines)
            .router();
    return new Invocation(router, settings, lines);
  }

  private void prime(SdkClients clients) {
    Settings priming = settings.priming(PrimingEvents.USER, PrimingEvents.clock());
    Router router =
        DaggerVendComponent.factory()
            .create(
                priming,
                new PrimingDynamoDb(dynamoDb, PrimingEvents.items()),
                new StsClients(new PrimingSts(sts.regional(), settings.region()), Optional.empty()),
                PrimingEvents.keys(),
                new SecureRandom(),
                _ -> {})
            .router();
    new Priming(router, priming, PrimingEvents.vend(settings), clients, lines)
        .run(settings.primingRounds());
  }
}
