package dev.brevet.lambda;

import module java.base;

import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Administers mappings, issuers and the directory: `/v1/admin/**` by token and `/v1/iam/admin/**`
/// by signature.
public final class AdminFunction extends HttpFunction {
  /// As Lambda starts it.
  public AdminFunction() {
    this(Settings.ofLambda());
  }

  public AdminFunction(Settings settings) {
    super(settings, AdminFunction::router, PrimingEvents::admin);
  }

  private static Router router(
      Settings settings, DynamoDbClient dynamoDb, SigningKeys keys, Consumer<String> lines) {
    return DaggerAdminComponent.factory()
        .create(settings, dynamoDb, keys, new SecureRandom(), lines)
        .router();
  }
}
