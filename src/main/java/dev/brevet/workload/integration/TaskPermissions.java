package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.definition.Value;
import dev.brevet.workload.integration.Integration.Permission;

/// What one task needs.
///
/// @param taskRoles roles that the definition does not show, by the state whose work takes them
public record TaskPermissions(
    Catalogue catalogue,
    IntegrationTable integrations,
    SdkTable sdk,
    Map<String, List<String>> taskRoles) {
  public TaskPermissions {
    taskRoles = Map.copyOf(taskRoles);
  }

  /// Adds what `task` needs to `findings`.
  ///
  /// @param ownRole whether it acts with the machine's role, so that EventBridge may tell Step
  ///   Functions of a job's end; with another account's role Step Functions asks for the job's
  ///   state instead
  public void find(
      Step.Task task,
      TaskResource resource,
      ResourceResolver resolver,
      boolean ownRole,
      Findings findings) {
    Walk walk = new Walk(task, task.resource().written(), resolver, ownRole, findings);
    switch (resource) {
      case TaskResource.Optimised call -> walk.optimised(call);
      case TaskResource.Sdk call ->
          new SdkPermissions(task, resolver, catalogue, taskRoles, findings)
              .find(call, sdk.find(call, task.arguments()));
      case TaskResource.Function(String arn) -> walk.function(arn);
      case TaskResource.Activity _ -> {}
      case TaskResource.Unknown(String reason) -> walk.gap("what it calls is not known: " + reason);
    }
  }

  private final class Walk {
    private final Step.Task task;
    private final String resource;
    private final ResourceResolver resolver;
    private final boolean ownRole;
    private final Findings findings;

    Walk(
        Step.Task task,
        String resource,
        ResourceResolver resolver,
        boolean ownRole,
        Findings findings) {
      this.task = task;
      this.resource = resource;
      this.resolver = resolver;
      this.ownRole = ownRole;
      this.findings = findings;
    }

    void gap(String reason) {
      findings.gap(task.state(), resource, reason, List.of());
    }

    void function(String arn) {
      List<Filled> named = ParameterForm.FUNCTION.arns(Filled.literal(arn), "", resolver.scope());
      if (named.isEmpty()) {
        gap("it is not a function's ARN");
      }
      findings.need(task.state(), resource, List.of("lambda:InvokeFunction"), Resolution.of(named));
    }

    void optimised(TaskResource.Optimised call) {
      Optional<Integration> integration = integrations.find(call.name());
      if (integration.isEmpty()) {
        gap("no integration `" + call.name() + "` is known");
      } else if (!integration.get().patterns().contains(call.pattern())) {
        gap("`" + call.name() + "` has no form `" + call.pattern().label() + "`");
      } else {
        integration.get().permissions().stream()
            .filter(permission -> applies(permission, call.pattern()))
            .forEach(this::permission);
      }
    }

    private boolean applies(Permission permission, IntegrationPattern pattern) {
      return !(permission.onlySync() && pattern != IntegrationPattern.SYNC)
          && !(permission.managedRule() && !ownRole)
          && !(permission.optional() && resolver.tighter())
          && permission.onlyIf().entrySet().stream()
              .allMatch(entry -> mayBe(entry.getKey(), entry.getValue()));
    }

    /// Whether a parameter has that value, or could at run time.
    private boolean mayBe(String parameter, String wanted) {
      return switch (task.arguments().value(parameter)) {
        case Value.Known(String text) -> text.equals(wanted);
        case Value.Missing() -> false;
        case Value.AtRunTime _, Value.Unsubstituted _ -> true;
      };
    }

    private void permission(Permission permission) {
      ResourceRule rule =
          resolver.tighter()
              ? permission.tighter().orElse(permission.resources())
              : permission.resources();
      Arguments arguments = task.arguments();
      Resolution resolution = resolver.resolve(rule, arguments, permission.ifPresent());
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
      if (!blocked.isEmpty()) {
        return;
      }
      findings.need(
          task.state(),
          resource,
          actions(permission),
          because(resolution, permission, conditions.open()),
          condition);
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
      permission.onlyIf().keySet().stream()
          .filter(name -> task.arguments().value(name) instanceof Value.AtRunTime)
          .forEach(name -> reasons.add(task.arguments().value(name).whyUnknown(name)));
      List<Filled> resources = resolution.resources();
      for (String reason : reasons) {
        resources = resources.stream().map(each -> each.because(reason)).toList();
      }
      return new Resolution(resources, resolution.blocked());
    }

    /// A path of a WebSocket API's connections has an action of its own.
    private List<String> actions(Permission permission) {
      boolean connections =
          permission.actions().contains("execute-api:Invoke")
              && task.arguments().value("Path") instanceof Value.Known(String path)
              && path.contains("@connections");
      return connections ? List.of("execute-api:ManageConnections") : permission.actions();
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
}
