package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.iam.Action;
import dev.brevet.iam.UntrustedText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.definition.Value;
import dev.brevet.workload.integration.Integration.Only;
import dev.brevet.workload.integration.Integration.Permission;

/// Applies the statements that a table has for a call to one task.
///
/// @param ownRole whether the task acts with the machine's role
/// @param taskRoles roles that the definition does not show, by the state whose work takes them
record TableStatements(
    Step.Task task,
    ResourceResolver resolver,
    boolean ownRole,
    Map<String, List<String>> taskRoles,
    Catalogue catalogue,
    Findings findings) {
  private static final String INVOKE_API = "execute-api:Invoke";
  private static final String CONNECTIONS = "@connections";

  /// Adds what an optimised integration needs.
  void optimised(List<Permission> permissions, IntegrationPattern pattern) {
    permissions.stream()
        .filter(
            permission ->
                permission.only().isEmpty()
                    || permission.only().get() == Only.OPTIMISED
                    || pattern == IntegrationPattern.SYNC)
        .forEach(permission -> apply(permission, resolver.tighter()));
  }

  /// Adds what a call of the AWS SDK needs. AWS's own generator allows nothing for these, so there
  /// is no usual width to keep to.
  void sdk(List<Permission> permissions) {
    permissions.stream()
        .filter(permission -> permission.only().isEmpty())
        .forEach(permission -> apply(permission, true));
  }

  void gap(String reason) {
    findings.gap(task.state(), task.resource().written(), reason, List.of());
  }

  private void apply(Permission permission, boolean narrow) {
    boolean applies =
        !(permission.managedRule() && !ownRole)
            && !(permission.optional() && resolver.tighter())
            && permission.onlyIf().entrySet().stream()
                .allMatch(entry -> mayBe(entry.getKey(), entry.getValue()))
            && isNeeded(permission);
    if (applies && permission.actions().isEmpty()) {
      permission.told().ifPresent(this::gap);
    } else if (applies) {
      allow(permission, narrow);
    }
  }

  /// Whether a parameter has that value, or could at run time.
  private boolean mayBe(String parameter, String wanted) {
    return switch (task.arguments().value(parameter)) {
      case Value.Known(String text) -> text.equals(wanted);
      case Value.Missing() -> false;
      case Value.AtRunTime _, Value.Unsubstituted _ -> true;
    };
  }

  /// Whether it is needed by what is given. What may be given is reported, and nothing is allowed
  /// for it; a placeholder in a name blocks both what is needed with it and what is needed without
  /// it.
  private boolean isNeeded(Permission permission) {
    for (String parameter : permission.unless()) {
      Optional<Value> hidden = hidden(parameter);
      if (hidden.filter(Value.Unsubstituted.class::isInstance).isPresent()) {
        gap(hidden.get().whyUnknown(parameter));
        return false;
      }
      if (hidden.isEmpty() && isGiven(parameter)) {
        return false;
      }
    }
    if (permission.given().isEmpty()) {
      return true;
    }
    if (permission.given().stream().anyMatch(each -> hidden(each).isEmpty() && isGiven(each))) {
      return true;
    }
    for (String parameter : permission.given()) {
      Optional<Value> hidden = hidden(parameter);
      if (hidden.isPresent()) {
        gap(
            "whether `"
                + parameter
                + "` is given is not known, with which this needs `"
                + String.join("`, `", permission.actions())
                + "`: "
                + hidden.get().why("it"));
        return false;
      }
    }
    return false;
  }

  private boolean isGiven(String parameter) {
    return parameter.equals(CopySource.VERSIONED)
        ? CopySource.of(copySource()).filter(CopySource::version).isPresent()
        : task.arguments().has(parameter);
  }

  private Optional<Value> hidden(String parameter) {
    if (!parameter.equals(CopySource.VERSIONED)) {
      return task.arguments().hidden(parameter);
    }
    Value source = copySource();
    boolean known = source instanceof Value.Known || source instanceof Value.Missing;
    return known || isGiven(parameter) ? Optional.empty() : Optional.of(source);
  }

  private Value copySource() {
    return task.arguments().value(ObjectForm.COPY_SOURCE);
  }

  private void allow(Permission permission, boolean narrow) {
    ResourceRule rule =
        narrow ? permission.tighter().orElse(permission.resources()) : permission.resources();
    Arguments arguments = task.arguments();
    Resolution resolution =
        new ResourceResolver(resolver.scope(), narrow)
            .resolve(rule, arguments, permission.ifPresent());
    if (permission.hiddenRoles().isPresent()) {
      resolution = withHiddenRoles(permission.hiddenRoles().get(), resolution);
    }
    ConditionFiller conditions = new ConditionFiller(resolver, arguments);
    Map<String, Map<String, List<Filled>>> condition =
        conditions.fill(permission.condition(), true);
    if (resolver.tighter()) {
      condition =
          ConditionFiller.both(condition, conditions.fill(permission.tighterCondition(), false));
    }
    List<String> blocked = new ArrayList<>(conditions.blocked());
    blocked.addAll(unclear(permission));
    blocked.forEach(this::gap);
    if (blocked.isEmpty()) {
      List<String> actions = actions(permission);
      Resolution fitting = fitting(actions, resolution);
      findings.need(
          task.state(),
          task.resource().written(),
          fitting.blocked().isEmpty()
              ? actions
              : actions.stream().filter(action -> takesAny(action, fitting)).toList(),
          because(fitting, permission, conditions.open()),
          condition);
    }
  }

  /// Without what a definition names that is of no type that any of the actions takes, as a queue
  /// in the place of a model.
  private Resolution fitting(List<String> actions, Resolution resolution) {
    List<Filled> kept = new ArrayList<>();
    List<String> blocked = new ArrayList<>(resolution.blocked());
    for (Filled resource : resolution.resources()) {
      // A pattern is the table's own, or begins as the table says.
      if (PolicyText.hasWildcard(resource.text())
          || actions.stream().anyMatch(action -> takes(action, resource))) {
        kept.add(resource);
      } else {
        blocked.add(
            "`"
                + UntrustedText.shown(resource.text())
                + "` is no resource of `"
                + String.join("`, `", actions)
                + "`");
      }
    }
    return new Resolution(kept, blocked);
  }

  private boolean takesAny(String action, Resolution resolution) {
    return resolution.resources().stream().anyMatch(resource -> takes(action, resource));
  }

  private boolean takes(String action, Filled resource) {
    CataloguedAction known = catalogue.action(Action.parse(action).orElseThrow()).orElseThrow();
    return resource.text().equals("*")
        || !known.hasResourceLevelPermissions()
        || resource.text().contains(":s3express:")
        || known.targets().stream()
            .anyMatch(target -> ArnTemplate.of(target.type().arn()).canBe(resource));
  }

  /// Parameters that a placeholder hides and on which it depends whether this is needed.
  private List<String> unclear(Permission permission) {
    return permission.onlyIf().keySet().stream()
        .filter(name -> task.arguments().value(name) instanceof Value.Unsubstituted)
        .map(name -> task.arguments().value(name).whyUnknown(name))
        .toList();
  }

  /// The same resources, with what else is not known of when they are needed, and of what limits
  /// them.
  private Resolution because(Resolution resolution, Permission permission, List<String> open) {
    List<String> reasons = new ArrayList<>(open);
    permission.told().ifPresent(reasons::add);
    permission.onlyIf().keySet().stream()
        .filter(name -> task.arguments().value(name) instanceof Value.AtRunTime)
        .forEach(name -> reasons.add(task.arguments().value(name).whyUnknown(name)));
    List<Filled> resources = resolution.resources();
    for (String reason : reasons) {
      resources = resources.stream().map(each -> each.because(reason)).toList();
    }
    return new Resolution(resources, resolution.blocked());
  }

  /// A path of a WebSocket API's connections has an action of its own, also where what follows
  /// `@connections` is only known at run time.
  private List<String> actions(Permission permission) {
    if (!permission.actions().contains(INVOKE_API)) {
      return permission.actions();
    }
    Value path = task.arguments().value("Path");
    String known =
        switch (path) {
          case Value.Known(String text) -> text;
          case Value.AtRunTime(_, Optional<String> pattern) -> pattern.orElse("");
          case Value.Unsubstituted _, Value.Missing _ -> "";
        };
    if (known.contains(CONNECTIONS)) {
      return List.of("execute-api:ManageConnections");
    }
    if (path instanceof Value.AtRunTime && "/@connections/".startsWith(fixed(known))) {
      gap(
          path.whyUnknown("Path")
              + ": where it begins with `/@connections`, allow `execute-api:ManageConnections`");
    }
    return permission.actions();
  }

  private static String fixed(String pattern) {
    int star = pattern.indexOf('*');
    String fixed = star < 0 ? pattern : pattern.substring(0, star);
    return fixed.startsWith("/") ? fixed : "/" + fixed;
  }

  private Resolution withHiddenRoles(String what, Resolution shown) {
    List<String> given = taskRoles.getOrDefault(task.state(), List.of());
    if (given.isEmpty()) {
      return Resolution.all(
          List.of(
              shown,
              Resolution.blocked(
                  what
                      + " must be passed and is not in the definition: name it in"
                      + " `options.taskRoles`")));
    }
    // What is given is what the definition leaves open.
    List<Filled> resources =
        new ArrayList<>(shown.resources().stream().filter(Filled::isKnown).toList());
    given.forEach(role -> resources.add(Filled.table(role)));
    return new Resolution(
        resources, task.arguments().isWhollyDynamic() ? List.of() : shown.blocked());
  }
}
