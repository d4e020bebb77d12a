package dev.brevet.api.access;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.Administrators;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Authentication;
import dev.brevet.api.Authentication.Proof;
import dev.brevet.api.Authentication.Question;
import dev.brevet.api.DocumentBody;
import dev.brevet.api.Problem;
import dev.brevet.api.Refusals;
import dev.brevet.api.Route;
import dev.brevet.authorization.Asker;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Principal;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.json.InvalidField;
import dev.brevet.json.JsonFields;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.policy.element.WorkBudget;

/// Lets in the programs that ask the authorization API, by token or by signature, and reads what
/// they send: who asks comes first, then the content type, then the body.
public final class ClientPermissions {
  private final Authentication authentication;
  private final Refusals refusals;
  private final Administrators administrators;

  public ClientPermissions(
      Authentication authentication, Refusals refusals, Administrators administrators) {
    this.authentication = authentication;
    this.refusals = refusals;
    this.administrators = administrators;
  }

  /// What is answered to a program that is known, and a body that can be read.
  interface Answer {
    ApiResponse to(ApiRequest request, Asker asker, AccessBody body);
  }

  /// `POST <path>` for bearers and `POST /iam<path>` for AWS principals; `operation` is the action
  /// `brevet:<operation>`.
  List<Route> routes(String path, String operation, Answer answer) {
    return List.of(
        Route.of(
            "POST",
            path,
            (request, _) ->
                proven(request, operation, authentication::byAskingToken, readAccess(answer))),
        Route.of(
            "POST",
            "/iam" + path,
            (request, _) ->
                proven(request, operation, authentication::bySignature, readAccess(answer))));
  }

  /// What is answered to a caller that is known, and documents that can be read.
  interface DocumentAnswer {
    ApiResponse to(ApiRequest request, Asker asker, JsonFields body) throws InvalidField;
  }

  /// `POST /v1/admin<path>` for bearers and `POST /v1/iam/admin<path>` for AWS principals.
  List<Route> adminRoutes(String path, String operation, DocumentAnswer answer) {
    return List.of(
        Route.of(
            "POST",
            "/v1/admin" + path,
            (request, _) -> proven(request, operation, authentication::byToken, read(answer))),
        Route.of(
            "POST",
            "/v1/iam/admin" + path,
            (request, _) -> proven(request, operation, authentication::bySignature, read(answer))));
  }

  private BiFunction<ApiRequest, Asker, ApiResponse> read(DocumentAnswer answer) {
    return (request, asker) -> {
      try {
        return answer.to(request, asker, DocumentBody.read(request.body(), request.budget()));
      } catch (InvalidField wrong) {
        return Problem.malformed(wrong).response();
      }
    };
  }

  private static BiFunction<ApiRequest, Asker, ApiResponse> readAccess(Answer answer) {
    return (request, asker) -> {
      if (!isJson(request)) {
        return Problem.malformed("Content-Type", "the content type is not application/json")
            .response();
      }
      return switch (AccessReader.read(request.body())) {
        case AccessReader.Reading.Refused(Problem problem) -> problem.response();
        case AccessReader.Reading.Read(AccessBody body) -> answer.to(request, asker, body);
      };
    };
  }

  private ApiResponse proven(
      ApiRequest request,
      String operation,
      Function<Question, Proof> authenticate,
      BiFunction<ApiRequest, Asker, ApiResponse> answer) {
    return switch (authenticate.apply(new Question(request, operation, ""))) {
      case Proof.Rejected(DecisionId id, var cause) ->
          Problem.rejected(cause).decision(id).response();
      case Proof.Vended(var id) -> Problem.of(Problem.Code.ACCESS_DENIED).decision(id).response();
      case Proof.NotVerifiable(DecisionId id, boolean _) -> Problem.notVerifiable(id).response();
      case Proof.Proven(VerifiedIdentity caller)
          when caller.principal() instanceof Principal.Root ->
          Problem.of(Problem.Code.ROOT_DENIED)
              .decision(
                  refusals.denied(operation, request.origin(), caller, "the caller is a root user"))
              .response();
      case Proof.Proven(VerifiedIdentity caller) -> answered(request, operation, caller, answer);
    };
  }

  private ApiResponse answered(
      ApiRequest request,
      String operation,
      VerifiedIdentity caller,
      BiFunction<ApiRequest, Asker, ApiResponse> answer) {
    Asker asker =
        new Asker(
            caller,
            request.origin().context(caller.context(), request.origin().receivedAt()),
            administrators.allow(caller, operation, AdministeredResource.of("directory"), request),
            request.budget());
    try {
      return answer.apply(request, asker);
    } catch (WorkBudget.TooMuchWork _) {
      return Problem.tooMuchWork().response();
    } catch (DirectoryUnavailable | MappingStoreUnavailable fault) {
      // INVARIANT: what does not answer is never a decision about a subject.
      return Problem.notVerifiable(
              refusals.unavailable(
                  operation, request.origin(), caller, "", String.valueOf(fault.getMessage())))
          .response();
    }
  }

  /// With or without parameters, such as a charset.
  private static boolean isJson(ApiRequest request) {
    Optional<String> type = request.headers().value("Content-Type");
    return type.map(value -> AsciiCase.lower(value.split(";", 2)[0].strip()))
        .filter("application/json"::equals)
        .isPresent();
  }
}
