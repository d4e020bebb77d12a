package dev.brevet.authorization;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.policy.Decision;
import dev.brevet.policy.StatementReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What is written down of answered questions: one record for a question, one for a batch with all
/// its answers ([AnswerLines]), one for a page of a search.
final class AccessRecords {
  private final DecisionLog log;
  private final Supplier<DecisionId> ids;
  private final Clock clock;

  AccessRecords(DecisionLog log, Supplier<DecisionId> ids, Clock clock) {
    this.log = log;
    this.ids = ids;
    this.clock = clock;
  }

  /// What a record says of an answer.
  private record Verdict(
      Outcome outcome,
      String code,
      List<String> statements,
      Optional<String> policyType,
      String reason) {
    static Verdict of(AccessAnswer answer) {
      return switch (answer) {
        case AccessAnswer.Decided(Decision decision, boolean mfa) -> of(decision, mfa);
        case AccessAnswer.NotPermitted(Decision decision) ->
            new Verdict(
                Outcome.DENIED,
                "access_denied",
                references(decision),
                blockedBy(decision),
                "the program may not ask this");
        case AccessAnswer.Undecidable(String reason) ->
            new Verdict(Outcome.DENIED, "denied", List.of(), Optional.empty(), reason);
        case AccessAnswer.Withheld(AccessAnswer answered) -> of(answered);
        case AccessAnswer.Malformed(String _, String detail) ->
            new Verdict(Outcome.DENIED, "malformed_request", List.of(), Optional.empty(), detail);
      };
    }

    private static Verdict of(Decision decision, boolean mfa) {
      return new Verdict(
          decision.isAllowed() ? Outcome.ALLOWED : Outcome.DENIED,
          decision.isAllowed() ? "allowed" : mfa ? "mfa_required" : "denied",
          references(decision),
          blockedBy(decision),
          AnswerText.reason(decision));
    }
  }

  private static List<String> references(Decision decision) {
    return decision.statements().stream().map(StatementReference::toString).toList();
  }

  private static Optional<String> blockedBy(Decision decision) {
    return switch (decision) {
      case Decision.Allowed _ -> Optional.empty();
      case Decision.ExplicitlyDenied denied -> Optional.of(denied.blockedBy().name());
      case Decision.ImplicitlyDenied denied -> Optional.of(denied.blockedBy().name());
    };
  }

  DecisionId evaluation(
      Asker asker, AccessQuestion question, AccessAnswer answer, RequestOrigin origin) {
    return record(
        "Evaluate",
        asker,
        Verdict.of(answer),
        Map.of(
            "subject", question.subject().toString(),
            "action", question.action().name(),
            "resource", question.resource().toString()),
        Optional.empty(),
        origin);
  }

  /// One record for all, or several where they are too much for one: the first one's id counts, and
  /// all have the request's id.
  DecisionId evaluations(
      Asker asker,
      List<EvaluateAccess.Item> items,
      List<AccessAnswer> answers,
      RequestOrigin origin) {
    int allowed = 0;
    for (AccessAnswer answer : answers) {
      allowed += answer.isAllowed() ? 1 : 0;
    }
    String reason =
        items.size()
            + " questions: "
            + allowed
            + " allowed, "
            + (answers.size() - allowed)
            + " denied, "
            + (items.size() - answers.size())
            + " not asked";
    Verdict verdict =
        new Verdict(
            allowed > 0 ? Outcome.ALLOWED : Outcome.DENIED,
            "answered",
            List.of(),
            Optional.empty(),
            reason);
    List<String> parts = AnswerLines.of(items, answers);
    DecisionId first =
        record("Evaluate", asker, verdict, Map.of(), Optional.of(parts.getFirst()), origin);
    for (String part : parts.subList(1, parts.size())) {
      record("Evaluate", asker, verdict, Map.of("of", first.value()), Optional.of(part), origin);
    }
    return first;
  }

  /// A page of a search with what was found, or that the program may not search.
  DecisionId search(
      Asker asker,
      boolean allowed,
      Map<String, String> parameters,
      String reason,
      List<String> results,
      RequestOrigin origin) {
    Verdict verdict =
        new Verdict(
            allowed ? Outcome.ALLOWED : Outcome.DENIED,
            allowed ? "answered" : "access_denied",
            List.of(),
            Optional.empty(),
            reason);
    List<String> parts = AnswerLines.ofResults(results);
    DecisionId first =
        record("Search", asker, verdict, parameters, Optional.of(parts.getFirst()), origin);
    for (String part : parts.subList(1, parts.size())) {
      record("Search", asker, verdict, Map.of("of", first.value()), Optional.of(part), origin);
    }
    return first;
  }

  /// That policies were tried, or that the caller may not.
  DecisionId simulation(Asker asker, boolean allowed, String reason, RequestOrigin origin) {
    return record(
        "SimulateCustomPolicy",
        asker,
        new Verdict(
            allowed ? Outcome.ALLOWED : Outcome.DENIED,
            allowed ? "answered" : "access_denied",
            List.of(),
            Optional.empty(),
            reason),
        Map.of(),
        Optional.empty(),
        origin);
  }

  private DecisionId record(
      String operation,
      Asker asker,
      Verdict verdict,
      Map<String, String> parameters,
      Optional<String> batch,
      RequestOrigin origin) {
    DecisionId id = ids.get();
    Instant now = clock.instant();
    Duration latency = Duration.between(origin.receivedAt(), now);
    DecisionRecord record =
        new DecisionRecord(
                id,
                now,
                operation,
                asker.identity().principal().identifier(),
                Optional.of(asker.identity().method()),
                Optional.empty(),
                Optional.empty(),
                verdict.outcome(),
                verdict.code(),
                verdict.statements(),
                verdict.policyType(),
                verdict.reason(),
                parameters,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                origin,
                latency.isNegative() ? Duration.ZERO : latency)
            .provedBy(asker.identity());
    log.record(batch.map(record::withBatch).orElse(record));
    return id;
  }
}
