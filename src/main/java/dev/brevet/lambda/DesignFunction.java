package dev.brevet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.api.Router;
import dev.brevet.identity.SigningKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.crac.Core;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Designs roles, checks and compares policies: `POST /v1/designs/{kind}`, `POST
/// /v1/policies:lint`, `POST /v1/policies:compare`, and the same below `/v1/iam`.
///
/// Takes events of an HTTP API, payload format 2.0. The constructor makes clients and reads
/// configuration and tables; it makes nothing unique. What bearers were remembered is made anew
/// after a restore.
public final class DesignFunction implements RequestStreamHandler {
  private final Settings settings;
  private final Consumer<String> lines = System.out::println;
  private final DynamoDbClient dynamoDb;
  private final Snapshot snapshot;
  private volatile Invocation invocation;

  /// As Lambda starts it.
  public DesignFunction() {
    this(Settings.ofLambda());
  }

  public DesignFunction(Settings settings) {
    SdkClients clients = new SdkClients(settings);
    this.settings = settings;
    this.dynamoDb = clients.dynamoDb();
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
    return new Invocation(router(settings, dynamoDb, keys), settings, lines);
  }

  private static Router router(Settings settings, DynamoDbClient dynamoDb, SigningKeys keys) {
    return DaggerDesignComponent.factory().create(settings, dynamoDb, keys).router();
  }

  private void prime(SdkClients clients) {
    Settings priming = settings.priming(PrimingEvents.USER, PrimingEvents.clock());
    DynamoDbClient tables = new PrimingDynamoDb(dynamoDb, PrimingEvents.items());
    new Priming(
            router(priming, tables, PrimingEvents.keys()),
            priming,
            PrimingEvents.design(),
            clients,
            lines)
        .run(settings.primingRounds());
  }
}
