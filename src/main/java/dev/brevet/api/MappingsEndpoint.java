package dev.brevet.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.api.Authentication.Proof;
import dev.brevet.api.Authentication.Question;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingParameter;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.WorkBudget;
import dev.brevet.vending.VendableMappings.Listing;
import dev.brevet.vending.VendableMappings.Other;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// `GET /v1/mappings` for bearers and `GET /v1/iam/mappings` for AWS principals: what the caller
/// may vend. With `?all=true` an administrator (`brevet:ListMappings`) sees the rest too, and why
/// not.
public final class MappingsEndpoint implements Endpoint {
  private static final String OPERATION = "ListVendableMappings";

  private final Authentication authentication;
  private final Lister list;
  private final Refusals refusals;
  private final Administrators administrators;

  public MappingsEndpoint(
      Authentication authentication,
      Lister list,
      Refusals refusals,
      Administrators administrators) {
    this.authentication = authentication;
    this.list = list;
    this.refusals = refusals;
    this.administrators = administrators;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("GET", "/v1/mappings", (request, _) -> answer(request, authentication::byToken)),
        Route.of(
            "GET",
            "/v1/iam/mappings",
            (request, _) -> answer(request, authentication::bySignature)));
  }

  private ApiResponse answer(ApiRequest request, Function<Question, Proof> authenticate) {
    return switch (QueryString.read(request.query())) {
      case QueryString.Reading.Refused(Problem problem) -> problem.response();
      case QueryString.Reading.Read(Map<String, String> query) -> {
        boolean known =
            query.isEmpty()
                || query.equals(Map.of("all", "true"))
                || query.equals(Map.of("all", "false"));
        yield known
            ? authenticated(request, query.containsValue("true"), authenticate)
            : Problem.malformed("query", "the query takes `all`, `true` or `false`, alone")
                .response();
      }
    };
  }

  private ApiResponse authenticated(
      ApiRequest request, boolean all, Function<Question, Proof> authenticate) {
    return switch (authenticate.apply(new Question(request, OPERATION, "", true))) {
      case Proof.Rejected(var id, var cause) -> Problem.rejected(cause).decision(id).response();
      case Proof.Vended(var id) -> Problem.of(Problem.Code.ACCESS_DENIED).decision(id).response();
      case Proof.NotVerifiable(var id, var _) -> Problem.notVerifiable(id).response();
      case Proof.Proven(VerifiedIdentity caller)
          when all
              && !administrators.allow(
                  caller, "ListMappings", AdministeredResource.all("mapping"), request) ->
          Problem.of(Problem.Code.ACCESS_DENIED)
              .decision(
                  refusals.denied(
                      OPERATION,
                      request.origin(),
                      caller,
                      "only administrators see mappings that they may not vend"))
              .response();
      case Proof.Proven(VerifiedIdentity caller) -> list(request, caller, all);
    };
  }

  /// Lists the mappings as they are to a caller.
  public interface Lister {
    Listing list(VerifiedIdentity caller, RequestOrigin origin, WorkBudget budget);
  }

  private ApiResponse list(ApiRequest request, VerifiedIdentity caller, boolean all) {
    try {
      return listed(list.list(caller, request.origin(), request.budget()), all);
    } catch (MappingStoreUnavailable fault) {
      String reason = String.valueOf(fault.getMessage());
      return Problem.notVerifiable(
              refusals.unavailable(OPERATION, request.origin(), caller, "", reason))
          .response();
    }
  }

  private static ApiResponse listed(Listing listing, boolean all) {
    String body =
        JsonText.object(
            json -> {
              json.writeStringField("decisionId", listing.decision().value());
              json.writeArrayFieldStart("mappings");
              for (RoleMapping mapping : listing.vendable()) {
                json.writeStartObject();
                mapping(mapping, json);
                json.writeEndObject();
              }
              json.writeEndArray();
              if (all) {
                json.writeArrayFieldStart("others");
                for (Other other : listing.others()) {
                  other(other, json);
                }
                json.writeEndArray();
              }
            });
    return ApiResponse.json(200, body).with(Problem.DECISION_HEADER, listing.decision().value());
  }

  private static void mapping(RoleMapping mapping, JsonGenerator json) throws IOException {
    json.writeStringField("mapping", mapping.id().value());
    json.writeStringField("description", mapping.description());
    json.writeStringField("roleArn", mapping.role().toString());
    json.writeNumberField("maxDurationSeconds", mapping.session().longestDuration().seconds());
    json.writeArrayFieldStart("parameters");
    for (MappingParameter parameter : mapping.parameters()) {
      if (parameter.source() instanceof MappingParameter.Source.Request) {
        json.writeStartObject();
        json.writeStringField("name", parameter.name());
        json.writeBooleanField("required", parameter.defaultValue().isEmpty());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static void other(Other other, JsonGenerator json) throws IOException {
    json.writeStartObject();
    mapping(other.mapping(), json);
    json.writeStringField("code", other.code());
    json.writeStringField("reason", other.reason());
    ExplainAnswers.texts("statements", other.statements(), json);
    json.writeEndObject();
  }
}
