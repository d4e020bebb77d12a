package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
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
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.DocumentReading;
import dev.brevet.mapping.MappingStore;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.PolicyLint;

/// `/v1/admin/{entities,groups,policies,attachments,boundaries,enforcement-points,apis}` and the
/// same below `/v1/iam/admin`: what decisions for applications are made from, as
/// `brevet:ListEntities`, `GetEntity`, `PutEntity`, `DeleteEntity` and so on, on
/// `entity/user/alice`, `policy/editors`, ...
///
/// What would leave the directory broken is refused as malformed, naming the field; what others
/// depend on is not deleted. A new version of a policy is checked ([DirectoryFindings]): errors
/// refuse it, other findings are in the answer.
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
      routes.addAll(new Items(in).routes());
    }
    StoredEndpoint<ItemKey, DirectoryItem> policies =
        new Items(DirectoryCollection.POLICIES).endpoint;
    routes.addAll(
        administration.routes(
            "GET",
            "policies/{name}/versions/{version}",
            (call, of) -> {
              String version = of.getOrDefault("version", "");
              return policies.named(
                  of,
                  key ->
                      policies.get(
                          call,
                          key,
                          "reads version " + UntrustedText.shown(version),
                          found -> PolicyVersionAnswer.of(found.thing(), version)));
            }));
    return routes;
  }

  private final class Items extends StoredKind<ItemKey, DirectoryItem> {
    private final DirectoryCollection in;

    Items(DirectoryCollection in) {
      super(administration, in.names());
      this.in = in;
    }

    @Override
    Optional<StoredKey<ItemKey>> key(Map<String, String> path) {
      return in.key(path).map(this::key);
    }

    @Override
    StoredKey<ItemKey> key(DirectoryItem item) {
      return key(item.key());
    }

    private StoredKey<ItemKey> key(ItemKey key) {
      AdministeredResource resource = AdministeredResource.of(key);
      return new StoredKey<>(key, key.name(), in.path(key), resource, Optional.empty());
    }

    @Override
    RequestContext content(DirectoryItem item) {
      return ContentKeys.of(item);
    }

    @Override
    Optional<RequestContext> contentOf(StoredKey<ItemKey> key) {
      return in == DirectoryCollection.ENTITIES
          ? Optional.of(contentOfAll(key.name().substring(0, key.name().indexOf('/'))))
          : Optional.empty();
    }

    @Override
    RequestContext contentOfAll(String filter) {
      return ContentKeys.ofList(in, filter);
    }

    @Override
    boolean isPosted() {
      return in.isPosted();
    }

    @Override
    int mostBytes() {
      return ItemReader.LONGEST;
    }

    @Override
    boolean isMadeFromStored() {
      return in == DirectoryCollection.POLICIES;
    }

    @Override
    Stored.Draft<DirectoryItem> read(
        String json, Optional<DirectoryItem> replaced, WorkBudget budget) {
      DocumentReading<DirectoryItem> reading =
          in == DirectoryCollection.POLICIES
              ? PolicyDraft.read(json, replaced.map(ManagedPolicy.class::cast))
              : ItemReader.read(in.kind(), json);
      return switch (reading) {
        case DocumentReading.Readable(DirectoryItem item) -> new Stored.Draft.Valid<>(item);
        case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
            new Stored.Draft.Invalid<>(Problem.malformed(problems));
      };
    }

    @Override
    List<Finding> findings(DirectoryItem item, String json, ApiRequest request) {
      return item instanceof ManagedPolicy policy
          ? findings.of(policy.type(), json, request.account(), request.budget())
          : vendedRoles.of(item);
    }

    @Override
    String show(DirectoryItem item, long version) {
      return ItemWriter.writeWithVersion(item, version);
    }

    @Override
    Stored<DirectoryItem> find(ItemKey key) {
      return store.find(key).map(this::stored).orElseGet(Stored.Missing::new);
    }

    private Stored<DirectoryItem> stored(StoredItem stored) {
      return switch (ItemReader.read(in.kind(), stored.document())) {
        case DocumentReading.Readable(DirectoryItem item) ->
            new Stored.Found<>(item, stored.version());
        case DocumentReading.Unreadable<DirectoryItem> unreadable ->
            new Stored.Broken<>(unreadable.summary(), OptionalLong.of(stored.version()));
      };
    }

    @Override
    int usualPage() {
      return 100;
    }

    @Override
    List<Row<ItemKey, DirectoryItem>> list(String prefix, String after, int most) {
      return store.list(in.kind(), prefix, after, most).stream()
          .map(item -> new Row<>(key(item.key()), stored(item)))
          .toList();
    }

    @Override
    Stored.Written write(DirectoryItem item, long expectedVersion) {
      return written(
          editor.put(item, expectedVersion), problem -> Problem.malformed(List.of(problem)));
    }

    @Override
    Stored.Written remove(ItemKey key, long expectedVersion) {
      return written(
          editor.delete(key, expectedVersion),
          problem -> Problem.of(Problem.Code.CONFLICT).detail(problem.text()));
    }

    private static Stored.Written written(
        DirectoryEditor.Outcome outcome, Function<DocumentReading.Problem, Problem> refusal) {
      return switch (outcome) {
        case DirectoryEditor.Outcome.Written(long version) -> new Stored.Written.Done(version);
        case DirectoryEditor.Outcome.Conflict _ -> new Stored.Written.Lost();
        case DirectoryEditor.Outcome.Contended _ -> new Stored.Written.Contended();
        case DirectoryEditor.Outcome.Refused(DocumentReading.Problem problem) ->
            new Stored.Written.Refused(refusal.apply(problem));
      };
    }
  }
}
