package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Problem;
import dev.brevet.directory.snapshot.Directory;
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
public final class MappingsAdminEndpoint extends StoredKind<MappingId, RoleMapping>
    implements Endpoint {
  private final MappingStore store;
  private final MappingFindings findings;
  private final VendedRoles vendedRoles;

  /// @param directory what is attached to roles
  /// @param administrators ARNs of IAM users and roles
  public MappingsAdminEndpoint(
      Administration administration,
      MappingStore mappings,
      PolicyLint lint,
      Directory directory,
      List<String> administrators) {
    super(
        administration,
        new Names("Mapping", "Mappings", "mapping", "mappings", "/{id}", "id", Filter.NONE));
    this.store = mappings;
    this.findings = new MappingFindings(lint);
    this.vendedRoles = new VendedRoles(mappings, directory, administrators);
  }

  @Override
  Optional<StoredKey<MappingId>> key(Map<String, String> path) {
    return MappingId.parse(path.getOrDefault("id", "")).map(MappingsAdminEndpoint::key);
  }

  @Override
  StoredKey<MappingId> key(RoleMapping mapping) {
    return key(mapping.id());
  }

  private static StoredKey<MappingId> key(MappingId id) {
    String name = id.value();
    AdministeredResource resource = AdministeredResource.of("mapping", name);
    return new StoredKey<>(id, name, "mappings/" + name, resource, Optional.of(name));
  }

  @Override
  RequestContext content(RoleMapping mapping) {
    return ContentKeys.of(mapping);
  }

  @Override
  Stored.Draft<RoleMapping> read(String json, Optional<RoleMapping> replaced, WorkBudget budget) {
    return switch (MappingReader.read(json)) {
      case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
          new Stored.Draft.Invalid<>(problem(problems, findings.ofUnread(json, budget)));
      case DocumentReading.Readable(RoleMapping mapping) -> new Stored.Draft.Valid<>(mapping);
    };
  }

  /// Names first what can be named with its place.
  private static Problem problem(List<DocumentReading.Problem> problems, List<Finding> placed) {
    Problem read = Problem.malformed(problems);
    List<Problem.Flaw> flaws = new ArrayList<>(placed.stream().map(PolicyFindings::flaw).toList());
    flaws.addAll(read.errors());
    return placed.isEmpty()
        ? read
        : Problem.malformed(flaws.getFirst().field(), flaws.getFirst().detail()).errors(flaws);
  }

  @Override
  List<Finding> findings(RoleMapping mapping, String json, ApiRequest request) {
    return Stream.concat(
            findings.of(mapping, json, request.account(), request.budget()).stream(),
            vendedRoles.of(mapping, json).stream())
        .toList();
  }

  @Override
  String show(RoleMapping mapping, long version) {
    return MappingWriter.writeWithVersion(mapping.withVersion(version));
  }

  @Override
  Stored<RoleMapping> find(MappingId id) {
    try {
      return store.find(id).map(MappingsAdminEndpoint::found).orElseGet(Stored.Missing::new);
    } catch (BrokenMapping broken) {
      return new Stored.Broken<>(String.valueOf(broken.getMessage()), OptionalLong.empty());
    }
  }

  private static Stored<RoleMapping> found(RoleMapping mapping) {
    return new Stored.Found<>(mapping, mapping.version());
  }

  @Override
  List<Row<MappingId, RoleMapping>> list(String prefix, String after, int most) {
    return store.list().stream()
        .filter(mapping -> mapping.id().value().compareTo(after) > 0)
        .limit(most)
        .map(mapping -> new Row<>(key(mapping), found(mapping)))
        .toList();
  }

  @Override
  Stored.Written write(RoleMapping mapping, long expectedVersion) {
    return written(store.put(mapping, expectedVersion));
  }

  @Override
  Stored.Written remove(MappingId id, long expectedVersion) {
    return written(store.delete(id, expectedVersion));
  }

  private static Stored.Written written(MappingStore.WriteOutcome outcome) {
    return switch (outcome) {
      case MappingStore.WriteOutcome.Written(long version) -> new Stored.Written.Done(version);
      case MappingStore.WriteOutcome.Conflict _ -> new Stored.Written.Lost();
    };
  }
}
