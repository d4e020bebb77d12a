package dev.brevet.lambda;

import module java.base;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.SdkClients;
import dev.brevet.lambda.environment.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Administers mappings, issuers and the directory: `/v1/admin/**` by token and `/v1/iam/admin/**`
/// by signature.
///
/// Takes events of an HTTP API, payload format 2.0. The constructor makes clients and reads
/// configuration; it makes nothing unique.
public final class AdminFunction implements RequestStreamHandler {
  private final HttpFunction function;

  /// As Lambda starts it.
  public AdminFunction() {
    this(Settings.ofLambda());
  }

  public AdminFunction(Settings settings) {
    SdkClients clients = new SdkClients(settings);
    DynamoDbClient dynamoDb = clients.dynamoDb();
    Consumer<String> lines = System.out::println;
    this.function =
        new HttpFunction(
            settings,
            lines,
            clients,
            () -> graph(settings, dynamoDb, settings.signingKeys(), lines),
            () -> priming(settings, dynamoDb, clients, lines));
  }

  private static Router graph(
      Settings settings, DynamoDbClient dynamoDb, SigningKeys keys, Consumer<String> lines) {
    return DaggerAdminComponent.factory()
        .create(settings, dynamoDb, keys, new SecureRandom(), lines)
        .router();
  }

  private static Priming priming(
      Settings settings, DynamoDbClient dynamoDb, SdkClients clients, Consumer<String> lines) {
    Settings priming = settings.priming(PrimingEvents.USER, PrimingEvents.clock());
    DynamoDbClient tables = new PrimingDynamoDb(dynamoDb, PrimingEvents.items());
    return new Priming(
        graph(priming, tables, PrimingEvents.keys(), _ -> {}),
        priming,
        PrimingEvents.admin(),
        clients,
        lines);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    function.handleRequest(input, output, context);
  }

  /// The hooks of this function.
  Snapshot snapshot() {
    return function.snapshot();
  }
}
