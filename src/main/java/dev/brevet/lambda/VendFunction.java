package dev.brevet.lambda;

import module java.base;

import dev.brevet.lambda.environment.SdkClients;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.lambda.environment.StsClients;

/// Vends credentials, as JSON, in the container shape, over STS's protocol and as a console sign-in
/// URL; explains vends, lists what a caller may vend, and reports whether all is well.
///
/// Caches, remembered signatures and random state are all in the graph that [HttpFunction] makes
/// again after a restore.
public final class VendFunction extends HttpFunction {
  /// As Lambda starts it.
  public VendFunction() {
    this(Settings.ofLambda());
  }

  public VendFunction(Settings settings) {
    this(settings, new SdkClients(settings));
  }

  private VendFunction(Settings settings, SdkClients clients) {
    this(settings, clients, clients.sts());
  }

  private VendFunction(Settings settings, SdkClients clients, StsClients sts) {
    super(settings, clients, assuming(sts), () -> primed(settings, sts));
  }

  private static Primed primed(Settings settings, StsClients sts) {
    PrimingSts none = new PrimingSts(sts.regional(), settings.region());
    return new Primed(
        assuming(new StsClients(none, Optional.empty())), PrimingEvents.vend(settings));
  }

  private static Graph assuming(StsClients sts) {
    return (settings, dynamoDb, keys, lines) ->
        DaggerVendComponent.factory()
            .create(settings, dynamoDb, sts, keys, new SecureRandom(), lines)
            .router();
  }
}
