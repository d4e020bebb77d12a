package dev.brevet.api.design;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.DocumentBody;
import dev.brevet.api.Gate;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.iam.Principal;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.json.Fields;
import dev.brevet.json.InvalidDocument;
import dev.brevet.policy.element.WorkBudget;

/// Answers every caller that proves its identity, about documents that it sends itself. Nothing is
/// decided, and nothing recorded.
public final class KnownCallers {
  /// Bytes of an answer as Lambda hands it on, with room for what is around it. Source: Lambda
  /// Developer Guide, gettingstarted-limits.
  private static final int MOST = 6_000_000;

  private final Gate gate;

  public KnownCallers(TokenVerifier tokens) {
    this.gate = Gate.withoutRecords(tokens);
  }

  /// Reads a body's fields: what makes the answer, a JSON document, when there are no problems. All
  /// that the body multiplies is done within the request's `budget`.
  interface Question {
    Optional<Supplier<String>> read(Fields body, WorkBudget budget);
  }

  /// `POST /v1<path>` for bearers and `POST /v1/iam<path>` for AWS principals.
  List<Route> routes(String path, Question question) {
    return gate.routes(
        "POST",
        "/v1" + path,
        (call, _) -> call.admit("", "", caller -> answered(caller, question)));
  }

  /// How long a body is within the event that it is answered in, at least.
  private static long written(String json) {
    return json.chars()
        .mapToLong(c -> c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3)
        .sum();
  }

  private static ApiResponse answered(Gate.Caller caller, Question question)
      throws InvalidDocument {
    if (caller.identity().principal() instanceof Principal.Root) {
      return Problem.of(Problem.Code.ROOT_DENIED).response();
    }
    ApiRequest request = caller.request();
    WorkBudget budget = request.budget();
    String json =
        DocumentBody.read(request.body(), budget, body -> question.read(body, budget))
            .orThrow()
            .get();
    return written(json) <= MOST
        ? ApiResponse.json(200, json)
        : Problem.malformed("body", "the answer would be too long: ask for less").response();
  }
}
