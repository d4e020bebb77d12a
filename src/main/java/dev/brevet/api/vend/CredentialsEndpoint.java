package dev.brevet.api.vend;

import dev.brevet.api.Endpoint;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
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
                  case VendBody.Reading.Refused(Problem problem) -> problem.response();
                  case VendBody.Reading.Read(VendBody body) ->
                      vending.byToken(request, body, VendAnswers.VEND);
                }),
        Route.of(
            "POST",
            "/v1/iam/credentials",
            (request, _) ->
                switch (VendBody.read(request.body())) {
                  case VendBody.Reading.Refused(Problem problem) -> problem.response();
                  case VendBody.Reading.Read(VendBody body) ->
                      vending.bySignature(request, body, VendAnswers.VEND);
                }));
  }
}
