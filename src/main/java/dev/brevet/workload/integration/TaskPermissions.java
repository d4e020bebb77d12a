package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.workload.definition.Step;
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
      case TaskResource.Sdk call -> walk.sdk(call);
      case TaskResource.Function(String arn) -> walk.function(arn);
      case TaskResource.Activity _ -> {}
      case TaskResource.Unknown(String reason) -> walk.gap("what it calls is not known: " + reason);
    }
  }

  private final class Walk {
    private final Step.Task task;
    private final String resource;
    private final ResourceResolver resolver;
    private final Findings findings;
    private final TableStatements statements;

    Walk(
        Step.Task task,
        String resource,
        ResourceResolver resolver,
        boolean ownRole,
        Findings findings) {
      this.task = task;
      this.resource = resource;
      this.resolver = resolver;
      this.findings = findings;
      this.statements =
          new TableStatements(task, resolver, ownRole, taskRoles, catalogue, findings);
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
        statements.optimised(integration.get().permissions(), call.pattern());
      }
    }

    /// The call of the AWS SDK under its own name, or what the optimised integration of the same
    /// call knows.
    void sdk(TaskResource.Sdk call) {
      List<Permission> permissions =
          sdk.statements(call)
              .or(() -> integrations.find(sdk.optimisedName(call)))
              .map(Integration::permissions)
              .orElse(List.of());
      new SdkPermissions(task, resolver, catalogue, statements, findings)
          .find(call, sdk.find(call, task.arguments()), permissions);
    }
  }
}
