package dev.brevet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;

/// Vends credentials: `POST /v1/credentials`, `POST /v1/iam/credentials`, `GET
/// /v1/credentials/{mapping}`, `GET /healthz`.
///
/// Takes events of an HTTP API, payload format 2.0.
public final class VendFunction implements RequestStreamHandler {
  private final Invocation invocation;

  /// As Lambda starts it.
  public VendFunction() {
    this(Settings.ofLambda());
  }

  public VendFunction(Settings settings) {
    Clients clients = new Clients(settings);
    this.invocation =
        new Invocation(
            DaggerVendComponent.factory()
                .create(settings, clients, new SecureRandom(), System.out::println)
                .router(),
            settings,
            System.out::println);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    invocation.handle(input, output);
  }
}
