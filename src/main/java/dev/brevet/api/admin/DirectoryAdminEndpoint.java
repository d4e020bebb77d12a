package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Content;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Gate;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.api.admin.Administration.Granted;
import dev.brevet.api.admin.Administration.Operation;
import dev.brevet.api.admin.Administration.Step;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.directory.document.ItemWriter;
import dev.brevet.directory.document.PolicyDraft;
import dev.brevet.directory.editor.DirectoryEditor;
import dev.brevet.directory.editor.Patience;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.DocumentReading;
import dev.brevet.mapping.MappingStore;
import dev.brevet.policy.lint.PolicyLint;

/// `/v1/admin/{entities,groups,policies,attachments,boundaries,enforcement-points,apis}` and the
/// same below `/v1/iam/admin`: what decisions for applications are made from, as
/// `brevet:ListEntities`, `GetEntity`, `PutEntity`, `DeleteEntity` and so on, on
/// `entity/user/alice`, `policy/editors`, ...
///
/// Versions, `ETag`, `If-Match` and conflicts are as for mappings. What would leave the directory
/// broken is refused as malformed, naming the field; what others depend on is not deleted. A new
/// version of a policy is checked ([DirectoryFindings]): errors refuse it, the rest is told.
public final class DirectoryAdminEndpoint implements Endpoint {
  private final Administration administration;
  private final DirectoryStore store;
  private final DirectoryEditor editor;
  private final DirectoryFindings findings;
  private final VendedRoles vendedRoles;

  /// @param mappings whose roles are vended
  /// @param patience for one write, beside others that write
  public DirectoryAdminEndpoint(
      Administration administration,
      DirectoryStore store,
      PolicyLint lint,
      MappingStore mappings,
      Directory directory,
      Supplier<Patience> patience) {
    this.administration = administration;
    this.store = store;
    this.findings = new DirectoryFindings(lint);
    this.vendedRoles = new VendedRoles(mappings, directory, List.of());
    this.editor = new DirectoryEditor(store, patience);
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (DirectoryCollection in : DirectoryCollection.values()) {
      String all = in.path();
      String one = all + in.template();
      routes.addAll(administration.routes("GET", all, (call, _) -> list(in, call)));
      routes.addAll(
          administration.routes(
              "GET", one, (call, of) -> named(in, of, key -> get(in, call, key))));
      routes.addAll(
          administration.routes(
              "PUT", one, (call, of) -> named(in, of, key -> put(in, call, key))));
      routes.addAll(
          administration.routes(
              "DELETE", one, (call, of) -> named(in, of, key -> delete(in, call, key))));
      if (in.isPosted()) {
        routes.addAll(administration.routes("POST", all, (call, _) -> post(in, call)));
      }
    }
    routes.addAll(
        administration.routes(
            "GET",
            "policies/{name}/versions/{version}",
            (call, of) ->
                named(
                    DirectoryCollection.POLICIES,
                    of,
                    key -> version(call, key, of.getOrDefault("version", "")))));
    return routes;
  }

  private static ApiResponse named(
      DirectoryCollection in, Map<String, String> path, Function<ItemKey, ApiResponse> answer) {
    return in.key(path)
        .map(answer)
        .orElseGet(
            () ->
                Problem.malformed("path", "the path does not name one of the `" + in.path() + "`")
                    .response());
  }

  private ApiResponse list(DirectoryCollection in, Gate.Call call) {
    return switch (DirectoryPage.of(in, call.request().query())) {
      case DirectoryPage.Refused(Problem problem) -> problem.response();
      case DirectoryPage.Page page ->
          administration.answer(
              call,
              new Operation("List" + in.many(), page.resource(), Optional.empty()),
              () ->
                  new Step.Proceed(
                      "lists them",
                      () -> Content.Known.of(page.content()),
                      granted ->
                          page.read(store, call.path(Administration.BASE), granted.isUnbounded())));
    };
  }

  private ApiResponse get(DirectoryCollection in, Gate.Call call, ItemKey key) {
    Once<Optional<StoredItem>> read = new Once<>(() -> store.find(key));
    return administration.answer(
        call,
        operation("Get", in, key),
        () ->
            new Step.Proceed(
                "reads it",
                () -> DirectoryContent.of(key, read.get()),
                granted -> read(key, read.get(), granted)));
  }

  private static ApiResponse read(ItemKey key, Optional<StoredItem> stored, Granted granted) {
    if (stored.isEmpty()) {
      return Problem.of(Problem.Code.NOT_FOUND).decision(granted.decision()).response();
    }
    return switch (ItemReader.read(key.kind(), stored.get().document())) {
      case DocumentReading.Readable(DirectoryItem item) ->
          shown(200, item, new PolicyFindings(List.of()), stored.get().version());
      case DocumentReading.Unreadable<DirectoryItem> unreadable ->
          Problem.of(Problem.Code.BROKEN)
              .detail(unreadable.summary())
              .decision(granted.decision())
              .response()
              .with("ETag", tag(stored.get().version()));
    };
  }

  private ApiResponse version(Gate.Call call, ItemKey key, String version) {
    Once<Optional<StoredItem>> read = new Once<>(() -> store.find(key));
    return administration.answer(
        call,
        operation("Get", DirectoryCollection.POLICIES, key),
        () ->
            new Step.Proceed(
                "reads version " + UntrustedText.shown(version),
                () -> DirectoryContent.of(key, read.get()),
                granted ->
                    read.get()
                        .flatMap(DirectoryAdminEndpoint::policy)
                        .flatMap(policy -> PolicyVersionAnswer.of(policy, version))
                        .orElseGet(
                            () ->
                                Problem.of(Problem.Code.NOT_FOUND)
                                    .decision(granted.decision())
                                    .response())));
  }

  private static Optional<ManagedPolicy> policy(StoredItem stored) {
    return ItemReader.read(stored.key().kind(), stored.document())
            instanceof DocumentReading.Readable(ManagedPolicy policy)
        ? Optional.of(policy)
        : Optional.empty();
  }

  private ApiResponse put(DirectoryCollection in, Gate.Call call, ItemKey key) {
    return switch (call.request().body().text(ItemReader.LONGEST)) {
      case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
          Problem.malformed(problems).response();
      case DocumentReading.Readable(String json) ->
          administration.answer(
              call,
              operation("Put", in, key),
              () ->
                  Precondition.put(
                      call.request().headers(), version -> put(call, key, json, version)));
    };
  }

  private Step put(Gate.Call call, ItemKey key, String json, long expected) {
    return switch (key.kind()) {
      case POLICY ->
          expected == 0
              ? put(call, key, json, expected, PolicyDraft.read(json, Optional.empty()))
              : newVersion(call, key, json, expected);
      case ENTITY, GROUP, ATTACHMENT, BOUNDARY, ENFORCEMENT_POINT, API ->
          put(call, key, json, expected, ItemReader.read(key.kind(), json));
    };
  }

  /// INVARIANT: what is written is made from the version that it replaces, and no other; and why it
  /// cannot be made is told only to callers who may do this to what is stored.
  private Step newVersion(Gate.Call call, ItemKey key, String json, long expected) {
    Optional<StoredItem> base = store.find(key);
    Supplier<Content> content = () -> DirectoryContent.of(key, base, expected, Optional.empty());
    String intent = "replaces version " + expected;
    long stored = base.map(StoredItem::version).orElse(0L);
    if (stored != expected) {
      return new Step.Proceed(intent, content, granted -> conflict(stored, granted));
    }
    return switch (PolicyDraft.read(json, base.flatMap(DirectoryAdminEndpoint::policy))) {
      case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
          new Step.Proceed(
              intent, content, granted -> granted.refused(Problem.malformed(problems)));
      case DocumentReading.Readable<DirectoryItem> readable ->
          switch (put(call, key, json, expected, readable)) {
            case Step.Refuse(Problem problem) ->
                new Step.Proceed(intent, content, granted -> granted.refused(problem));
            case Step.Proceed proceed -> proceed;
          };
    };
  }

  private Step put(
      Gate.Call call,
      ItemKey key,
      String json,
      long expected,
      DocumentReading<DirectoryItem> reading) {
    return switch (reading) {
      case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
          new Step.Refuse(Problem.malformed(problems));
      case DocumentReading.Readable(DirectoryItem item) when !item.key().equals(key) ->
          new Step.Refuse(
              Problem.malformed("body", "the body describes another object than the path"));
      case DocumentReading.Readable(ManagedPolicy policy) -> {
        PolicyFindings found =
            new PolicyFindings(
                findings.of(
                    policy.type(), json, call.request().account(), call.request().budget()));
        yield found
            .refusal()
            .<Step>map(Step.Refuse::new)
            .orElseGet(() -> write(policy, found, expected));
      }
      case DocumentReading.Readable(DirectoryItem item) -> write(item, found(item), expected);
    };
  }

  private PolicyFindings found(DirectoryItem item) {
    return new PolicyFindings(vendedRoles.of(item));
  }

  private Step write(DirectoryItem item, PolicyFindings found, long expected) {
    return new Step.Proceed(
        expected == 0 ? "creates it" : "replaces version " + expected,
        () -> DirectoryContent.of(item.key(), store.find(item.key()), expected, Optional.of(item)),
        granted ->
            switch (editor.put(item, expected)) {
              case DirectoryEditor.Outcome.Written(long version) ->
                  shown(expected == 0 ? 201 : 200, item, found, version);
              case DirectoryEditor.Outcome.Conflict(long stored) -> conflict(stored, granted);
              case DirectoryEditor.Outcome.Contended _ -> contended(granted);
              case DirectoryEditor.Outcome.Refused(DocumentReading.Problem problem) ->
                  granted.refused(Problem.malformed(List.of(problem)));
            });
  }

  private ApiResponse post(DirectoryCollection in, Gate.Call call) {
    return switch (call.request().body().text(ItemReader.LONGEST)) {
      case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
          Problem.malformed(problems).response();
      case DocumentReading.Readable(String json) ->
          switch (ItemReader.read(in.kind(), json)) {
            // Before anybody is asked who it is: this says nothing but what was sent.
            case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
                Problem.malformed(problems).response();
            case DocumentReading.Readable(DirectoryItem item) ->
                administration
                    .answer(
                        call, operation("Put", in, item.key()), () -> write(item, found(item), 0))
                    .with("Location", call.path(Administration.BASE) + in.path(item.key()));
          };
    };
  }

  private ApiResponse delete(DirectoryCollection in, Gate.Call call, ItemKey key) {
    return administration.answer(
        call,
        operation("Delete", in, key),
        () ->
            Precondition.delete(
                call.request().headers(),
                version ->
                    new Step.Proceed(
                        "deletes version " + version,
                        () -> DirectoryContent.of(key, store.find(key), version, Optional.empty()),
                        of -> delete(key, version, of))));
  }

  private ApiResponse delete(ItemKey key, long version, Granted granted) {
    return switch (editor.delete(key, version)) {
      case DirectoryEditor.Outcome.Written _ -> ApiResponse.empty(204);
      case DirectoryEditor.Outcome.Conflict(long stored) -> conflict(stored, granted);
      case DirectoryEditor.Outcome.Contended _ -> contended(granted);
      case DirectoryEditor.Outcome.Refused(DocumentReading.Problem problem) ->
          granted.refused(Problem.of(Problem.Code.CONFLICT).detail(problem.text()));
    };
  }

  private static ApiResponse conflict(long stored, Granted granted) {
    return granted.failed(
        Problem.of(Problem.Code.CONFLICT).member("currentVersion", stored),
        Outcome.DENIED,
        "another version is stored");
  }

  /// Nothing is wrong with it, and it is not done.
  private static ApiResponse contended(Granted granted) {
    return granted.failed(
        Problem.unavailable()
            .detail("too many other writes to the directory; nothing was written: try again"),
        Outcome.FAILED,
        "too many other writes");
  }

  private static ApiResponse shown(
      int status, DirectoryItem item, PolicyFindings found, long version) {
    return ApiResponse.json(status, found.in(ItemWriter.writeWithVersion(item, version)))
        .with("ETag", tag(version));
  }

  private static String tag(long version) {
    return "\"" + version + "\"";
  }

  private static Operation operation(String verb, DirectoryCollection in, ItemKey key) {
    return new Operation(verb + in.one(), AdministeredResource.of(key), Optional.empty());
  }
}
