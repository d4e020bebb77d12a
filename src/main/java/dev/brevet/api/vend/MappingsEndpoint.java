package dev.brevet.api.vend;

import module java.base;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.api.AdministeredResource;
import dev.brevet.api.Administrators;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Gate;
import dev.brevet.api.JsonText;
import dev.brevet.api.PageQuery;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.api.RowPage;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.json.InvalidDocument;
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

  private final Gate gate;
  private final Lister lister;
  private final Administrators administrators;

  /// [dev.brevet.vending.VendableMappings#list].
  public interface Lister {
    Outcome list(
        VerifiedIdentity caller, RequestOrigin origin, WorkBudget budget, String after, Page page);
  }

  public MappingsEndpoint(Gate gate, Lister lister, Administrators administrators) {
    this.gate = gate;
    this.lister = lister;
    this.administrators = administrators;
  }

  @Override
  public List<Route> routes() {
    return gate.routes("GET", "/v1/mappings", (call, _) -> answer(call));
  }

  private ApiResponse answer(Gate.Call call) throws InvalidDocument {
    Map<String, String> parameters = PageQuery.parameters(call.request().query(), Set.of("all"));
    PageQuery page = PageQuery.of(parameters, PageQuery.ALL);
    return switch (parameters.getOrDefault("all", "false")) {
      case "false" -> call.admit(OPERATION, "", caller -> list(caller, page, false));
      case "true" -> call.admit(OPERATION, "", caller -> all(caller, page));
      default -> throw new InvalidDocument("all", "must be `true` or `false`");
    };
  }

  private ApiResponse all(Gate.Caller caller, PageQuery page) {
    return administrators.allow(
            caller.identity(),
            "ListMappings",
            AdministeredResource.all("mapping"),
            caller.request())
        ? list(caller, page, true)
        : Problem.of(Problem.Code.ACCESS_DENIED)
            .decision(caller.denied("only administrators see mappings that they may not vend"))
            .response();
  }

  private ApiResponse list(Gate.Caller caller, PageQuery asked, boolean all) {
    ApiRequest request = caller.request();
    Rows rows = new Rows(all, asked.limit());
    try {
      return switch (lister.list(
          caller.identity(), request.origin(), request.budget(), asked.after(), rows)) {
        case Outcome.Listed(DecisionId decision) ->
            ApiResponse.json(200, "{\"decisionId\":\"" + decision + "\"," + rows.members() + "}")
                .with(Problem.DECISION_HEADER, decision.value());
        case Outcome.Busy(DecisionId decision, Duration retryAfter) ->
            Problem.of(Problem.Code.THROTTLED).retryAfter(retryAfter).decision(decision).response();
      };
    } catch (MappingStoreUnavailable fault) {
      return caller.unavailable(fault).response();
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
