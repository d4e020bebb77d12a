package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.ApiResponse;
import dev.brevet.api.PageQuery;
import dev.brevet.api.QueryString;
import dev.brevet.api.RowPage;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionQuery;
import dev.brevet.decisionlog.DecisionQuery.By;
import dev.brevet.decisionlog.RecordedDecision;
import dev.brevet.decisionlog.RecordedDecisions;
import dev.brevet.json.InvalidDocument;
import org.jspecify.annotations.Nullable;

/// One page of decisions, the newest first: exactly one of `principal`, `mapping` and
/// `accessKeyId`; `from` and `until`, times such as `2026-11-22T10:00:00Z`; `limit`, 1 to 100;
/// `token`, the `next` of the page before. `next` is absent on the last page.
///
/// @param of whose decisions are asked for, in the caller's words
record DecisionsPage(DecisionQuery query, String of) {
  private static final Set<String> NAMES =
      Set.of("principal", "mapping", "accessKeyId", "from", "until", "limit", "token");

  /// What is stored there.
  ApiResponse read(RecordedDecisions decisions) {
    RecordedDecisions.Page page = decisions.list(query);
    RowPage rows = new RowPage(query.limit(), "decisions");
    for (RecordedDecision decision : page.decisions()) {
      if (!rows.add("decisions", decision.id().value(), decision.json())) {
        break;
      }
    }
    if (!page.isLast()) {
      rows.cut();
    }
    return ApiResponse.json(200, "{" + rows.members(rows.last()) + "}");
  }

  /// The page that `query` asks for.
  ///
  /// @throws InvalidDocument naming the parameter that is wrong
  static DecisionsPage of(String query) throws InvalidDocument {
    Map<String, String> parameters = QueryString.read(query, NAMES);
    List<By> by = new ArrayList<>();
    parameters.forEach(
        (name, value) -> {
          switch (name) {
            case "principal" -> by.add(new By.Principal(value));
            case "mapping" -> by.add(new By.Mapping(value));
            case "accessKeyId" -> by.add(new By.AccessKey(value));
            default -> {}
          }
        });
    if (by.size() != 1) {
      throw new InvalidDocument(
          "query", "must have one of `principal`, `mapping` and `accessKeyId`");
    }
    String of = of(by.getFirst());
    if (of.isEmpty() || of.length() > (by.getFirst() instanceof By.Principal ? 2_048 : 128)) {
      throw new InvalidDocument(
          "query",
          "`mapping` and `accessKeyId` must have 1 to 128 characters, `principal` 1 to 2048");
    }
    Optional<Instant> from;
    Optional<Instant> until;
    try {
      from = time(parameters.get("from"));
      until = time(parameters.get("until"));
    } catch (DateTimeException _) {
      throw new InvalidDocument(
          "from", "and `until` must be times in UTC such as `2026-11-22T10:00:00Z`");
    }
    int limit = PageQuery.limit(parameters, DecisionQuery.MOST, DecisionQuery.MOST);
    String token = parameters.get("token");
    Optional<DecisionId> before = Optional.ofNullable(token).flatMap(DecisionId::parse);
    if (token != null && before.isEmpty()) {
      throw new InvalidDocument("token", "is not from a page of this list");
    }
    return new DecisionsPage(new DecisionQuery(by.getFirst(), from, until, before, limit), of);
  }

  private static String of(By by) {
    return switch (by) {
      case By.Principal(String identifier) -> identifier;
      case By.Mapping(String id) -> id;
      case By.AccessKey(String id) -> id;
    };
  }

  private static Optional<Instant> time(@Nullable String text) {
    if (text != null && !text.matches("[0-9]{4}-[0-9T:.-]{6,25}Z")) {
      throw new DateTimeException("not a time in UTC with a year of four digits");
    }
    return Optional.ofNullable(text).map(Instant::parse);
  }
}
