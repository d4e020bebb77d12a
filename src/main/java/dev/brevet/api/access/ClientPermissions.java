package dev.brevet.api.access;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.Administrators;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.DocumentBody;
import dev.brevet.api.Gate;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.authorization.DecisionClient;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Principal;
import dev.brevet.identity.TokenUse;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.Fields;
import dev.brevet.json.InvalidDocument;
import dev.brevet.mapping.MappingStoreUnavailable;

/// Lets in the programs that ask the authorization API, by token or by signature, and reads what
/// they send: the caller comes first, then the content type, then the body.
public final class ClientPermissions {
  private final Gate gate;
  private final Administrators administrators;

  public ClientPermissions(Gate gate, Administrators administrators) {
    this.gate = gate;
    this.administrators = administrators;
  }

  /// What is answered to a program that is known, and a body `B` that can be read.
  interface Answer<B> {
    ApiResponse to(ApiRequest request, DecisionClient client, B body);
  }

  /// `POST <path>` for bearers and `POST /iam<path>` for AWS principals; `operation` is the action
  /// `brevet:<operation>`.
  List<Route> routes(String path, String operation, Answer<AccessBody> answer) {
    return routes(path, TokenUse.ASKING, operation, ClientPermissions::accessBody, answer);
  }

  /// `POST /v1/admin<path>` for bearers and `POST /v1/iam/admin<path>` for AWS principals, with a
  /// body that carries documents.
  <B> List<Route> adminRoutes(
      String path, String operation, Function<Fields, Optional<B>> reader, Answer<B> answer) {
    return routes(
        "/v1/admin" + path,
        TokenUse.BREVET,
        operation,
        request -> DocumentBody.read(request.body(), request.budget(), reader),
        answer);
  }

  private <B> List<Route> routes(
      String path,
      TokenUse use,
      String operation,
      Function<ApiRequest, DocumentReading<B>> reader,
      Answer<B> answer) {
    return gate.routes(
        "POST",
        path,
        use,
        (call, _) ->
            call.admit(operation, "", caller -> answered(caller, operation, reader, answer)));
  }

  private <B> ApiResponse answered(
      Gate.Caller caller,
      String operation,
      Function<ApiRequest, DocumentReading<B>> reader,
      Answer<B> answer)
      throws InvalidDocument {
    if (caller.identity().principal() instanceof Principal.Root) {
      return Problem.of(Problem.Code.ROOT_DENIED)
          .decision(caller.denied("the caller is a root user"))
          .response();
    }
    ApiRequest request = caller.request();
    DecisionClient client =
        new DecisionClient(
            caller.identity(),
            request.origin().context(caller.identity().context(), request.origin().receivedAt()),
            administrators.allow(
                caller.identity(), operation, AdministeredResource.of("directory"), request),
            request.budget());
    try {
      return answer.to(request, client, reader.apply(request).orThrow());
    } catch (DirectoryUnavailable | MappingStoreUnavailable fault) {
      // INVARIANT: what does not answer is never a decision about a subject.
      return caller.unavailable(fault).response();
    }
  }

  private static DocumentReading<AccessBody> accessBody(ApiRequest request) {
    return isJson(request)
        ? AccessReader.read(request.body())
        : new DocumentReading.Unreadable<>("Content-Type", "must be application/json");
  }

  /// With or without parameters, such as a charset.
  private static boolean isJson(ApiRequest request) {
    Optional<String> type = request.headers().value("Content-Type");
    return type.map(value -> AsciiCase.lower(value.split(";", 2)[0].strip()))
        .filter("application/json"::equals)
        .isPresent();
  }
}
