package dev.brevet.authorization;

import module java.base;

import dev.brevet.authorization.EvaluateAccess.Freshness;
import dev.brevet.authorization.PageTokens.Position;
import dev.brevet.authorization.SearchQuestion.Sought;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.AsciiCase;
import dev.brevet.mapping.Mappings;

/// Finds the subjects, resources or actions that would be allowed: exactly those for which an
/// access question would be, among the entities of the directory and the actions that are known
/// ([KnownActions]), in the order of their names, a page at a time.
///
/// What is not allowed to be asked about is not found. A page holds what was allowed when it was
/// made.
public final class SearchAccess {
  /// The most results of a page.
  public static final int MOST = 1_000;

  private final Directory directory;
  private final Mappings mappings;
  private final PageTokens tokens;
  private final KnownActions knownActions;
  private final AccessRecords records;
  private final Clock clock;
  private volatile Candidates candidates;

  /// Searches of a directory.
  ///
  /// @param deployment the same in every instance of a deployment; page tokens are good there only
  public SearchAccess(
      Directory directory,
      Mappings mappings,
      KnownActions knownActions,
      String deployment,
      DecisionRecorder records,
      Clock clock) {
    this.directory = directory;
    this.mappings = mappings;
    this.knownActions = knownActions;
    this.tokens = new PageTokens(deployment);
    this.records = new AccessRecords(records);
    this.clock = clock;
    this.candidates = new Candidates(DirectorySnapshot.builder().build(0, Instant.EPOCH));
  }

  /// What a search came to.
  public sealed interface Outcome {
    /// A page: ids of entities or names of actions, and the token of the next page, empty where
    /// there is none.
    record Found(DecisionId id, List<String> results, String nextToken, Freshness freshness)
        implements Outcome {
      public Found {
        results = List.copyOf(results);
      }
    }

    /// The program may not search for this.
    record Forbidden(DecisionId id, Freshness freshness) implements Outcome {}

    /// The token is none, or of another search.
    record BadToken() implements Outcome {}

    /// The limit is not the one of the page before.
    record OtherLimit() implements Outcome {}
  }

  /// A page of at most `limit` results (and never more than [#MOST], nor than `page` takes), the
  /// one that `token` names or (empty) the first. Throws what [EvaluateAccess#evaluate] throws.
  public Outcome search(
      DecisionClient client,
      SearchQuestion question,
      Optional<Integer> limit,
      String token,
      Predicate<String> page,
      RequestOrigin origin) {
    String who = client.identity().principal().identifier();
    int stated = limit.orElse(MOST);
    Position from = new Position("", stated);
    if (!token.isEmpty()) {
      Optional<Position> read = tokens.read(question, who, token);
      if (read.isEmpty()) {
        return new Outcome.BadToken();
      }
      if (limit.isPresent() && limit.get() != read.get().limit()) {
        return new Outcome.OtherLimit();
      }
      from = read.get();
    }
    Instant now = clock.instant();
    DirectorySnapshot current = directory.current();
    RequestEvaluator evaluator =
        new RequestEvaluator(current, client, new MappingSessions(mappings, client.budget()), now);
    SearchQuestion spelled = evaluator.canonical(question);
    if (!evaluator.maySearch(spelled)) {
      return new Outcome.Forbidden(
          records.search(
              client,
              false,
              parameters(question),
              "the program may not search this",
              List.of(),
              origin),
          Freshness.of(current, now));
    }
    List<String> results = new ArrayList<>();
    boolean more = false;
    int most = Math.min(from.limit(), MOST);
    Iterator<String> found = found(evaluator, spelled, from.last());
    while (found.hasNext()) {
      String next = found.next();
      if (results.size() == most || !page.test(next)) {
        more = true;
        break;
      }
      results.add(next);
    }
    String last = results.isEmpty() ? from.last() : results.getLast();
    String nextToken = more ? tokens.token(question, who, new Position(last, from.limit())) : "";
    DecisionId id =
        records.search(
            client,
            true,
            parameters(question),
            results.size() + " found" + (more ? ", and there are more" : ""),
            results,
            origin);
    return new Outcome.Found(id, results, nextToken, Freshness.of(current, now));
  }

  private static Map<String, String> parameters(SearchQuestion question) {
    return Map.of(
        "sought", AsciiCase.lower(question.sought().name()),
        "subject", question.subject().toString(),
        "action", question.action().name(),
        "resource", question.resource().toString());
  }

  /// What is found after `last`, as far as it is asked for.
  private Iterator<String> found(RequestEvaluator evaluator, SearchQuestion question, String last) {
    Candidates known = candidates(evaluator.directory());
    Iterable<String> candidates =
        switch (question.sought()) {
          case SUBJECT ->
              ResolvedSubjects.isReserved(question.subject().type())
                  ? List.of()
                  : known.subjects(evaluator, question, last);
          case RESOURCE ->
              EntityId.isType(question.resource().type())
                  ? known.resources(evaluator, question, last)
                  : List.of();
          case ACTION ->
              () ->
                  knownActions.of(evaluator.directory(), question.resource()).stream()
                      .filter(name -> KnownActions.ORDER.compare(name, last) > 0)
                      .iterator();
        };
    return StreamSupport.stream(candidates.spliterator(), false)
        .filter(name -> evaluator.finds(about(question, name)))
        .iterator();
  }

  /// The question whether `name` is what is sought.
  private static AccessQuestion about(SearchQuestion question, String name) {
    Sought sought = question.sought();
    return new AccessQuestion(
        sought == Sought.SUBJECT ? question.subject().named(name) : question.subject(),
        sought == Sought.ACTION
            ? new RequestAction(name, question.action().properties())
            : question.action(),
        sought == Sought.RESOURCE ? question.resource().named(name) : question.resource(),
        question.context());
  }

  private Candidates candidates(DirectorySnapshot current) {
    Candidates known = candidates;
    if (!known.isOf(current)) {
      known = new Candidates(current);
      candidates = known;
    }
    return known;
  }
}
