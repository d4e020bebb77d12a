package dev.brevet.lambda;

import module java.base;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.SdkClients;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.lambda.environment.StsClients;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Vends credentials, as JSON, in the container shape, over STS's protocol and as a console sign-in
/// URL; explains vends, lists what a caller may vend, and tells whether all is well.
///
/// Takes events of an HTTP API, payload format 2.0. The constructor makes clients and reads
/// configuration; it makes nothing unique. Caches, remembered signatures and random state are all
/// in the graph that [HttpFunction] makes anew after a restore.
public final class VendFunction implements RequestStreamHandler {
  private final HttpFunction function;

  /// As Lambda starts it.
  public VendFunction() {
    this(Settings.ofLambda());
  }

  public VendFunction(Settings settings) {
    SdkClients clients = new SdkClients(settings);
    DynamoDbClient dynamoDb = clients.dynamoDb();
    StsClients sts = clients.sts();
    Consumer<String> lines = System.out::println;
    this.function =
        new HttpFunction(
            settings,
            lines,
            clients,
            () -> graph(settings, dynamoDb, sts, settings.signingKeys(), lines),
            () -> priming(settings, dynamoDb, sts, clients, lines));
  }

  private static Router graph(
      Settings settings,
      DynamoDbClient dynamoDb,
      StsClients sts,
      SigningKeys keys,
      Consumer<String> lines) {
    return DaggerVendComponent.factory()
        .create(settings, dynamoDb, sts, keys, new SecureRandom(), lines)
        .router();
  }

  private static Priming priming(
      Settings settings,
      DynamoDbClient dynamoDb,
      StsClients sts,
      SdkClients clients,
      Consumer<String> lines) {
    Settings priming = settings.priming(PrimingEvents.USER, PrimingEvents.clock());
    Router router =
        graph(
            priming,
            new PrimingDynamoDb(dynamoDb, PrimingEvents.items()),
            new StsClients(new PrimingSts(sts.regional(), settings.region()), Optional.empty()),
            PrimingEvents.keys(),
            _ -> {});
    return new Priming(router, priming, PrimingEvents.vend(settings), clients, lines);
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
