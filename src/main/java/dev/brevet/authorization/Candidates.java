package dev.brevet.authorization;

import module java.base;

import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.directory.snapshot.SubjectPolicies;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.OpenQuestion;
import dev.brevet.policy.OpenQuestion.Need;

/// Which entities of a directory could be allowed, without asking about each: a superset of those
/// that are, as small as what policies say of the open side makes it.
final class Candidates {
  private static final String SUBJECT = "subject:";
  private static final String RESOURCE = "resource:";
  private static final String ARN = "arn:";

  private final DirectorySnapshot directory;
  // By condition key and type; grow to one for each key that a search could use.
  private final Map<List<String>, Map<String, List<String>>> idsByValue = new ConcurrentHashMap<>();
  // By type: the distinct sets of policies that its entities have.
  private final Map<String, Collection<SubjectPolicies>> policiesByType = new ConcurrentHashMap<>();

  Candidates(DirectorySnapshot directory) {
    this.directory = directory;
  }

  boolean isOf(DirectorySnapshot other) {
    return directory.isSameAs(other);
  }

  /// Ids of the sought type after `last`, in order.
  Iterable<String> resources(RequestEvaluator evaluator, SearchQuestion question, String last) {
    String type = question.resource().type();
    Optional<AuthorizationRequest> known = evaluator.known(question);
    ResolvedSubject subject = evaluator.subject(question.subject());
    if (known.isEmpty() || subject instanceof ResolvedSubject.Nobody) {
      return List.of();
    }
    List<Need> needs =
        OpenQuestion.ofResource(known.get(), RESOURCE)
            .needs(subject.policies(known.get().resource()));
    TreeSet<String> ids = new TreeSet<>();
    if (!add(needs, RESOURCE, type, question.resource().properties(), ids)) {
      return all(type, last);
    }
    // Of those the type is the ARN's, and so what may be done to them is another matter.
    addRange(ARN, false, type, ids);
    for (String resource : directory.resourcesWithPolicies()) {
      if (resource.startsWith(type + "/")) {
        ids.add(resource.substring(type.length() + 1));
      } else if (resource.startsWith(ARN)) {
        ids.add(resource);
      }
    }
    return stored(type, ids.tailSet(last, false));
  }

  /// Ids of the sought type after `last`, in order.
  Iterable<String> subjects(RequestEvaluator evaluator, SearchQuestion question, String last) {
    String type = question.subject().type();
    Optional<AuthorizationRequest> known = evaluator.known(question);
    if (known.isEmpty()) {
      return List.of();
    }
    if (directory.policiesOf(known.get().resource()).isPresent()) {
      return all(type, last);
    }
    OpenQuestion open = OpenQuestion.ofPrincipal(known.get(), SUBJECT);
    Set<SubjectPolicies> possible = new HashSet<>();
    TreeSet<String> ids = new TreeSet<>();
    boolean narrowed = true;
    for (SubjectPolicies policies : policiesOfType(type)) {
      List<Need> needs = open.needs(policies.applicable());
      if (!needs.isEmpty()) {
        possible.add(policies);
        narrowed = narrowed && add(needs, SUBJECT, type, question.subject().properties(), ids);
      }
    }
    if (possible.isEmpty()) {
      return List.of();
    }
    return narrowed
        ? stored(type, ids.tailSet(last, false))
        : () ->
            tail(type, last).stream()
                .filter(entity -> possible.contains(directory.policiesOf(entity.id())))
                .map(entity -> entity.id().id())
                .iterator();
  }

  /// Adds the ids that meet one of the needs; false when that could be any.
  private boolean add(
      List<Need> needs, String prefix, String type, RequestProperties stated, Set<String> ids) {
    for (Need need : needs) {
      switch (need) {
        case Need.Anything _ -> {
          return false;
        }
        case Need.Resource(List<String> beginnings, boolean whole) -> {
          for (String beginning : beginnings) {
            if (!addBeginning(beginning, whole, type, ids)) {
              return false;
            }
          }
        }
        case Need.Value(String key, List<String> values) -> {
          // What is stated of the sought may replace what is stored.
          if (!stated.isEmpty()) {
            return false;
          }
          Map<String, List<String>> index = index(prefix, type, key);
          for (String value : values) {
            ids.addAll(index.getOrDefault(value, List.of()));
          }
        }
      }
    }
    return true;
  }

  private boolean addBeginning(String beginning, boolean whole, String type, Set<String> ids) {
    String ofType = type + "/";
    if (!whole && ofType.startsWith(beginning)) {
      return false;
    }
    if (beginning.startsWith(ofType)) {
      addRange(beginning.substring(ofType.length()), whole, type, ids);
    } else if (beginning.startsWith(ARN)) {
      // An id that is an ARN is the resource itself.
      addRange(beginning, whole, type, ids);
    } else if (!whole && ARN.startsWith(beginning)) {
      addRange(ARN, false, type, ids);
    }
    return true;
  }

  private void addRange(String id, boolean whole, String type, Set<String> ids) {
    if (whole) {
      ids.add(id);
      return;
    }
    List<Entity> sorted = directory.entities(type);
    for (int i = first(sorted, id, true); i < sorted.size(); i++) {
      if (!sorted.get(i).id().id().startsWith(id)) {
        break;
      }
      ids.add(sorted.get(i).id().id());
    }
  }

  // A type that no entity has is a caller's word, and of those there is no end.
  private boolean isInvented(String type) {
    return directory.entities(type).isEmpty();
  }

  /// How much is remembered.
  int size() {
    return idsByValue.size() + policiesByType.size();
  }

  Map<String, List<String>> index(String prefix, String type, String key) {
    if (isInvented(type)) {
      return Map.of();
    }
    return idsByValue.computeIfAbsent(
        List.of(type, key),
        _ -> {
          Map<String, List<String>> byValue = new HashMap<>();
          for (Entity entity : directory.entities(type)) {
            RequestContext keys =
                prefix.equals(SUBJECT) ? entity.subjectContext() : entity.resourceContext();
            for (String value : keys.lowerValues(key)) {
              byValue.computeIfAbsent(value, _ -> new ArrayList<>()).add(entity.id().id());
            }
          }
          return byValue;
        });
  }

  Collection<SubjectPolicies> policiesOfType(String type) {
    if (isInvented(type)) {
      return List.of();
    }
    return policiesByType.computeIfAbsent(
        type,
        _ -> {
          Set<SubjectPolicies> distinct = new HashSet<>();
          for (Entity entity : directory.entities(type)) {
            distinct.add(directory.policiesOf(entity.id()));
          }
          return distinct;
        });
  }

  private Iterable<String> all(String type, String last) {
    return () -> tail(type, last).stream().map(entity -> entity.id().id()).iterator();
  }

  /// What is in a policy need not be in the directory.
  private Iterable<String> stored(String type, NavigableSet<String> ids) {
    return () ->
        ids.stream()
            .filter(id -> EntityId.parse(type, id).flatMap(directory::entity).isPresent())
            .iterator();
  }

  private List<Entity> tail(String type, String last) {
    List<Entity> sorted = directory.entities(type);
    return sorted.subList(last.isEmpty() ? 0 : first(sorted, last, false), sorted.size());
  }

  /// The index of the first entity whose id is not before `id`, or (not `inclusive`) after it.
  private static int first(List<Entity> sorted, String id, boolean inclusive) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = sorted.get(middle).id().id().compareTo(id);
      if (order < 0 || (order == 0 && !inclusive)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
