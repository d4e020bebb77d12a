package dev.brevet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.api.Router;
import dev.brevet.identity.SigningKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.function.Consumer;
import org.crac.Core;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Decides for applications: OpenID's Authorization API 1.0 (`/access/v1/...`, and below `/iam` for
/// AWS principals), its metadata, and `POST /v1/admin/policies:simulate`.
///
/// Takes events of an HTTP API, payload format 2.0. The constructor makes clients and reads
/// configuration; it makes nothing unique. What was read of the directory, and random state, are
/// made anew after a restore.
public final class DecideFunction implements RequestStreamHandler {
  private final Settings settings;
  private final Consumer<String> lines;
  private final DynamoDbClient dynamoDb;
  private final @Nullable Snapshot snapshot;
  private volatile Invocation invocation;

  /// As Lambda starts it.
  public DecideFunction() {
    this(Settings.ofLambda());
  }

  public DecideFunction(Settings settings) {
    SdkClients clients = new SdkClients(settings);
    this.settings = settings;
    this.lines = System.out::println;
    this.dynamoDb = clients.dynamoDb();
    this.invocation = invocation();
    Snapshot hooks =
        new Snapshot(() -> prime(clients), clients, () -> this.invocation = invocation());
    this.snapshot = hooks;
    Core.getGlobalContext().register(hooks);
  }

  /// Over other tables, with a log that goes elsewhere, and without a snapshot: to be measured.
  public DecideFunction(Settings settings, DynamoDbClient dynamoDb, Consumer<String> lines) {
    this.settings = settings;
    this.lines = lines;
    this.dynamoDb = dynamoDb;
    this.invocation = invocation();
    this.snapshot = null;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    invocation.handle(input, output);
  }

  /// The hooks of this function.
  Snapshot snapshot() {
    return Objects.requireNonNull(snapshot);
  }

  private Invocation invocation() {
    SigningKeys keys = SigningKeys.overHttps(settings.clock(), settings.allowLoopbackIssuers());
    return new Invocation(router(settings, dynamoDb, keys, lines), settings, lines);
  }

  private static Router router(
      Settings settings, DynamoDbClient dynamoDb, SigningKeys keys, Consumer<String> lines) {
    return DaggerDecideComponent.factory()
        .create(settings, dynamoDb, keys, new SecureRandom(), lines)
        .router();
  }

  private void prime(SdkClients clients) {
    Settings priming = settings.priming(PrimingEvents.USER, PrimingEvents.clock());
    DynamoDbClient tables = new PrimingDynamoDb(dynamoDb, PrimingEvents.items());
    new Priming(
            router(priming, tables, PrimingEvents.keys(), _ -> {}),
            priming,
            PrimingEvents.decide(),
            clients,
            lines)
        .run(settings.primingRounds());
  }
}
