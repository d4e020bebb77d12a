package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.Administrators;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Gate;
import dev.brevet.api.Route;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.json.InvalidDocument;
import dev.brevet.vending.VendExplanation;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;

/// `POST /v1/credentials:explain` for bearers and `POST /v1/iam/credentials:explain` for AWS
/// principals: everything that a vend would do, short of STS. Takes the body of a vend.
///
/// A refused caller learns the identity that Brevet found and the code that a vend would answer
/// with, which is the same whether or not the mapping exists; an administrator
/// (`brevet:GetMapping`) learns the reason and the statements too.
public final class ExplainEndpoint implements Endpoint {
  private static final String OPERATION = "ExplainCredentials";

  private final Gate gate;
  private final Function<VendRequest, VendExplanation> explain;
  private final Administrators administrators;

  public ExplainEndpoint(
      Gate gate, Function<VendRequest, VendExplanation> explain, Administrators administrators) {
    this.gate = gate;
    this.explain = explain;
    this.administrators = administrators;
  }

  @Override
  public List<Route> routes() {
    return gate.routes("POST", "/v1/credentials:explain", (call, _) -> answer(call));
  }

  private ApiResponse answer(Gate.Call call) throws InvalidDocument {
    VendBody body = VendBody.read(call.request().body()).orThrow();
    return call.admit(
        OPERATION,
        body.mapping(),
        caller ->
            body.request(caller)
                .map(request -> answer(explain.apply(request), request, caller))
                .orElseGet(
                    () -> ExplainAnswers.refused(VendBody.impossible(caller), caller.identity())));
  }

  private ApiResponse answer(VendExplanation explanation, VendRequest request, Gate.Caller asking) {
    VerifiedIdentity caller = asking.identity();
    return switch (explanation) {
      case VendExplanation.Allowed allowed -> ExplainAnswers.allowed(allowed, caller);
      case VendExplanation.Refused(VendOutcome.Unavailable unavailable, var _) ->
          VendAnswers.VEND.answer(unavailable);
      case VendExplanation.Refused refused
          when administrators.allow(
              caller,
              "GetMapping",
              AdministeredResource.of("mapping", request.mapping().toString()),
              asking.request()) ->
          ExplainAnswers.refusedWithReason(refused, caller);
      case VendExplanation.Refused refused -> ExplainAnswers.refused(refused.outcome(), caller);
    };
  }
}
