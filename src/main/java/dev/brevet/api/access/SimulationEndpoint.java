package dev.brevet.api.access;

import module java.base;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Endpoint;
import dev.brevet.api.JsonText;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.api.RowPage;
import dev.brevet.authorization.DecisionClient;
import dev.brevet.authorization.SimulatePolicy;
import dev.brevet.authorization.SimulatePolicy.Outcome;
import dev.brevet.authorization.SimulatePolicy.Result;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.policy.Decision;
import dev.brevet.policy.Explanation;
import dev.brevet.policy.PolicyOutcome;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.StatementOutcome;
import dev.brevet.policy.StatementReference;
import dev.brevet.policy.element.Effect;

/// `POST /v1/admin/policies:simulate` for bearers and `POST /v1/iam/admin/policies:simulate` for
/// AWS principals: what policies that the caller brings would decide, in the shape of IAM's
/// `SimulateCustomPolicy`. At most 1,000 pairs of an action and a resource, each with a result of
/// its own.
///
/// Lines and columns of matched statements count from 1; a statement's end is where what follows it
/// begins. Source: IAM API, SimulateCustomPolicy, EvaluationResult, Statement.
public final class SimulationEndpoint implements Endpoint {
  private static final String RESULTS = "EvaluationResults";

  private final ClientPermissions callers;
  private final SimulatePolicy simulate;

  public SimulationEndpoint(ClientPermissions callers, SimulatePolicy simulate) {
    this.callers = callers;
    this.simulate = simulate;
  }

  @Override
  public List<Route> routes() {
    return callers.adminRoutes(
        "/policies:simulate", "SimulateCustomPolicy", SimulationBody::read, this::answer);
  }

  private ApiResponse answer(ApiRequest request, DecisionClient client, SimulationBody body) {
    return switch (simulate.simulate(client, body.simulation(), request.origin())) {
      case Outcome.Forbidden(DecisionId id) ->
          Problem.of(Problem.Code.ACCESS_DENIED).decision(id).response();
      case Outcome.Simulated(DecisionId id, List<Result> results) ->
          ApiResponse.json(200, document(body, results)).with(Problem.DECISION_HEADER, id.value());
    };
  }

  private static String document(SimulationBody body, List<Result> results) {
    int from = Math.min(body.first(), results.size());
    RowPage rows = new RowPage(body.most(), RESULTS);
    for (Result result : results.subList(from, results.size())) {
      if (!rows.add(RESULTS, "", JsonText.object(json -> result(body, result, json)))) {
        break;
      }
    }
    int to = from + rows.rows();
    return "{\""
        + RESULTS
        + "\":"
        + rows.rows(RESULTS)
        + ",\"IsTruncated\":"
        + (to < results.size() ? "true,\"Marker\":\"" + to + "\"}" : "false}");
  }

  private static void result(SimulationBody body, Result result, JsonGenerator json)
      throws IOException {
    Explanation explanation = result.explanation();
    json.writeStringField("EvalActionName", explanation.request().action().toString());
    json.writeStringField("EvalResourceName", explanation.request().resource());
    json.writeStringField("EvalDecision", word(explanation.decision()));
    json.writeArrayFieldStart("MatchedStatements");
    for (PolicyOutcome policy : explanation.policies()) {
      for (StatementOutcome statement : policy.matched()) {
        if (decides(statement.effect(), explanation.decision())) {
          matched(body, statement.reference(), json);
        }
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("MissingContextValues");
    for (String key : explanation.absentKeys()) {
      json.writeString(key);
    }
    json.writeEndArray();
    details(explanation, json);
    if (result.withinBoundary().isPresent()) {
      json.writeObjectFieldStart("PermissionsBoundaryDecisionDetail");
      json.writeBooleanField("AllowedByPermissionsBoundary", result.withinBoundary().get());
      json.writeEndObject();
    }
  }

  /// How each side contributes where the resource is another account's; in one account that is
  /// empty, and absent where no resource is named.
  private static void details(Explanation explanation, JsonGenerator json) throws IOException {
    if (explanation.request().resource().equals("*")) {
      return;
    }
    json.writeObjectFieldStart("EvalDecisionDetails");
    if (explanation.request().isCrossAccount()) {
      Set<PolicyType> types = EnumSet.of(PolicyType.IDENTITY, PolicyType.RESOURCE);
      explanation.policies().forEach(policy -> types.add(policy.type()));
      for (PolicyType type : types) {
        json.writeStringField(source(type), word(type, explanation));
      }
    }
    json.writeEndObject();
  }

  /// What the policies of one type come to by themselves.
  private static String word(PolicyType type, Explanation explanation) {
    List<Effect> effects =
        explanation.policies().stream()
            .filter(policy -> policy.type() == type)
            .flatMap(policy -> policy.matched().stream())
            .map(StatementOutcome::effect)
            .toList();
    return effects.contains(Effect.DENY)
        ? "explicitDeny"
        : effects.contains(Effect.ALLOW) ? "allowed" : "implicitDeny";
  }

  private static void matched(SimulationBody body, StatementReference reference, JsonGenerator json)
      throws IOException {
    String name = reference.policyName().orElse("");
    SimulatedPolicy policy = body.policies().get(name);
    json.writeStartObject();
    json.writeStringField("SourcePolicyId", name);
    json.writeStringField("SourcePolicyType", source(reference.type()));
    if (policy != null) {
      position("StartPosition", policy.start(reference.statementIndex()), json);
      position("EndPosition", policy.end(reference.statementIndex()), json);
    }
    json.writeEndObject();
  }

  private static void position(String name, SimulatedPolicy.Position position, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("Line", position.line());
    json.writeNumberField("Column", position.column());
    json.writeEndObject();
  }

  private static String source(PolicyType type) {
    return switch (type) {
      case IDENTITY -> "IAM Policy";
      case BOUNDARY -> "IAM Permissions Boundary Policy";
      case RESOURCE -> "Resource Policy";
      case TRUST, SESSION, SERVICE_CONTROL, RESOURCE_CONTROL, ENDPOINT -> type.label();
    };
  }

  private static String word(Decision decision) {
    return switch (decision) {
      case Decision.Allowed _ -> "allowed";
      case Decision.ExplicitlyDenied _ -> "explicitDeny";
      case Decision.ImplicitlyDenied _ -> "implicitDeny";
    };
  }

  private static boolean decides(Effect effect, Decision decision) {
    return switch (decision) {
      case Decision.Allowed _ -> effect == Effect.ALLOW;
      case Decision.ExplicitlyDenied _ -> effect == Effect.DENY;
      case Decision.ImplicitlyDenied _ -> false;
    };
  }
}
