package dev.brevet.lambda;

import module java.base;

import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.SdkClients;
import dev.brevet.lambda.environment.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Decides for applications: OpenID's Authorization API 1.0 (`/access/v1/...`, and below `/iam` for
/// AWS principals), its metadata, and `POST /v1/admin/policies:simulate`.
///
/// What was read of the directory, and random state, are made again after a restore.
public final class DecideFunction extends HttpFunction {
  /// As Lambda starts it.
  public DecideFunction() {
    this(Settings.ofLambda());
  }

  public DecideFunction(Settings settings) {
    super(settings, DecideFunction::router, PrimingEvents::decide);
  }

  /// Over other tables, with a log that goes elsewhere: to be measured.
  public DecideFunction(Settings settings, DynamoDbClient dynamoDb, Consumer<String> lines) {
    super(
        settings,
        new SdkClients(settings),
        dynamoDb,
        lines,
        DecideFunction::router,
        () -> new Primed(DecideFunction::router, PrimingEvents.decide()));
  }

  private static Router router(
      Settings settings, DynamoDbClient dynamoDb, SigningKeys keys, Consumer<String> lines) {
    return DaggerDecideComponent.factory()
        .create(settings, dynamoDb, keys, new SecureRandom(), lines)
        .router();
  }
}
