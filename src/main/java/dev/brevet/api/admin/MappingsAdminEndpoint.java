package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.RequestContext;
import dev.brevet.json.DocumentReading;
import dev.brevet.mapping.BrokenMapping;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingReader;
import dev.brevet.mapping.MappingStore;
import dev.brevet.mapping.MappingWriter;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.PolicyLint;

/// `/v1/admin/mappings`, `/v1/admin/mappings/{id}` and the same below `/v1/iam`: the role mappings,
/// as `brevet:ListMappings`, `GetMapping`, `PutMapping` and `DeleteMapping` on `mapping/<id>`.
public final class MappingsAdminEndpoint implements Endpoint {
  private final Endpoint endpoint;

  /// @param directory what is attached to roles
  /// @param administrators ARNs of IAM users and roles
  public MappingsAdminEndpoint(
      Administration administration,
      MappingStore mappings,
      PolicyLint lint,
      Directory directory,
      List<String> administrators) {
    this.endpoint =
        new StoredEndpoint<>(
            administration,
            new StoredMappings(
                mappings,
                new MappingFindings(lint),
                new VendedRoles(mappings, directory, administrators)));
  }

  @Override
  public List<Route> routes() {
    return endpoint.routes();
  }

  private record StoredMappings(
      MappingStore store, MappingFindings findings, VendedRoles vendedRoles)
      implements Stored<MappingId, RoleMapping> {
    @Override
    public String word() {
      return "Mapping";
    }

    @Override
    public String collection() {
      return "mappings";
    }

    @Override
    public Optional<MappingId> parseId(String segment) {
      return MappingId.parse(segment);
    }

    @Override
    public AdministeredResource resource(MappingId id) {
      return AdministeredResource.of("mapping", id.value());
    }

    @Override
    public RequestContext content(RoleMapping mapping) {
      return ContentKeys.of(mapping);
    }

    @Override
    public Optional<String> mapping(MappingId id) {
      return Optional.of(id.value());
    }

    @Override
    public Draft<RoleMapping> read(MappingId id, String json, WorkBudget budget) {
      return switch (MappingReader.read(json)) {
        case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
            new Draft.Invalid<>(problem(problems, findings.ofUnread(json, budget)));
        case DocumentReading.Readable(RoleMapping mapping) when !mapping.id().equals(id) ->
            new Draft.Invalid<>(Problem.malformed("id", "`id` is not the one in the path"));
        case DocumentReading.Readable(RoleMapping mapping) -> new Draft.Valid<>(mapping);
      };
    }

    @Override
    public List<Finding> findings(
        RoleMapping mapping, String json, AccountId own, WorkBudget budget) {
      return Stream.concat(
              findings.of(mapping, json, own, budget).stream(),
              vendedRoles.of(mapping, json).stream())
          .toList();
    }

    /// Names first what can be named with its place.
    private static Problem problem(List<DocumentReading.Problem> problems, List<Finding> placed) {
      Problem read = Problem.malformed(problems);
      List<Problem.Flaw> flaws =
          new ArrayList<>(placed.stream().map(PolicyFindings::flaw).toList());
      flaws.addAll(read.errors());
      return placed.isEmpty()
          ? read
          : Problem.malformed(flaws.getFirst().field(), flaws.getFirst().detail()).errors(flaws);
    }

    @Override
    public String show(RoleMapping mapping) {
      return MappingWriter.writeWithVersion(mapping);
    }

    @Override
    public long version(RoleMapping mapping) {
      return mapping.version();
    }

    @Override
    public Lookup<RoleMapping> find(MappingId id) {
      try {
        return store
            .find(id)
            .<Lookup<RoleMapping>>map(Lookup.Found::new)
            .orElseGet(Lookup.Missing::new);
      } catch (BrokenMapping broken) {
        return new Lookup.Broken<>(String.valueOf(broken.getMessage()));
      }
    }

    @Override
    public String name(RoleMapping mapping) {
      return mapping.id().value();
    }

    @Override
    public List<RoleMapping> list() {
      return store.list();
    }

    @Override
    public Written<RoleMapping> put(RoleMapping mapping, long expectedVersion) {
      return switch (store.put(mapping, expectedVersion)) {
        case MappingStore.WriteOutcome.Written(long version) ->
            new Written.Done<>(mapping.withVersion(version));
        case MappingStore.WriteOutcome.Conflict _ -> new Written.Lost<>();
      };
    }

    @Override
    public boolean delete(MappingId id, long expectedVersion) {
      return switch (store.delete(id, expectedVersion)) {
        case MappingStore.WriteOutcome.Written _ -> true;
        case MappingStore.WriteOutcome.Conflict _ -> false;
      };
    }
  }
}
