package dev.brevet.api.access;

import module java.base;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Problem;
import dev.brevet.authorization.AccessAnswer;
import dev.brevet.authorization.AnswerText;
import dev.brevet.authorization.EvaluateAccess.Evaluated;
import dev.brevet.authorization.EvaluateAccess.Freshness;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.policy.Decision;

/// What is answered to access questions.
///
/// The context of a decision has reasons, `reason_admin` and `reason_user`, by HTTP status as in
/// the standard's examples; where multi-factor authentication would make the difference,
/// `mfa_required` and `amr_values`; where a question itself is at fault, `error`. Every answer has
/// the header `Brevet-Directory-Age`, the milliseconds since what it was decided on was known to be
/// the last, and `Brevet-Directory-Stamp`, the directory's change it is as of. Source: OpenID
/// Authorization API 1.0, Decision Context and Errors.
final class AccessAnswers {
  static final String AGE_HEADER = "Brevet-Directory-Age";
  static final String STAMP_HEADER = "Brevet-Directory-Stamp";

  // Characters of a denial with its reasons.
  private static final int LIKELY = 160;

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  // INVARIANT: for one batch; decisions are asked by identity, as one statement always gives the
  // same.
  private final IdentityHashMap<Decision, String> contexts = new IdentityHashMap<>();

  private AccessAnswers() {}

  /// The answer to a single question.
  static ApiResponse one(Evaluated evaluated) {
    AccessAnswer answer = evaluated.answers().getFirst();
    if (evaluated.forbidden()) {
      return forbidden(evaluated.id(), evaluated.freshness());
    }
    StringBuilder out = new StringBuilder(256);
    out.append("{\"decision\":").append(answer.isAllowed());
    out.append(",\"context\":{\"decision_id\":\"").append(evaluated.id().value()).append("\",");
    out.append("\"directory\":{\"stamp\":").append(evaluated.freshness().stamp());
    out.append(",\"age_ms\":").append(evaluated.freshness().age().toMillis()).append("},");
    details(answer, out);
    out.append("}}");
    return response(out.toString(), evaluated.id(), evaluated.freshness());
  }

  /// The answers to a batch, each with its reason where it is a denial.
  static ApiResponse several(Evaluated evaluated) {
    if (evaluated.forbidden()) {
      return forbidden(evaluated.id(), evaluated.freshness());
    }
    AccessAnswers contexts = new AccessAnswers();
    List<AccessAnswer> answers = evaluated.answers();
    StringBuilder out = new StringBuilder(64 + LIKELY * answers.size());
    out.append("{\"evaluations\":[");
    for (int i = 0; i < answers.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      AccessAnswer answer = answers.get(i);
      if (answer.isAllowed()) {
        out.append("{\"decision\":true}");
      } else {
        out.append("{\"decision\":false,\"context\":{");
        contexts.append(answer, out);
        out.append("}}");
      }
    }
    out.append("]}");
    return response(out.toString(), evaluated.id(), evaluated.freshness());
  }

  /// The program may not ask this, as of the directory that said so.
  static ApiResponse forbidden(DecisionId id, Freshness freshness) {
    return Problem.of(Problem.Code.ACCESS_DENIED)
        .decision(id)
        .response()
        .with(AGE_HEADER, Long.toString(freshness.age().toMillis()))
        .with(STAMP_HEADER, Long.toString(freshness.stamp()));
  }

  static ApiResponse response(String body, DecisionId id, Freshness freshness) {
    return new ApiResponse(
        200,
        Map.of(
            "Content-Type",
            "application/json",
            "Cache-Control",
            "no-store",
            Problem.DECISION_HEADER,
            id.value(),
            AGE_HEADER,
            Long.toString(freshness.age().toMillis()),
            STAMP_HEADER,
            Long.toString(freshness.stamp())),
        body);
  }

  private void append(AccessAnswer answer, StringBuilder out) {
    if (answer instanceof AccessAnswer.Decided(Decision decision, boolean mfa) && !mfa) {
      String made = contexts.get(decision);
      if (made == null) {
        StringBuilder text = new StringBuilder(160);
        details(answer, text);
        made = text.toString();
        contexts.put(decision, made);
      }
      out.append(made);
    } else {
      details(answer, out);
    }
  }

  private static void details(AccessAnswer answer, StringBuilder out) {
    switch (answer) {
      case AccessAnswer.Decided(Decision decision, boolean mfa) -> {
        if (decision.isAllowed()) {
          reason("reason_admin", 200, AnswerText.reason(decision), out);
        } else {
          denied(AnswerText.reason(decision), out);
        }
        if (mfa) {
          out.append(",\"mfa_required\":true,\"amr_values\":\"mfa\"");
        }
      }
      case AccessAnswer.Undecidable(String reason) -> denied(reason, out);
      case AccessAnswer.Withheld _ ->
          denied("the session may not do this, or no mapping vends it", out);
      case AccessAnswer.NotPermitted _ -> error(403, "you may not ask this", out);
      case AccessAnswer.Malformed(String _, String detail) -> error(400, detail, out);
    }
  }

  private static void denied(String why, StringBuilder out) {
    reason("reason_admin", 403, why, out);
    out.append(',');
    reason("reason_user", 403, "not allowed", out);
  }

  private static void reason(String name, int status, String text, StringBuilder out) {
    out.append('"').append(name).append("\":{\"").append(status).append("\":\"");
    ENCODER.quoteAsString(text, out);
    out.append("\"}");
  }

  private static void error(int status, String message, StringBuilder out) {
    out.append("\"error\":{\"status\":").append(status).append(",\"message\":\"");
    ENCODER.quoteAsString(message, out);
    out.append("\"}");
  }
}
