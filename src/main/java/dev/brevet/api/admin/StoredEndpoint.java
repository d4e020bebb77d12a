package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Content;
import dev.brevet.api.Gate;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.api.admin.Administration.Granted;
import dev.brevet.api.admin.Administration.Operation;
import dev.brevet.api.admin.Administration.Step;
import dev.brevet.api.admin.StoredKind.StoredKey;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.iam.RequestContext;
import dev.brevet.json.DocumentReading;

/// The routes of one kind of thing that is administered: list, get, put, delete.
///
/// Versions travel as `ETag: "3"`. A put replaces the version that `If-Match` names, or creates
/// what is not there yet; a delete always names its version. Lists are in pages ([StoredList]). A
/// write that lost is answered with `conflict` (409) and the version that is stored.
final class StoredEndpoint<I, T> {
  private final Administration administration;
  private final StoredKind<I, T> kind;

  StoredEndpoint(Administration administration, StoredKind<I, T> kind) {
    this.administration = administration;
    this.kind = kind;
  }

  List<Route> routes() {
    String all = kind.names.collection();
    String one = all + kind.names.template();
    List<Route> routes = new ArrayList<>();
    routes.addAll(
        administration.lists(
            all, (call, _) -> new StoredList<>(kind, administration).answer(call)));
    routes.addAll(route("GET", one, (call, key) -> get(call, key, "reads it", this::shown)));
    routes.addAll(route("PUT", one, this::put));
    routes.addAll(route("DELETE", one, this::delete));
    if (kind.isPosted()) {
      routes.addAll(administration.routes("POST", all, (call, _) -> post(call)));
    }
    return routes;
  }

  private List<Route> route(
      String method, String path, BiFunction<Gate.Call, StoredKey<I>, ApiResponse> answer) {
    return administration.routes(
        method, path, (call, of) -> named(of, key -> answer.apply(call, key)));
  }

  ApiResponse named(Map<String, String> path, Function<StoredKey<I>, ApiResponse> answer) {
    return kind.key(path).map(answer).orElseGet(() -> kind.names.notInPath().response());
  }

  /// Answers with what is stored, as `shown` shows it; where that is empty, with `not_found`.
  ApiResponse get(
      Gate.Call call,
      StoredKey<I> key,
      String intent,
      Function<Stored.Found<T>, Optional<ApiResponse>> shown) {
    Once<Stored<T>> read = new Once<>(() -> kind.find(key.id()));
    return administration.answer(
        call,
        operation("Get", key),
        () ->
            new Step.Proceed(
                intent,
                () ->
                    switch (read.get()) {
                      case Stored.Found<T>(T thing, long _) ->
                          Content.Known.of(kind.content(thing));
                      case Stored.Missing<T> _ ->
                          kind.contentOf(key)
                              .<Content>map(Content.Known::of)
                              .orElseGet(Content.Missing::read);
                      case Stored.Broken<T> _ -> new Content.Unreadable();
                    },
                granted ->
                    switch (read.get()) {
                      case Stored.Found<T> found ->
                          shown.apply(found).orElseGet(() -> notFound(granted));
                      case Stored.Missing<T> _ -> notFound(granted);
                      case Stored.Broken<T> broken -> broken(broken, granted);
                    }));
  }

  private Optional<ApiResponse> shown(Stored.Found<T> found) {
    long version = found.storedVersion();
    return Optional.of(tagged(ApiResponse.json(200, kind.show(found.thing(), version)), version));
  }

  private static ApiResponse notFound(Granted granted) {
    return Problem.of(Problem.Code.NOT_FOUND).decision(granted.decision()).response();
  }

  private ApiResponse broken(Stored.Broken<T> broken, Granted granted) {
    ApiResponse response =
        Problem.of(Problem.Code.BROKEN)
            .detail(broken.problem())
            .decision(granted.decision())
            .response();
    return broken.version().isPresent() ? tagged(response, broken.version().getAsLong()) : response;
  }

  private ApiResponse put(Gate.Call call, StoredKey<I> key) {
    return sent(
        call.request(),
        json ->
            administration.answer(
                call,
                operation("Put", key),
                () ->
                    Precondition.put(
                        call.request().headers(),
                        expected -> put(call.request(), key, json, expected))));
  }

  /// INVARIANT: what is written is made from the version that it replaces, and no other; why it
  /// cannot be made is said only to callers that may do this to what is stored.
  private Step put(ApiRequest request, StoredKey<I> key, String json, long expected) {
    if (expected == 0 || !kind.isMadeFromStored()) {
      return put(request, key, json, expected, Optional.empty());
    }
    Stored<T> base = kind.find(key.id());
    Function<Function<Granted, ApiResponse>, Step> instead =
        effect ->
            new Step.Proceed(
                "replaces version " + expected,
                () -> touched(key, base, expected, Optional.empty()),
                effect);
    if (!base.version().equals(OptionalLong.of(expected))) {
      return instead.apply(granted -> conflict(base, granted));
    }
    return switch (put(request, key, json, expected, base.readable())) {
      case Step.Refuse(Problem problem) -> instead.apply(granted -> granted.refused(problem));
      case Step.Proceed proceed -> proceed;
    };
  }

  private Step put(
      ApiRequest request, StoredKey<I> key, String json, long expected, Optional<T> replaced) {
    return switch (kind.read(json, replaced, request.budget())) {
      case Stored.Draft.Invalid<T>(Problem problem) -> new Step.Refuse(problem);
      case Stored.Draft.Valid<T>(T thing) when !kind.key(thing).id().equals(key.id()) ->
          new Step.Refuse(
              Problem.malformed(
                  kind.names.idField(), "the body describes another object than the path"));
      case Stored.Draft.Valid<T>(T thing) -> checked(request, thing, json, expected);
    };
  }

  private Step checked(ApiRequest request, T thing, String json, long expected) {
    StoredKey<I> key = kind.key(thing);
    PolicyFindings findings = new PolicyFindings(kind.findings(thing, json, request));
    return findings
        .refusal()
        .<Step>map(Step.Refuse::new)
        .orElseGet(
            () ->
                new Step.Proceed(
                    expected == 0 ? "creates it" : "replaces version " + expected,
                    () -> touched(key, kind.find(key.id()), expected, Optional.of(thing)),
                    granted ->
                        written(
                            kind.write(thing, expected),
                            key,
                            granted,
                            version ->
                                tagged(
                                    ApiResponse.json(
                                        expected == 0 ? 201 : 200,
                                        findings.in(kind.show(thing, version))),
                                    version))));
  }

  private ApiResponse post(Gate.Call call) {
    return sent(
        call.request(),
        json ->
            switch (kind.read(json, Optional.empty(), call.request().budget())) {
              // Before authentication: this reveals only what was sent.
              case Stored.Draft.Invalid<T>(Problem problem) -> problem.response();
              case Stored.Draft.Valid<T>(T thing) ->
                  administration
                      .answer(
                          call,
                          operation("Put", kind.key(thing)),
                          () -> checked(call.request(), thing, json, 0))
                      .with("Location", call.path(Administration.BASE) + kind.key(thing).path());
            });
  }

  private ApiResponse sent(ApiRequest request, Function<String, ApiResponse> answer) {
    return switch (request.body().text(kind.mostBytes())) {
      case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
          Problem.malformed(problems).response();
      case DocumentReading.Readable(String json) -> answer.apply(json);
    };
  }

  private ApiResponse delete(Gate.Call call, StoredKey<I> key) {
    return administration.answer(
        call,
        operation("Delete", key),
        () ->
            Precondition.delete(
                call.request().headers(),
                version ->
                    new Step.Proceed(
                        "deletes version " + version,
                        () -> touched(key, kind.find(key.id()), version, Optional.empty()),
                        granted ->
                            written(
                                kind.remove(key.id(), version),
                                key,
                                granted,
                                _ -> ApiResponse.empty(204)))));
  }

  private ApiResponse written(
      Stored.Written outcome, StoredKey<I> key, Granted granted, LongFunction<ApiResponse> done) {
    return switch (outcome) {
      case Stored.Written.Done(long version) -> done.apply(version);
      case Stored.Written.Lost _ -> conflict(kind.find(key.id()), granted);
      case Stored.Written.Refused(Problem problem) -> granted.refused(problem);
      case Stored.Written.Contended _ ->
          granted.failed(
              Problem.unavailable()
                  .detail("too many other writes to the directory; nothing was written: try again"),
              Outcome.FAILED,
              "too many other writes");
    };
  }

  private ApiResponse conflict(Stored<T> stored, Granted granted) {
    Problem problem = Problem.of(Problem.Code.CONFLICT);
    stored.version().ifPresent(version -> problem.member("currentVersion", version));
    return granted.failed(problem, Outcome.DENIED, "another version is stored");
  }

  /// What is written, and the version that it replaces or that is deleted: a write is of no other
  /// version than the one that was looked at.
  private Content touched(StoredKey<I> key, Stored<T> stored, long expected, Optional<T> written) {
    if (stored instanceof Stored.Broken) {
      return new Content.Unreadable();
    }
    Optional<RequestContext> replaced =
        stored.readable().map(kind::content).or(() -> kind.contentOf(key));
    return Content.touched(
        Stream.concat(written.map(kind::content).stream(), replaced.stream()).toList(),
        stored.version().orElse(0),
        expected,
        replaced.isPresent());
  }

  private static ApiResponse tagged(ApiResponse response, long version) {
    return response.with("ETag", "\"" + version + "\"");
  }

  private Operation operation(String verb, StoredKey<I> key) {
    return new Operation(verb + kind.names.resourceType(), key.resource(), key.mapping());
  }
}
