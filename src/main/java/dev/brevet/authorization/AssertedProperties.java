package dev.brevet.authorization;

import module java.base;

import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.EnforcementPoint.Assertable;
import dev.brevet.iam.RequestContext;

/// Which of the properties that a program states count.
///
/// A property counts where its enforcement point may replace it, or may add it and the directory
/// has none of that name. Any other is ignored: the answer is the one that there would be had it
/// not been sent. Nothing that is stated ever changes who the subject is or what the resource is,
/// nor, unless the point's `globalKeys` name it, a key outside `subject:`, `resource:`, `action:`
/// and `context:`.
///
/// For the questions of one request; not shared between threads.
final class AssertedProperties {
  private static final Set<String> ENTITYS_OWN = Set.of("id", "type");
  private static final Set<String> ACTIONS_OWN = Set.of("name");

  private final Stated subject;
  private final Stated resource;
  private final Stated action;
  private final Assertable context;
  private final Set<String> globalKeys;
  private final Set<String> unstatable;

  /// Those of a program that is no enforcement point: none.
  AssertedProperties(Optional<EnforcementPoint> point) {
    this.subject =
        new Stated("subject:", ENTITYS_OWN, of(point, EnforcementPoint::subjectProperties));
    this.resource =
        new Stated("resource:", ENTITYS_OWN, of(point, EnforcementPoint::resourceProperties));
    this.action = new Stated("action:", ACTIONS_OWN, of(point, EnforcementPoint::actionProperties));
    this.context = of(point, EnforcementPoint::context);
    this.globalKeys = point.map(EnforcementPoint::globalKeys).orElse(Set.of());
    this.unstatable = point.map(EnforcementPoint::unstatableKeys).orElse(Set.of());
  }

  private static Assertable of(
      Optional<EnforcementPoint> point, Function<EnforcementPoint, Assertable> names) {
    return point.map(names).orElseGet(Assertable::nothing);
  }

  boolean mayState(String globalKey) {
    return globalKeys.contains(globalKey);
  }

  /// Whether a context has a key that its point names and no program may state. Neither answer to
  /// such a question would be right: a policy may deny by the key, and it may allow by it.
  boolean isUnstatable(RequestProperties stated) {
    for (int i = 0; i < stated.size() && !unstatable.isEmpty(); i++) {
      if (unstatable.contains(stated.name(i))) {
        return true;
      }
    }
    return false;
  }

  /// `stored` with what counts of what is stated of a subject.
  RequestContext subject(RequestProperties stated, RequestContext stored) {
    return subject.over(stored, stated);
  }

  /// `stored` with what counts of what is stated of a resource.
  RequestContext resource(RequestProperties stated, RequestContext stored) {
    return resource.over(stored, stated);
  }

  RequestContext action(RequestAction asked) {
    RequestContext own = RequestContext.ofLower(Map.of("action:name", List.of(asked.name())));
    return action.over(own, asked.properties());
  }

  /// The context, with the global keys that may be set, over `environment`.
  RequestContext context(RequestProperties stated, RequestContext environment) {
    if (stated.isEmpty()) {
      return environment;
    }
    Map<String, List<String>> counting = HashMap.newHashMap(stated.size());
    for (int i = 0; i < stated.size(); i++) {
      String name = stated.name(i);
      if (globalKeys.contains(name)) {
        counting.put(name, stated.values(i));
      } else if (context.allows(name, false)) {
        counting.put("context:" + name, stated.values(i));
      }
    }
    return RequestContext.layered(RequestContext.ofLower(counting), environment);
  }

  /// What is stated of one part of the questions. The same few names come in question after
  /// question: what follows from a name is found out once.
  private static final class Stated {
    private static final Rule IGNORED = new Rule("", false);

    private final String prefix;
    private final Set<String> own;
    private final Assertable assertable;
    private final Map<String, Rule> rules = new HashMap<>();

    /// The condition key that a property is, and whether it counts where the directory has one of
    /// that name; no key where it never counts.
    private record Rule(String key, boolean replaces) {}

    Stated(String prefix, Set<String> own, Assertable assertable) {
      this.prefix = prefix;
      this.own = own;
      this.assertable = assertable;
    }

    RequestContext over(RequestContext stored, RequestProperties stated) {
      Map<String, List<String>> counting = null;
      for (int i = 0; i < stated.size(); i++) {
        Rule rule = rule(stated.name(i));
        String key = rule.key();
        if (!key.isEmpty() && (rule.replaces() || stored.lowerValues(key).isEmpty())) {
          counting = counting == null ? HashMap.newHashMap(stated.size()) : counting;
          counting.put(key, stated.values(i));
        }
      }
      return counting == null
          ? stored
          : RequestContext.layered(RequestContext.ofLower(counting), stored);
    }

    private Rule rule(String name) {
      return rules.computeIfAbsent(
          name,
          _ ->
              own.contains(name) || !assertable.allows(name, false)
                  ? IGNORED
                  : new Rule(prefix + name, assertable.allows(name, true)));
    }
  }
}
