package dev.brevet.api.vend;

import dev.brevet.api.Endpoint;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.json.DocumentReading;
import java.util.List;

/// `POST /v1/credentials` for bearers and `POST /v1/iam/credentials` for AWS principals: vends,
/// JSON in and out.
public final class CredentialsEndpoint implements Endpoint {
  private final Vending vending;

  public CredentialsEndpoint(Vending vending) {
    this.vending = vending;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(
            "POST",
            "/v1/credentials",
            (request, _) ->
                switch (VendBody.read(request.body())) {
                  case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
                      Problem.malformed(problems).response();
                  case DocumentReading.Readable(VendBody body) ->
                      vending.byToken(request, body, VendAnswers.VEND);
                }),
        Route.of(
            "POST",
            "/v1/iam/credentials",
            (request, _) ->
                switch (VendBody.read(request.body())) {
                  case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
                      Problem.malformed(problems).response();
                  case DocumentReading.Readable(VendBody body) ->
                      vending.bySignature(request, body, VendAnswers.VEND);
                }));
  }
}
