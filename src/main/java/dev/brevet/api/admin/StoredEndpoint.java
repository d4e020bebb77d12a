package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Content;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Gate;
import dev.brevet.api.PageQuery;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.api.RowPage;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.iam.AsciiCase;
import dev.brevet.json.DocumentReading;

/// The routes of one kind of thing that is administered: list, get, put, delete.
///
/// Versions travel as `ETag: "3"`. A put replaces the version that `If-Match` names, or creates
/// what is not there yet; a delete always names its version. Lists are in pages ([RowPage]). What
/// lost is answered with `conflict` (409) and the version that is stored.
public final class StoredEndpoint<I, T> implements Endpoint {
  private final Administration administration;
  private final Stored<I, T> stored;

  StoredEndpoint(Administration administration, Stored<I, T> stored) {
    this.administration = administration;
    this.stored = stored;
  }

  @Override
  public List<Route> routes() {
    String all = stored.collection();
    String one = all + "/{id}";
    return Stream.of(
            administration.routes("GET", all, (call, _) -> list(call)),
            administration.routes("GET", one, (call, of) -> named(of, id -> get(call, id))),
            administration.routes("PUT", one, (call, of) -> named(of, id -> put(call, id))),
            administration.routes("DELETE", one, (call, of) -> named(of, id -> delete(call, id))))
        .flatMap(List::stream)
        .toList();
  }

  private ApiResponse named(Map<String, String> path, Function<I, ApiResponse> answer) {
    return stored
        .parseId(path.getOrDefault("id", ""))
        .map(answer)
        .orElseGet(() -> Problem.malformed("id", "the path names no " + word()).response());
  }

  private ApiResponse list(Gate.Call call) {
    return switch (PageQuery.of(call.request().query(), PageQuery.ALL)) {
      case PageQuery.Refused(Problem problem) -> problem.response();
      case PageQuery.Asked page -> list(call, page);
    };
  }

  private ApiResponse list(Gate.Call call, PageQuery.Asked page) {
    Administration.Operation operation =
        new Administration.Operation(
            "List" + stored.word() + "s", AdministeredResource.all(word()), Optional.empty());
    return administration.answer(
        call,
        operation,
        () ->
            new Administration.Step.Proceed(
                "lists all", () -> Content.Known.WITHOUT_KEYS, _ -> listed(page)));
  }

  private ApiResponse listed(PageQuery.Asked page) {
    RowPage rows = new RowPage(page.limit(), stored.collection());
    for (T thing : stored.list()) {
      String name = stored.name(thing);
      if (name.compareTo(page.after()) > 0
          && !rows.add(stored.collection(), name, stored.show(thing))) {
        break;
      }
    }
    return ApiResponse.json(200, "{" + rows.members() + "}");
  }

  private ApiResponse get(Gate.Call call, I id) {
    Once<Stored.Lookup<T>> read = new Once<>(() -> stored.find(id));
    return administration.answer(
        call,
        operation("Get", id),
        () ->
            new Administration.Step.Proceed(
                "reads it",
                () ->
                    switch (read.get()) {
                      case Stored.Lookup.Found<T>(T thing) ->
                          Content.Known.of(stored.content(thing));
                      case Stored.Lookup.Missing<T> _ -> Content.Missing.read();
                      case Stored.Lookup.Broken<T> _ -> new Content.Unreadable();
                    },
                granted ->
                    switch (read.get()) {
                      case Stored.Lookup.Found<T>(T thing) -> shown(200, thing, stored.show(thing));
                      case Stored.Lookup.Missing<T> _ ->
                          Problem.of(Problem.Code.NOT_FOUND)
                              .decision(granted.decision())
                              .response();
                      case Stored.Lookup.Broken<T>(String problem) ->
                          Problem.of(Problem.Code.BROKEN)
                              .detail(problem)
                              .decision(granted.decision())
                              .response();
                    }));
  }

  private ApiResponse put(Gate.Call call, I id) {
    return switch (call.request().body().text(Body.MOST)) {
      case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
          Problem.malformed(problems).response();
      case DocumentReading.Readable(String json) ->
          administration.answer(call, operation("Put", id), () -> write(id, json, call.request()));
    };
  }

  private Administration.Step write(I id, String json, ApiRequest request) {
    return Precondition.put(request.headers(), version -> write(id, json, request, version));
  }

  private Administration.Step write(I id, String json, ApiRequest request, long expected) {
    return switch (stored.read(id, json, request.budget())) {
      case Stored.Draft.Invalid<T>(Problem problem) -> new Administration.Step.Refuse(problem);
      case Stored.Draft.Valid<T>(T thing) -> {
        PolicyFindings findings =
            new PolicyFindings(stored.findings(thing, json, request.account(), request.budget()));
        yield findings
            .refusal()
            .<Administration.Step>map(Administration.Step.Refuse::new)
            .orElseGet(() -> write(thing, findings, expected, id));
      }
    };
  }

  private Administration.Step write(T thing, PolicyFindings findings, long expected, I id) {
    return new Administration.Step.Proceed(
        expected == 0 ? "creates it" : "replaces version " + expected,
        () -> touched(id, expected, Optional.of(thing)),
        granted ->
            switch (stored.put(thing, expected)) {
              case Stored.Written.Done<T>(T written) ->
                  shown(expected == 0 ? 201 : 200, written, findings.in(stored.show(written)));
              case Stored.Written.Lost<T> _ -> conflict(id, granted);
              case Stored.Written.Barred<T>(String problem) ->
                  granted.refused(Problem.of(Problem.Code.CONFLICT).detail(problem));
            });
  }

  private ApiResponse delete(Gate.Call call, I id) {
    return administration.answer(
        call,
        operation("Delete", id),
        () ->
            Precondition.delete(
                call.request().headers(),
                version ->
                    new Administration.Step.Proceed(
                        "deletes version " + version,
                        () -> touched(id, version, Optional.empty()),
                        granted ->
                            stored.delete(id, version)
                                ? ApiResponse.empty(204)
                                : conflict(id, granted))));
  }

  /// What is written, and the version that it replaces or that is deleted: a write is of no other
  /// version than the one that was looked at.
  private Content touched(I id, long expected, Optional<T> written) {
    return switch (stored.find(id)) {
      case Stored.Lookup.Broken<T> _ -> new Content.Unreadable();
      case Stored.Lookup.Found<T>(T thing) ->
          touched(
              Stream.concat(written.stream(), Stream.of(thing)), stored.version(thing), expected);
      case Stored.Lookup.Missing<T> _ -> touched(written.stream(), 0, expected);
    };
  }

  private Content touched(Stream<T> things, long version, long expected) {
    return Content.touched(things.map(stored::content).toList(), version, expected, version != 0);
  }

  private ApiResponse conflict(I id, Administration.Granted granted) {
    Problem problem = Problem.of(Problem.Code.CONFLICT);
    switch (stored.find(id)) {
      case Stored.Lookup.Found<T>(T thing) ->
          problem.member("currentVersion", stored.version(thing));
      case Stored.Lookup.Missing<T> _ -> problem.member("currentVersion", 0);
      case Stored.Lookup.Broken<T> _ -> {}
    }
    return granted.failed(problem, Outcome.DENIED, "another version is stored");
  }

  private ApiResponse shown(int status, T thing, String json) {
    return ApiResponse.json(status, json).with("ETag", "\"" + stored.version(thing) + "\"");
  }

  private Administration.Operation operation(String verb, I id) {
    return new Administration.Operation(
        verb + stored.word(), stored.resource(id), stored.mapping(id));
  }

  private String word() {
    return AsciiCase.lower(stored.word());
  }
}
