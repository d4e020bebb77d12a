package dev.brevet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;

/// Administers mappings and issuers: `/v1/iam/admin/mappings` and `/v1/iam/admin/issuers`.
///
/// Takes events of an HTTP API, payload format 2.0.
public final class AdminFunction implements RequestStreamHandler {
  private final Invocation invocation;

  /// As Lambda starts it.
  public AdminFunction() {
    this(Settings.ofLambda());
  }

  public AdminFunction(Settings settings) {
    Clients clients = new Clients(settings);
    this.invocation =
        new Invocation(
            DaggerAdminComponent.factory()
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
