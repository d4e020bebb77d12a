package dev.brevet.authorization;

import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.EnforcementPoint.Assertable;
import dev.brevet.iam.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which of the properties that a program states count.
///
/// A property counts where its enforcement point may replace it, or may add it and the directory
/// has none of that name. Any other is ignored: the answer is the one that there would be had it
/// not been sent. Nothing that is stated ever changes who the subject is or what the resource is,
/// nor, unless the point's `globalKeys` name it, a key outside `subject:`, `resource:`, `action:`
/// and `context:`.
final class Statements {
  private static final Set<String> ENTITYS_OWN = Set.of("id", "type");
  private static final Set<String> ACTIONS_OWN = Set.of("name");

  private final Assertable subject;
  private final Assertable resource;
  private final Assertable action;
  private final Assertable context;
  private final Set<String> globalKeys;

  private Statements(
      Assertable subject,
      Assertable resource,
      Assertable action,
      Assertable context,
      Set<String> globalKeys) {
    this.subject = subject;
    this.resource = resource;
    this.action = action;
    this.context = context;
    this.globalKeys = globalKeys;
  }

  /// Those of a program that is no enforcement point: none.
  static Statements of(Optional<EnforcementPoint> point) {
    return point
        .map(
            of ->
                new Statements(
                    of.subjectProperties(),
                    of.resourceProperties(),
                    of.actionProperties(),
                    of.context(),
                    of.globalKeys()))
        .orElseGet(
            () ->
                new Statements(
                    Assertable.nothing(),
                    Assertable.nothing(),
                    Assertable.nothing(),
                    Assertable.nothing(),
                    Set.of()));
  }

  boolean mayState(String globalKey) {
    return globalKeys.contains(globalKey);
  }

  /// `stored` with what counts of what is stated of a subject.
  RequestContext subject(AskedProperties stated, RequestContext stored) {
    return over(stated, stored, subject, "subject:", ENTITYS_OWN);
  }

  /// `stored` with what counts of what is stated of a resource.
  RequestContext resource(AskedProperties stated, RequestContext stored) {
    return over(stated, stored, resource, "resource:", ENTITYS_OWN);
  }

  RequestContext action(AskedAction asked) {
    RequestContext own = RequestContext.ofLower(Map.of("action:name", List.of(asked.name())));
    return over(asked.properties(), own, action, "action:", ACTIONS_OWN);
  }

  /// The context, with the global keys that may be set, over `environment`.
  RequestContext context(AskedProperties stated, RequestContext environment) {
    if (stated.isEmpty()) {
      return environment;
    }
    RequestContext.Builder counting = RequestContext.builder();
    stated
        .asMap()
        .forEach(
            (name, values) -> {
              if (globalKeys.contains(name)) {
                counting.put(name, values);
              } else if (context.allows(name, false)) {
                counting.put("context:" + name, values);
              }
            });
    return RequestContext.layered(counting.build(), environment);
  }

  private static RequestContext over(
      AskedProperties stated,
      RequestContext stored,
      Assertable assertable,
      String prefix,
      Set<String> own) {
    if (stated.isEmpty()) {
      return stored;
    }
    RequestContext.Builder counting = null;
    for (Map.Entry<String, List<String>> property : stated.asMap().entrySet()) {
      String name = property.getKey();
      String key = prefix + name;
      if (!own.contains(name) && assertable.allows(name, !stored.lowerValues(key).isEmpty())) {
        counting = counting == null ? RequestContext.builder() : counting;
        counting.put(key, property.getValue());
      }
    }
    return counting == null ? stored : RequestContext.layered(counting.build(), stored);
  }
}
