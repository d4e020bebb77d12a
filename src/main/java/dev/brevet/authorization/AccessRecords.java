package dev.brevet.authorization;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord.Caller;
import dev.brevet.decisionlog.DecisionRecord.Extent;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.DecisionRecord.Target;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.policy.Decision;

/// What is written down of answered questions: one record for a question, one for a batch with all
/// its answers ([AnswerLines]), one for a page of a search.
final class AccessRecords {
  private final DecisionRecorder records;

  AccessRecords(DecisionRecorder records) {
    this.records = records;
  }

  private static Verdict verdict(AccessAnswer answer) {
    return switch (answer) {
      case AccessAnswer.Decided(Decision decision, boolean mfa) ->
          Verdict.of(
              Outcome.of(decision.isAllowed()),
              decision.isAllowed() ? "allowed" : mfa ? "mfa_required" : "denied",
              decision,
              AnswerText.reason(decision));
      case AccessAnswer.NotPermitted(Decision decision) ->
          Verdict.of(Outcome.DENIED, "access_denied", decision, "the program may not ask this");
      case AccessAnswer.Undecidable(String reason) -> Verdict.of(Outcome.DENIED, "denied", reason);
      case AccessAnswer.Withheld(AccessAnswer answered) -> verdict(answered);
      case AccessAnswer.Malformed(String _, String detail) ->
          Verdict.of(Outcome.DENIED, "malformed_request", detail);
    };
  }

  private static Verdict verdict(boolean allowed, String reason) {
    return Verdict.of(Outcome.of(allowed), allowed ? "answered" : "access_denied", reason);
  }

  DecisionId evaluation(
      DecisionClient client, AccessQuestion question, AccessAnswer answer, RequestOrigin origin) {
    return record(
        "Evaluate",
        client,
        verdict(answer),
        Map.of(
            "subject", question.subject().toString(),
            "action", question.action().name(),
            "resource", question.resource().toString()),
        Extent.ONE,
        origin);
  }

  /// One record for all, or several where they are too much for one: the first one's id counts, and
  /// all have the request's id.
  DecisionId evaluations(
      DecisionClient client,
      List<EvaluateAccess.Item> items,
      List<AccessAnswer> answers,
      RequestOrigin origin) {
    long allowed = answers.stream().filter(AccessAnswer::isAllowed).count();
    String reason =
        items.size()
            + " questions: "
            + allowed
            + " allowed, "
            + (answers.size() - allowed)
            + " denied, "
            + (items.size() - answers.size())
            + " not asked";
    Verdict verdict = Verdict.of(Outcome.of(allowed > 0), "answered", reason);
    return record("Evaluate", client, verdict, Map.of(), AnswerLines.of(items, answers), origin);
  }

  /// A batch of which the program may ask nothing and learns nothing: one record with the first
  /// question, however long the batch is.
  DecisionId forbidden(
      DecisionClient client,
      List<EvaluateAccess.Item> items,
      AccessAnswer first,
      RequestOrigin origin) {
    String reason =
        items.size() + " questions, none of which the program may ask; the first is kept";
    List<String> lines = AnswerLines.of(items.subList(0, 1), List.of(first));
    Verdict verdict = Verdict.of(Outcome.DENIED, "access_denied", reason);
    return record("Evaluate", client, verdict, Map.of(), lines.subList(0, 1), origin);
  }

  /// A page of a search with what was found, or that the program may not search.
  DecisionId search(
      DecisionClient client,
      boolean allowed,
      Map<String, String> parameters,
      String reason,
      List<String> results,
      RequestOrigin origin) {
    Verdict verdict = verdict(allowed, reason);
    return record("Search", client, verdict, parameters, AnswerLines.ofResults(results), origin);
  }

  /// That policies were tried, or that the caller may not.
  DecisionId simulation(
      DecisionClient client, boolean allowed, String reason, RequestOrigin origin) {
    return record(
        "SimulateCustomPolicy", client, verdict(allowed, reason), Map.of(), Extent.ONE, origin);
  }

  private DecisionId record(
      String operation,
      DecisionClient client,
      Verdict verdict,
      Map<String, String> parameters,
      List<String> parts,
      RequestOrigin origin) {
    Extent extent = Extent.batch(parts.getFirst());
    DecisionId first = record(operation, client, verdict, parameters, extent, origin);
    for (String part : parts.subList(1, parts.size())) {
      Map<String, String> of = Map.of("of", first.value());
      var _ = record(operation, client, verdict, of, Extent.batch(part), origin);
    }
    return first;
  }

  private DecisionId record(
      String operation,
      DecisionClient client,
      Verdict verdict,
      Map<String, String> parameters,
      Extent extent,
      RequestOrigin origin) {
    Caller caller = Caller.of(client.identity());
    return records.record(operation, caller, Target.of(parameters), verdict, extent, origin);
  }
}
