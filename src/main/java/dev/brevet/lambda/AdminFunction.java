package dev.brevet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.api.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.crac.Core;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Administers mappings, issuers and the directory: `/v1/iam/admin/**`.
///
/// Takes events of an HTTP API, payload format 2.0. The constructor makes clients and reads
/// configuration; it makes nothing unique.
public final class AdminFunction implements RequestStreamHandler {
  private final Settings settings;
  private final Consumer<String> lines = System.out::println;
  private final DynamoDbClient dynamoDb;
  private final Snapshot snapshot;
  private volatile Invocation invocation;

  /// As Lambda starts it.
  public AdminFunction() {
    this(Settings.ofLambda());
  }

  public AdminFunction(Settings settings) {
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
    return new Invocation(router(settings, dynamoDb, lines), settings, lines);
  }

  private static Router router(Settings settings, DynamoDbClient dynamoDb, Consumer<String> lines) {
    return DaggerAdminComponent.factory()
        .create(settings, dynamoDb, new SecureRandom(), lines)
        .router();
  }

  private void prime(SdkClients clients) {
    Settings priming = settings.priming(PrimingEvents.USER, PrimingEvents.clock());
    DynamoDbClient tables = new PrimingDynamoDb(dynamoDb, PrimingEvents.items());
    new Priming(router(priming, tables, _ -> {}), priming, PrimingEvents.admin(), clients, lines)
        .run(settings.primingRounds());
  }
}
