package dev.brevet.api;

import module java.base;

import dev.brevet.json.InvalidDocument;
import dev.brevet.policy.element.WorkBudget;

/// A method and a path template such as `/v1/credentials/{mapping}`, and what answers them.
///
/// A template's `{name}` takes one whole segment, never an empty one; every other segment is
/// compared as it stands. A trailing slash in the request makes no difference, a doubled one does.
public final class Route {
  private final String method;
  private final List<String> segments;
  private final Answer answer;
  private final Refusal refusal;

  private Route(String method, List<String> segments, Answer answer, Refusal refusal) {
    this.method = method;
    this.segments = segments;
    this.answer = answer;
    this.refusal = refusal;
  }

  /// A route whose refusals are documents of RFC 9457.
  public static Route of(String method, String template, Answer answer) {
    return new Route(method, segments(template), answer, (problem, _) -> problem.response());
  }

  /// The same route with refusals in the shape of another protocol.
  public Route refusing(Refusal shape) {
    return new Route(method, segments, answer, shape);
  }

  /// How a route writes a refusal.
  public interface Refusal {
    ApiResponse of(Problem problem, ApiRequest request);
  }

  /// What a route does. `parameters` are the path's, by the names of the template. A request that
  /// cannot be read may be thrown: the route refuses it in its shape.
  public interface Answer {
    ApiResponse to(ApiRequest request, Map<String, String> parameters) throws InvalidDocument;
  }

  String method() {
    return method;
  }

  ApiResponse answer(ApiRequest request, Map<String, String> parameters) {
    try {
      return answer.to(request, parameters);
    } catch (InvalidDocument wrong) {
      return refused(Problem.malformed(wrong.problems()), request);
    } catch (WorkBudget.TooMuchWork _) {
      return refused(Problem.tooMuchWork(), request);
    }
  }

  ApiResponse refused(Problem problem, ApiRequest request) {
    return refusal.of(problem, request);
  }

  /// The path's parameters; empty when `path` is another.
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String wanted = segments.get(i);
      if (wanted.startsWith("{")) {
        if (path.get(i).isEmpty()) {
          return Optional.empty();
        }
        parameters.put(wanted.substring(1, wanted.length() - 1), path.get(i));
      } else if (!wanted.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  /// `/a/b` and `/a/b/` as `["", "a", "b"]`; `/` as `[""]`.
  static List<String> segments(String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return List.of(trimmed.split("/", -1));
  }

  @Override
  public String toString() {
    return method + " " + String.join("/", segments);
  }
}
