package dev.brevet.workload;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.workload.RoleDesign.Target;
import dev.brevet.workload.definition.StateMachineDefinition;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.definition.Value;
import dev.brevet.workload.integration.Filled;
import dev.brevet.workload.integration.Findings;
import dev.brevet.workload.integration.IntegrationTable;
import dev.brevet.workload.integration.Machine;
import dev.brevet.workload.integration.MapPermissions;
import dev.brevet.workload.integration.Need;
import dev.brevet.workload.integration.Resolution;
import dev.brevet.workload.integration.ResourceResolver;
import dev.brevet.workload.integration.Scope;
import dev.brevet.workload.integration.SdkTable;
import dev.brevet.workload.integration.TaskPermissions;
import dev.brevet.workload.integration.TaskResource;

/// Designs the execution role of a state machine: what it needs, no more, usable by that machine
/// alone.
///
/// Source: Step Functions Developer Guide, service-integration-iam-templates,
/// procedure-create-iam-role, concepts-access-cross-acct-resources.
public final class StateMachineRole {
  /// Characters of what is reported of a role that tasks act with, besides its needs.
  private static final long TARGET = 256;

  private final Catalogue catalogue;
  private final IntegrationTable integrations;
  private final SdkTable sdk;

  public StateMachineRole(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.integrations = IntegrationTable.bundled();
    this.sdk = SdkTable.bundled(catalogue);
  }

  /// What a role is designed from.
  ///
  /// @param express whether the machine is of type EXPRESS
  public record Request(
      Machine machine, boolean express, StateMachineDefinition definition, Options options) {}

  /// What the definition does not say.
  ///
  /// @param kmsKeyArn the key that encrypts the machine's data
  /// @param bucketKmsKeyArn the key that encrypts the buckets of distributed maps
  /// @param tighter to allow as little as is certain to suffice, instead of what AWS's own
  ///   generator allows
  /// @param taskRoles ARNs of roles that a state's work takes and the definition does not name, by
  ///   state
  public record Options(
      boolean logging,
      boolean tracing,
      Optional<String> kmsKeyArn,
      Optional<String> bucketKmsKeyArn,
      boolean tighter,
      Map<String, List<String>> taskRoles) {
    /// Nothing but the definition.
    public static final Options NONE =
        new Options(false, false, Optional.empty(), Optional.empty(), false, Map.of());

    public Options {
      taskRoles = Map.copyOf(taskRoles);
    }
  }

  public RoleDesign design(Request request) {
    return design(request, WorkBudget.unlimited());
  }

  /// The same within a budget.
  ///
  /// @throws WorkBudget.TooMuchWork when the budget does not have what it takes
  public RoleDesign design(Request request, WorkBudget budget) {
    return new Walk(request, budget).design();
  }

  private final class Walk {
    private final Request request;
    private final Machine machine;
    private final ResourceResolver resolver;
    private final TaskPermissions tasks;
    private final WorkBudget budget;
    private final WorkBudget effort;
    private final Findings findings;
    private final Map<String, TargetFindings> targets = new LinkedHashMap<>();
    private final List<Target> resources = new ArrayList<>();
    private final String roleName;
    private boolean anyWork;

    Walk(Request request, WorkBudget budget) {
      this.budget = budget;
      this.effort = PolicyAssembly.effort(budget);
      this.findings = new Findings(budget);
      this.request = request;
      this.machine = request.machine();
      this.resolver = new ResourceResolver(machine.scope(), request.options().tighter());
      this.tasks = new TaskPermissions(catalogue, integrations, sdk, request.options().taskRoles());
      this.roleName = RoleName.ofStateMachine(machine.name());
    }

    RoleDesign design() {
      for (Step step : request.definition().steps()) {
        switch (step) {
          case Step.Task task -> task(task);
          case Step.DistributedMap map -> map(map);
          case Step.Unclear unclear -> {
            anyWork = true;
            findings.gap(unclear.state(), "", unclear.reason(), List.of());
          }
        }
      }
      unknownTaskRoles();
      new MachinePermissions(machine, request.options(), findings).find(request.definition());
      List<PolicyDocument> policies = PolicyAssembly.assemble(findings.needs(), effort);
      if (policies.isEmpty() && !anyWork && findings.unresolved().isEmpty()) {
        policies = List.of(nothing());
      }
      manyPolicies(policies);
      List<Target> all = new ArrayList<>(resources);
      targets.values().forEach(target -> all.add(target.design()));
      return new RoleDesign(
          roleName, TrustPolicies.ofStateMachine(machine), policies, findings.unresolved(), all);
    }

    private void task(Step.Task task) {
      TaskResource resource = TaskResource.of(task.resource(), machine.partition());
      Optional<String> refused = refusedInExpress(task, resource);
      if (refused.isPresent()) {
        anyWork = true;
        gap(task, refused.get());
        return;
      }
      anyWork |= !(resource instanceof TaskResource.Activity);
      switch (task.roleArn()) {
        case Value.Missing() -> {
          tasks.find(task, resource, resolver, true, findings);
          resourcePolicy(task, resource);
        }
        case Value.Known(String role) -> knownTarget(task, resource, role);
        case Value.AtRunTime dynamic -> unknownTarget(task, resource, dynamic);
        case Value.Unsubstituted value -> gap(task, value.whyUnknown("Credentials.RoleArn"));
      }
    }

    /// Source: Step Functions Developer Guide, choosing-workflow-type.
    private Optional<String> refusedInExpress(Step.Task task, TaskResource resource) {
      if (!request.express() && !task.inExpressChild()) {
        return Optional.empty();
      }
      return switch (resource) {
        case TaskResource.Optimised call when !call.pattern().suffix().isEmpty() ->
            Optional.of("express workflows have no `" + call.pattern().suffix() + "`");
        case TaskResource.Sdk call when !call.pattern().suffix().isEmpty() ->
            Optional.of("express workflows have no `" + call.pattern().suffix() + "`");
        case TaskResource.Activity _ -> Optional.of("express workflows have no activities");
        case TaskResource.Optimised _,
            TaskResource.Sdk _,
            TaskResource.Function _,
            TaskResource.Unknown _ ->
            Optional.empty();
      };
    }

    private void map(Step.DistributedMap map) {
      anyWork = true;
      if (request.express()) {
        findings.gap(map.state(), "", "express workflows have no distributed maps", List.of());
        return;
      }
      new MapPermissions(resolver, findings).find(map);
    }

    private void knownTarget(Step.Task task, TaskResource resource, String text) {
      Optional<RoleArn> role = RoleArn.parse(text);
      if (role.isEmpty()) {
        gap(task, "`Credentials.RoleArn` is not a role's ARN: `" + UntrustedText.shown(text) + "`");
        return;
      }
      findings.need(Need.of(List.of("sts:AssumeRole"), List.of(text), task.state()));
      target(text, machine.scopeOf(role.get())).add(task, resource);
    }

    private void unknownTarget(Step.Task task, TaskResource resource, Value.AtRunTime dynamic) {
      String credentials = "Credentials.RoleArn";
      Filled role = Filled.of(credentials, dynamic);
      String[] part = role.text().split(":", 6);
      boolean known = part.length == 6 && part[2].equals("iam");
      if (!known) {
        role =
            Filled.table(resolver.tighter() ? "arn:" + machine.partition() + ":iam::*:role/*" : "*")
                .because(dynamic.whyUnknown(credentials));
      }
      findings.need(task.state(), task.resource().written(), List.of("sts:AssumeRole"), role);
      target(dynamic.expression(), machine.scopeOf(known ? part[4] : "")).add(task, resource);
    }

    private TargetFindings target(String role, Scope scope) {
      return targets.computeIfAbsent(role, _ -> new TargetFindings(role, scope));
    }

    /// An API that is called under its resource policy must name the machine there.
    private void resourcePolicy(Step.Task task, TaskResource resource) {
      if (resource instanceof TaskResource.Optimised call
          && call.name().equals("apigateway:invoke")
          && task.arguments().value("AuthType") instanceof Value.Known(String type)
          && type.equals("RESOURCE_POLICY")) {
        String api = task.arguments().value("ApiEndpoint").written();
        Resolution path = resolver.pathOfApi(task.arguments());
        findings.told(task.state(), task.resource().written(), path);
        path.arns().stream()
            .map(each -> TrustPolicies.ofApi(machine, each))
            .map(policy -> new Target.Resource(api, List.of(task.state()), policy))
            .forEach(resources::add);
      }
    }

    private void unknownTaskRoles() {
      Set<String> states =
          request.definition().steps().stream().map(Step::state).collect(Collectors.toSet());
      for (String state : new TreeSet<>(request.options().taskRoles().keySet())) {
        if (!states.contains(state)) {
          findings.gap(
              state, "", "`options.taskRoles` names a state that is not a task", List.of());
        }
      }
    }

    private void manyPolicies(List<PolicyDocument> policies) {
      if (policies.size() > 11) {
        findings.gap(
            "",
            "",
            "the role needs "
                + (policies.size() - 1)
                + " managed policies; a role may have 10, and 20 when the quota is raised",
            List.of());
      }
    }

    private void gap(Step.Task task, String reason) {
      findings.gap(task.state(), task.resource().written(), reason, List.of());
    }

    /// What tasks need of a role that they act with instead of the machine's.
    private final class TargetFindings {
      private final String role;
      private final ResourceResolver inTarget;
      private final Findings needs = new Findings(budget);
      private final List<String> states = new ArrayList<>();

      TargetFindings(String role, Scope scope) {
        budget.buyCharacters(TARGET);
        this.role = role;
        this.inTarget = new ResourceResolver(scope, request.options().tighter());
      }

      void add(Step.Task task, TaskResource resource) {
        states.add(task.state());
        tasks.find(task, resource, inTarget, false, needs);
      }

      Target design() {
        needs
            .unresolved()
            .forEach(gap -> findings.gap(gap.state(), gap.resource(), gap.reason(), gap.granted()));
        return new Target.Role(
            role,
            states,
            TrustPolicies.ofTarget(machine, roleName),
            PolicyAssembly.assemble(needs.needs(), effort));
      }
    }
  }

  /// A machine that calls nothing gets this from AWS too. Source: Step Functions Developer Guide,
  /// activities-iam.
  private static PolicyDocument nothing() {
    return new PolicyDocument(
        List.of(
            new PolicyStatement(
                "NothingIsCalled",
                Effect.DENY,
                new TreeSet<>(List.of("*")),
                Map.of("*", List.of()),
                Map.of())));
  }
}
