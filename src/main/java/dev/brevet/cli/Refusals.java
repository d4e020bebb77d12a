package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.json.JsonValue.JsonObject;

/// What Brevet's refusals mean for the user of the command line, by their code.
final class Refusals {
  private Refusals() {}

  /// @param document the problem document; empty when the answer had none
  static Failure failure(int status, Optional<JsonObject> document, URI url) {
    Optional<String> code = document.flatMap(problem -> problem.text("code"));
    if (code.isEmpty()) {
      return Failure.of(
          status >= 500 || status == 429 ? Exit.UNAVAILABLE : Exit.NOT_POSSIBLE,
          url + " answered " + status + ", but not as Brevet does",
          "check the address (BREVET_URL, --url, the configuration file), or try again later");
    }
    JsonObject problem = document.orElseThrow();
    return Failure.of(exit(status), message(code.get(), problem), advice(code.get(), problem));
  }

  /// `<code>: <detail> (decision <id>)`.
  static String message(String code, JsonObject problem) {
    String detail = problem.text("detail").orElse("no detail");
    return code
        + ": "
        + detail
        + problem.text("decisionId").map(id -> " (decision " + id + ")").orElse("");
  }

  static Exit exit(int status) {
    return switch (status) {
      case 401 -> Exit.NOT_AUTHENTICATED;
      case 403 -> Exit.REFUSED;
      case 429, 500, 503, 504 -> Exit.UNAVAILABLE;
      default -> Exit.NOT_POSSIBLE;
    };
  }

  /// What to do about a refusal of this code.
  static String advice(String code, JsonObject problem) {
    return switch (code) {
      case "not_authenticated" ->
          "the token was rejected, perhaps because it is expired: get a new one, or run `brevet"
              + " login`; the reason is in Brevet's log under the decision";
      case "access_denied" ->
          "`brevet list` shows what you may vend; an administrator can look the decision up";
      case "mfa_required" -> "sign in again with multi-factor authentication";
      case "source_denied" -> "call from a network that the mapping allows";
      case "root_denied" -> "never use an account's root user";
      case "revoked" ->
          "sign in again to get a new token; if it is refused too, ask an administrator";
      case "malformed_request" ->
          problem.text("field").map(field -> "look at `" + field + "`").orElse("see --help");
      case "session_too_large" ->
          "shorten the policy or the parameters; `brevet explain` shows the sizes";
      case "throttled", "unavailable", "internal_error" ->
          "no credentials were released; try again in a moment";
      case "role_refused" ->
          "the role's trust policy must name Brevet; an administrator can look the decision up";
      case "no_such_route" -> "check the address and the version of Brevet";
      default -> "an administrator can look the decision up";
    };
  }
}
