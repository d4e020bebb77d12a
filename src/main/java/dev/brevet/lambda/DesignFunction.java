package dev.brevet.lambda;

import module java.base;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.SdkClients;
import dev.brevet.lambda.environment.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Designs roles, checks and compares policies: `POST /v1/designs/{kind}`, `POST
/// /v1/policies:lint`, `POST /v1/policies:compare`, and the same below `/v1/iam`.
///
/// Takes events of an HTTP API, payload format 2.0. The constructor makes clients and reads
/// configuration and tables; it makes nothing unique. What bearers were remembered is made anew
/// after a restore.
public final class DesignFunction implements RequestStreamHandler {
  private final HttpFunction function;

  /// As Lambda starts it.
  public DesignFunction() {
    this(Settings.ofLambda());
  }

  public DesignFunction(Settings settings) {
    SdkClients clients = new SdkClients(settings);
    DynamoDbClient dynamoDb = clients.dynamoDb();
    Consumer<String> lines = System.out::println;
    this.function =
        new HttpFunction(
            settings,
            lines,
            clients,
            () -> graph(settings, dynamoDb, settings.signingKeys()),
            () -> priming(settings, dynamoDb, clients, lines));
  }

  private static Router graph(Settings settings, DynamoDbClient dynamoDb, SigningKeys keys) {
    return DaggerDesignComponent.factory().create(settings, dynamoDb, keys).router();
  }

  private static Priming priming(
      Settings settings, DynamoDbClient dynamoDb, SdkClients clients, Consumer<String> lines) {
    Settings priming = settings.priming(PrimingEvents.USER, PrimingEvents.clock());
    DynamoDbClient tables = new PrimingDynamoDb(dynamoDb, PrimingEvents.items());
    return new Priming(
        graph(priming, tables, PrimingEvents.keys()),
        priming,
        PrimingEvents.design(),
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
