package dev.brevet.lambda;

import module java.base;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.SdkClients;
import dev.brevet.lambda.environment.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Decides for applications: OpenID's Authorization API 1.0 (`/access/v1/...`, and below `/iam` for
/// AWS principals), its metadata, and `POST /v1/admin/policies:simulate`.
///
/// Takes events of an HTTP API, payload format 2.0. The constructor makes clients and reads
/// configuration; it makes nothing unique. What was read of the directory, and random state, are
/// made anew after a restore.
public final class DecideFunction implements RequestStreamHandler {
  private final HttpFunction function;

  /// As Lambda starts it.
  public DecideFunction() {
    this(Settings.ofLambda());
  }

  public DecideFunction(Settings settings) {
    this(settings, new SdkClients(settings), System.out::println);
  }

  private DecideFunction(Settings settings, SdkClients clients, Consumer<String> lines) {
    this(settings, clients, clients.dynamoDb(), lines);
  }

  /// Over other tables, with a log that goes elsewhere: to be measured.
  public DecideFunction(Settings settings, DynamoDbClient dynamoDb, Consumer<String> lines) {
    this(settings, new SdkClients(settings), dynamoDb, lines);
  }

  private DecideFunction(
      Settings settings, SdkClients clients, DynamoDbClient dynamoDb, Consumer<String> lines) {
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
    return DaggerDecideComponent.factory()
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
        PrimingEvents.decide(),
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
