package dev.brevet.directory.snapshot;

import module java.base;

import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.Subject;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.NamedPolicy;
import org.jspecify.annotations.Nullable;

/// The whole directory as it was at one moment, prepared to be asked: lookups are by hash, and no
/// policy is read or compiled for a question. Immutable and shared between threads.
///
/// What is stored but cannot be read never grants, and what it might have denied is denied: a
/// broken entity may do nothing and nothing may be done to it; a broken, missing or misplaced
/// policy denies everything where it is attached; anything else that is broken (a group, an
/// attachment, a boundary) could concern any principal, and denies everything to everyone until it
/// is repaired.
public final class DirectorySnapshot {
  private final DirectoryContents contents;
  private final CompiledPolicies shelf;
  private final long stamp;
  private final Instant readAt;
  // Grow to one entry for each subject and resource that something is attached to.
  private final Map<Subject, SubjectPolicies> bySubject;
  private final Map<String, ResourcePolicies> byResource;
  private final SubjectPolicies nobody;
  // Made when first asked for; every thread would make the same.
  private volatile @Nullable TypeSpellings spellings;

  DirectorySnapshot(
      DirectoryContents contents, CompiledPolicies shelf, long stamp, Instant readAt) {
    this(
        contents,
        shelf,
        stamp,
        readAt,
        new ConcurrentHashMap<>(),
        new ConcurrentHashMap<>(),
        shelf.subject(Set.of(), Optional.empty(), contents.refusingEveryone()));
  }

  private DirectorySnapshot(
      DirectoryContents contents,
      CompiledPolicies shelf,
      long stamp,
      Instant readAt,
      Map<Subject, SubjectPolicies> bySubject,
      Map<String, ResourcePolicies> byResource,
      SubjectPolicies nobody) {
    this.contents = contents;
    this.shelf = shelf;
    this.stamp = stamp;
    this.readAt = readAt;
    this.bySubject = bySubject;
    this.byResource = byResource;
    this.nobody = nobody;
  }

  /// A builder of an empty directory.
  public static SnapshotBuilder builder() {
    return new SnapshotBuilder();
  }

  /// A builder that starts with what is here and reuses what it does not change.
  SnapshotBuilder toBuilder() {
    return new SnapshotBuilder(contents, shelf);
  }

  /// The same, read again at a later moment without finding a change.
  DirectorySnapshot readAgain(Instant at) {
    DirectorySnapshot again =
        new DirectorySnapshot(contents, shelf, stamp, at, bySubject, byResource, nobody);
    again.spellings = spellings;
    return again;
  }

  /// The change that it is as of; 0 for a directory that was never written to.
  public long stamp() {
    return stamp;
  }

  /// When the store last said that this is how things are.
  public Instant readAt() {
    return readAt;
  }

  /// The entity of that name. Empty when there is none, and when what is stored is broken: its
  /// properties are then unknown, and its policies deny everything.
  public Optional<Entity> entity(EntityId id) {
    return entity(id.type(), id.id());
  }

  /// As [#entity(EntityId)], for texts that need not be a type and an id.
  public Optional<Entity> entity(String type, String id) {
    return Optional.ofNullable(contents.entity(type, id));
  }

  /// The one spelling of a type, whatever the case of `type`: as the directory has it, or lower
  /// case where it has none. Empty for what is no type, and where the directory has it in two
  /// spellings: it is then unknown which is meant.
  public Optional<String> canonicalType(String type) {
    if (!EntityId.isType(type)) {
      return Optional.empty();
    }
    TypeSpellings known = spellings;
    if (known == null) {
      known = TypeSpellings.of(contents, shelf.all());
      spellings = known;
    }
    return known.canonical(type);
  }

  /// What the directory has of a resource with this ARN, whatever type it was given: the entities
  /// whose id it is.
  public List<Entity> entitiesOfArn(String arn) {
    List<Entity> found = new ArrayList<>(1);
    for (String type : contents.types()) {
      Entity of = contents.entity(type, arn);
      if (of != null) {
        found.add(of);
      }
    }
    return found;
  }

  /// Every entity of a type, sorted by id as Java compares strings; none for an unknown type.
  /// Broken ones are not among them.
  public List<Entity> entities(String type) {
    return contents.ofType(type).sorted();
  }

  /// The types that there are entities of, sorted.
  public Set<String> types() {
    return new TreeSet<>(contents.types());
  }

  /// The groups that a subject is in, through other groups too, sorted by name.
  public List<GroupName> groupsOf(Subject subject) {
    return contents.memberships().of(subject);
  }

  /// The policies of a subject, whether the directory knows it or not.
  public SubjectPolicies policiesOf(Subject subject) {
    SubjectPolicies known = bySubject.get(subject);
    if (known != null) {
      return known;
    }
    if (!contents.concerns(subject)) {
      return nobody;
    }
    SubjectPolicies made = assemble(subject);
    bySubject.put(subject, made);
    return made;
  }

  /// The policies of a resource, `<type>/<id>` or an ARN. Empty when it has none.
  public Optional<ResourcePolicies> policiesOf(String resource) {
    return Optional.ofNullable(resourcePolicies(resource));
  }

  /// All policies that bear on what a subject does to a resource, ready to be evaluated.
  public ApplicablePolicies policies(Subject subject, String resource) {
    return policies(policiesOf(subject), resource);
  }

  /// As [#policies(Subject, String)], of a subject that has `own`.
  public ApplicablePolicies policies(SubjectPolicies own, String resource) {
    ResourcePolicies others = resourcePolicies(resource);
    return others == null ? own.applicable() : others.with(own);
  }

  /// What the program that authenticates as `subject` may assert. Empty when it is no enforcement
  /// point: then it may assert nothing.
  public Optional<EnforcementPoint> enforcementPoint(Subject subject) {
    return Optional.ofNullable(contents.enforcementPoint(subject));
  }

  /// The description of an API, `arn:<partition>:execute-api:<region>:<account>:<api id>`. Empty
  /// when there is none, or none that can be read: then every call is denied.
  public Optional<ProtectedApi> api(String arn) {
    return Optional.ofNullable(contents.apis().get(arn));
  }

  /// The policies of all resources whose names begin with `prefix`: each distinct list of them
  /// once. Looks at every resource that has any.
  public List<ResourcePolicies> policiesOfAll(String prefix) {
    List<ResourcePolicies> all = new ArrayList<>();
    Set<Set<PolicyName>> seen = new HashSet<>();
    for (Map.Entry<String, Set<PolicyName>> each : contents.attachedByResource().entrySet()) {
      String resource = each.getKey();
      if (!resource.startsWith(prefix)) {
        continue;
      }
      // A broken entity is refused by a policy of its own.
      if (contents.refusing(resource).isPresent() || seen.add(each.getValue())) {
        policiesOf(resource).ifPresent(all::add);
      }
    }
    for (ItemKey key : contents.broken().keySet()) {
      if (key.kind() == ItemKind.ENTITY && key.name().startsWith(prefix)) {
        policiesOf(key.name()).ifPresent(all::add);
      }
    }
    return all;
  }

  /// The policy of that name, to look at. Empty when there is none or it is broken.
  public Optional<ManagedPolicy> policy(PolicyName name) {
    return Optional.ofNullable(shelf.get(name));
  }

  /// Every policy in force by name, attached or not, in no order.
  public List<NamedPolicy> policies() {
    return shelf.all();
  }

  /// The resources, `<type>/<id>` or ARNs, that policies are attached to, in no order.
  public Set<String> resourcesWithPolicies() {
    return Collections.unmodifiableSet(contents.attachedByResource().keySet());
  }

  /// Whether the other holds the same, whenever it was read.
  @SuppressWarnings(
      "ReferenceEquality") // What did not change is the same object; equals goes through all.
  public boolean isSameAs(DirectorySnapshot other) {
    return contents == other.contents && shelf == other.shelf;
  }

  /// What is stored and cannot be read, with what is wrong with it.
  public Map<ItemKey, String> broken() {
    return contents.broken();
  }

  private SubjectPolicies assemble(Subject subject) {
    Set<PolicyName> names = new TreeSet<>(contents.attachedTo(subject));
    for (GroupName group : groupsOf(subject)) {
      names.addAll(contents.attachedTo(group));
    }
    List<NamedPolicy> refusing = new ArrayList<>(contents.refusingEveryone());
    if (subject instanceof EntityId id) {
      contents.refusing(id).ifPresent(key -> refusing.add(DenyAllPolicies.identity(key)));
    }
    return shelf.subject(names, contents.boundary(subject), refusing);
  }

  private @Nullable ResourcePolicies resourcePolicies(String resource) {
    ResourcePolicies known = byResource.get(resource);
    if (known != null) {
      return known;
    }
    Optional<ItemKey> broken = contents.refusing(resource);
    Set<PolicyName> names = contents.attachedToResource(resource);
    if (names.isEmpty() && broken.isEmpty()) {
      return null;
    }
    ResourcePolicies made = shelf.resource(names, broken);
    byResource.put(resource, made);
    return made;
  }
}
