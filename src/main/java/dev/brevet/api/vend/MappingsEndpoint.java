package dev.brevet.api.vend;

import module java.base;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.api.AdministeredResource;
import dev.brevet.api.Administrators;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Authentication;
import dev.brevet.api.Authentication.Proof;
import dev.brevet.api.Authentication.Question;
import dev.brevet.api.Endpoint;
import dev.brevet.api.JsonText;
import dev.brevet.api.PageQuery;
import dev.brevet.api.Problem;
import dev.brevet.api.QueryString;
import dev.brevet.api.Refusals;
import dev.brevet.api.Route;
import dev.brevet.api.RowPage;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingParameter;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.vending.VendableMappings.Outcome;
import dev.brevet.vending.VendableMappings.Page;

/// `GET /v1/mappings` for bearers and `GET /v1/iam/mappings` for AWS principals: what the caller
/// may vend. With `?all=true` an administrator (`brevet:ListMappings`) sees the rest too, and why
/// not. In pages: `limit` and `token`.
public final class MappingsEndpoint implements Endpoint {
  private static final String OPERATION = "ListVendableMappings";

  private final Authentication authentication;
  private final Lister lister;
  private final Refusals refusals;
  private final Administrators administrators;

  /// [dev.brevet.vending.VendableMappings#list].
  public interface Lister {
    Outcome list(
        VerifiedIdentity caller, RequestOrigin origin, WorkBudget budget, String after, Page page);
  }

  public MappingsEndpoint(
      Authentication authentication,
      Lister lister,
      Refusals refusals,
      Administrators administrators) {
    this.authentication = authentication;
    this.lister = lister;
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
      case QueryString.Reading.Read(Map<String, String> query) ->
          switch (PageQuery.of(query, Set.of("all"), PageQuery.ALL)) {
            case PageQuery.Refused(Problem problem) -> problem.response();
            case PageQuery.Asked page ->
                switch (query.getOrDefault("all", "false")) {
                  case "false" -> authenticated(request, page, false, authenticate);
                  case "true" -> authenticated(request, page, true, authenticate);
                  default ->
                      Problem.malformed("query", "`all` must be `true` or `false`").response();
                };
          };
    };
  }

  private ApiResponse authenticated(
      ApiRequest request,
      PageQuery.Asked page,
      boolean all,
      Function<Question, Proof> authenticate) {
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
      case Proof.Proven(VerifiedIdentity caller) -> list(request, caller, page, all);
    };
  }

  private ApiResponse list(
      ApiRequest request, VerifiedIdentity caller, PageQuery.Asked asked, boolean all) {
    Rows rows = new Rows(all, asked.limit());
    try {
      return switch (lister.list(caller, request.origin(), request.budget(), asked.after(), rows)) {
        case Outcome.Listed(DecisionId decision) ->
            ApiResponse.json(200, "{\"decisionId\":\"" + decision + "\"," + rows.members() + "}")
                .with(Problem.DECISION_HEADER, decision.value());
        case Outcome.Busy(DecisionId decision, Duration retryAfter) ->
            Problem.of(Problem.Code.THROTTLED).retryAfter(retryAfter).decision(decision).response();
      };
    } catch (MappingStoreUnavailable fault) {
      String reason = String.valueOf(fault.getMessage());
      return Problem.notVerifiable(
              refusals.unavailable(OPERATION, request.origin(), caller, "", reason))
          .response();
    }
  }

  private static final class Rows implements Page {
    private final boolean all;
    private final RowPage page;
    private Optional<MappingId> end = Optional.empty();

    Rows(boolean all, int limit) {
      this.all = all;
      this.page = all ? new RowPage(limit, "mappings", "others") : new RowPage(limit, "mappings");
    }

    @Override
    public boolean vendable(RoleMapping mapping) {
      return page.add(
          "mappings", mapping.id().value(), JsonText.object(json -> mapping(mapping, json)));
    }

    @Override
    public boolean other(RoleMapping mapping, Verdict why) {
      return !all
          || page.add(
              "others",
              mapping.id().value(),
              JsonText.object(json -> MappingsEndpoint.other(mapping, why, json)));
    }

    @Override
    public void endsAfter(MappingId mapping) {
      page.cut();
      end = Optional.of(mapping);
    }

    String members() {
      return end.map(MappingId::value)
          .map(PageQuery::token)
          .map(page::members)
          .orElseGet(page::members);
    }
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

  private static void other(RoleMapping mapping, Verdict why, JsonGenerator json)
      throws IOException {
    mapping(mapping, json);
    json.writeStringField("code", why.code());
    json.writeStringField("reason", why.reason());
    ExplainAnswers.texts("statements", why.statements(), json);
  }
}
