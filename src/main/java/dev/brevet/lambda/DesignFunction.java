package dev.brevet.lambda;

import dev.brevet.lambda.environment.Settings;

/// Designs roles, checks and compares policies: `POST /v1/designs/{kind}`, `POST
/// /v1/policies:lint`, `POST /v1/policies:compare`, and the same below `/v1/iam`.
///
/// What bearers were remembered is made again after a restore.
public final class DesignFunction extends HttpFunction {
  /// As Lambda starts it.
  public DesignFunction() {
    this(Settings.ofLambda());
  }

  public DesignFunction(Settings settings) {
    super(
        settings,
        (of, dynamoDb, keys, _) ->
            DaggerDesignComponent.factory().create(of, dynamoDb, keys).router(),
        PrimingEvents::design);
  }
}
