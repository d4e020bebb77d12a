package dev.brevet.authorization;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.mapping.Mappings;

/// Answers access questions, and records each answer before it is sent.
public final class EvaluateAccess {
  private final Directory directory;
  private final Mappings mappings;
  private final AccessRecords records;
  private final Clock clock;

  public EvaluateAccess(
      Directory directory, Mappings mappings, DecisionRecorder records, Clock clock) {
    this.directory = directory;
    this.mappings = mappings;
    this.records = new AccessRecords(records);
    this.clock = clock;
  }

  /// Something to be answered: a question, or what is wrong with it.
  public sealed interface Item {
    record Question(AccessQuestion question) implements Item {}

    record Malformed(String field, String detail) implements Item {}
  }

  /// Where a batch ends: after all, or with the first answer that is a denial or a permission.
  public enum Until {
    ALL,
    FIRST_DENIAL,
    FIRST_PERMISSION
  }

  /// How old what was decided on is: the directory's change `stamp`, and how long ago it was known
  /// to be the last.
  public record Freshness(long stamp, Duration age) {
    static Freshness of(DirectorySnapshot directory, Instant now) {
      Duration age = Duration.between(directory.readAt(), now);
      return new Freshness(directory.stamp(), age.isNegative() ? Duration.ZERO : age);
    }
  }

  /// What is answered, recorded under `id`. `forbidden` says that the program may ask nothing of
  /// what it asked.
  public record Evaluated(
      DecisionId id, List<AccessAnswer> answers, Freshness freshness, boolean forbidden) {
    public Evaluated {
      answers = List.copyOf(answers);
    }
  }

  /// The answer to one question.
  ///
  /// @throws dev.brevet.directory.DirectoryUnavailable when what is known would be too old
  /// @throws dev.brevet.mapping.MappingStoreUnavailable when a mapping could not be read
  /// @throws dev.brevet.decisionlog.DecisionLogUnavailable when the answer could not be recorded
  public Evaluated evaluate(DecisionClient client, AccessQuestion question, RequestOrigin origin) {
    Instant now = clock.instant();
    DirectorySnapshot current = directory.current();
    AccessAnswer answer = evaluator(current, client, now).evaluate(question);
    DecisionId id = records.evaluation(client, question, answer, origin);
    return new Evaluated(
        id,
        List.of(answer),
        Freshness.of(current, now),
        answer instanceof AccessAnswer.NotPermitted);
  }

  /// The answers to `items`, in their order, as far as `until`. Throws what [#evaluate] throws.
  public Evaluated evaluateAll(
      DecisionClient client, List<Item> items, Until until, RequestOrigin origin) {
    Instant now = clock.instant();
    DirectorySnapshot current = directory.current();
    RequestEvaluator evaluator = evaluator(current, client, now);
    List<AccessAnswer> answers = new ArrayList<>(items.size());
    boolean forbidden = !items.isEmpty();
    for (Item item : items) {
      AccessAnswer answer =
          switch (item) {
            case Item.Question(AccessQuestion question) -> evaluator.evaluate(question);
            case Item.Malformed(String field, String detail) ->
                new AccessAnswer.Malformed(field, detail);
          };
      answers.add(answer);
      forbidden &= answer instanceof AccessAnswer.NotPermitted;
      if (ends(until, answer)) {
        break;
      }
    }
    DecisionId id =
        forbidden
            ? records.forbidden(client, items, answers.getFirst(), origin)
            : records.evaluations(client, items, answers, origin);
    return new Evaluated(id, answers, Freshness.of(current, now), forbidden);
  }

  private static boolean ends(Until until, AccessAnswer answer) {
    return switch (until) {
      case ALL -> false;
      case FIRST_DENIAL -> !answer.isAllowed();
      case FIRST_PERMISSION -> answer.isAllowed();
    };
  }

  private RequestEvaluator evaluator(
      DirectorySnapshot current, DecisionClient client, Instant now) {
    return new RequestEvaluator(
        current, client, new MappingSessions(mappings, client.budget()), now);
  }
}
