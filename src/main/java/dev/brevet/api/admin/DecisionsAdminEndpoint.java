package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Content;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Gate;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.api.admin.Administration.Operation;
import dev.brevet.api.admin.Administration.Step;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.RecordedDecisions;
import dev.brevet.json.InvalidDocument;

/// `/v1/admin/decisions/{id}`, `/v1/admin/decisions` and the same below `/v1/iam`: what was decided
/// and why, as `brevet:GetDecision` on `decision/<id>` and `brevet:ListDecisions` on `decision/*`.
///
/// The list takes one of `principal`, `mapping` and `accessKeyId`, and `from`, `until`, `limit` and
/// `token`. Reading the log is recorded as a decision too.
public final class DecisionsAdminEndpoint implements Endpoint {
  private final Administration administration;
  private final RecordedDecisions decisions;

  public DecisionsAdminEndpoint(Administration administration, RecordedDecisions decisions) {
    this.administration = administration;
    this.decisions = decisions;
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(administration.lists("decisions", (call, _) -> list(call)));
    routes.addAll(administration.routes("GET", "decisions/{id}", this::get));
    return routes;
  }

  private ApiResponse get(Gate.Call call, Map<String, String> path) {
    Optional<DecisionId> id = DecisionId.parse(path.getOrDefault("id", ""));
    if (id.isEmpty()) {
      return Problem.malformed("id", "the path does not name a decision").response();
    }
    return administration.answer(
        call,
        new Operation(
            "GetDecision", AdministeredResource.of("decision", id.get().value()), Optional.empty()),
        () ->
            new Step.Proceed(
                "reads it",
                () -> Content.Known.WITHOUT_KEYS,
                granted ->
                    decisions
                        .find(id.get())
                        .map(found -> ApiResponse.json(200, found.json()))
                        .orElseGet(
                            () ->
                                Problem.of(Problem.Code.NOT_FOUND)
                                    .decision(granted.decision())
                                    .response())));
  }

  private ApiResponse list(Gate.Call call) throws InvalidDocument {
    DecisionsPage page = DecisionsPage.of(call.request().query());
    return administration.answer(
        call,
        new Operation("ListDecisions", AdministeredResource.all("decision"), Optional.empty()),
        () ->
            new Step.Proceed(
                "lists those of " + page.of(),
                () -> Content.Known.WITHOUT_KEYS,
                _ -> page.read(decisions)));
  }
}
