package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.Administrators;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Authentication;
import dev.brevet.api.Authentication.Proof;
import dev.brevet.api.Authentication.Question;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Problem;
import dev.brevet.api.Refusals;
import dev.brevet.api.Route;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.json.DocumentReading;
import dev.brevet.mapping.MappingId;
import dev.brevet.vending.VendExplanation;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;

/// `POST /v1/credentials:explain` for bearers and `POST /v1/iam/credentials:explain` for AWS
/// principals: everything that a vend would do, short of STS. Takes the body of a vend.
///
/// A caller who is refused learns who Brevet takes it for and the code that a vend would answer
/// with, which is the same whether or not the mapping exists; an administrator
/// (`brevet:GetMapping`) learns the reason and the statements too.
public final class ExplainEndpoint implements Endpoint {
  private static final String OPERATION = "ExplainCredentials";

  private final Authentication authentication;
  private final Function<VendRequest, VendExplanation> explain;
  private final Refusals refusals;
  private final Administrators administrators;

  public ExplainEndpoint(
      Authentication authentication,
      Function<VendRequest, VendExplanation> explain,
      Refusals refusals,
      Administrators administrators) {
    this.authentication = authentication;
    this.explain = explain;
    this.refusals = refusals;
    this.administrators = administrators;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of(
            "POST",
            "/v1/credentials:explain",
            (request, _) -> answer(request, authentication::byToken)),
        Route.of(
            "POST",
            "/v1/iam/credentials:explain",
            (request, _) -> answer(request, authentication::bySignature)));
  }

  private ApiResponse answer(ApiRequest request, Function<Question, Proof> authenticate) {
    return switch (VendBody.read(request.body())) {
      case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
          Problem.malformed(problems).response();
      case DocumentReading.Readable(VendBody body) ->
          switch (authenticate.apply(new Question(request, OPERATION, body.mapping(), true))) {
            case Proof.Rejected(var id, var cause) ->
                Problem.rejected(cause).decision(id).response();
            case Proof.Vended(var id) ->
                Problem.of(Problem.Code.ACCESS_DENIED).decision(id).response();
            case Proof.NotVerifiable(var id, var _) -> Problem.notVerifiable(id).response();
            case Proof.Proven(VerifiedIdentity caller) -> explained(request, caller, body);
          };
    };
  }

  private ApiResponse explained(ApiRequest request, VerifiedIdentity caller, VendBody body) {
    Optional<MappingId> mapping = MappingId.parse(body.mapping());
    if (mapping.isEmpty()) {
      VendOutcome denied =
          new VendOutcome.Denied(
              refusals.impossibleMapping(OPERATION, request.origin(), caller),
              VendOutcome.Denied.Kind.ACCESS_DENIED);
      return ExplainAnswers.refused(denied, caller);
    }
    VendExplanation explanation =
        explain.apply(
            new VendRequest(
                    caller,
                    mapping.get(),
                    body.duration(),
                    body.parameters(),
                    body.policy(),
                    body.reuse(),
                    request.origin())
                .within(request.budget()));
    return switch (explanation) {
      case VendExplanation.Allowed allowed -> ExplainAnswers.allowed(allowed, caller);
      case VendExplanation.Refused(VendOutcome.Unavailable unavailable, var _) ->
          VendAnswers.VEND.answer(unavailable);
      case VendExplanation.Refused refused
          when administrators.allow(
              caller,
              "GetMapping",
              AdministeredResource.of("mapping", mapping.get().toString()),
              request) ->
          ExplainAnswers.refusedWithReason(refused, caller);
      case VendExplanation.Refused refused -> ExplainAnswers.refused(refused.outcome(), caller);
    };
  }
}
