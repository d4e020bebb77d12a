package dev.brevet.api;

import dev.brevet.api.Administration.Operation;
import dev.brevet.api.Administration.Step;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.RecordedDecisions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/v1/iam/admin/decisions/{id}` and `/v1/iam/admin/decisions`: what was decided and why, as
/// `brevet:GetDecision` on `decision/<id>` and `brevet:ListDecisions` on `decision/*`.
///
/// The list takes one of `principal`, `mapping` and `accessKeyId`, and `from`, `until`, `limit` and
/// `token`. That somebody read the log is a decision of its own.
public final class DecisionsAdminEndpoint implements Endpoint {
  private static final String PATH = "/v1/iam/admin/decisions";

  private final Administration administration;
  private final RecordedDecisions decisions;

  public DecisionsAdminEndpoint(Administration administration, RecordedDecisions decisions) {
    this.administration = administration;
    this.decisions = decisions;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("GET", PATH, (request, _) -> list(request)),
        Route.of("GET", PATH + "/{id}", this::get));
  }

  private ApiResponse get(ApiRequest request, Map<String, String> path) {
    Optional<DecisionId> id = DecisionId.parse(path.getOrDefault("id", ""));
    if (id.isEmpty()) {
      return Problem.malformed("id", "the path does not name a decision").response();
    }
    return administration.answer(
        request,
        new Operation("GetDecision", "decision/" + id.get(), Optional.empty()),
        () ->
            new Step.Proceed(
                "reads it",
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

  private ApiResponse list(ApiRequest request) {
    return switch (DecisionsPage.of(request.query())) {
      case DecisionsPage.Refused(Problem problem) -> problem.response();
      case DecisionsPage.Page page ->
          administration.answer(
              request,
              new Operation("ListDecisions", "decision/*", Optional.empty()),
              () -> new Step.Proceed("lists those of " + page.of(), _ -> page.read(decisions)));
    };
  }
}
