package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.integration.Integration.Permission;

/// What an AWS SDK integration needs. AWS's own generator allows nothing for these.
///
/// Of the actions that an action depends on, reading and writing of S3, tags that are given and the
/// passing of roles are allowed; others depend on how the call is made and are only reported.
final class SdkPermissions {
  private static final Action CREATE_LINKED_ROLE = new Action("iam", "CreateServiceLinkedRole");

  private final Step.Task task;
  private final String resource;
  private final ResourceResolver resolver;
  private final Catalogue catalogue;
  private final PassedRoles roles;
  private final CreationTags tags;
  private final NamedObjects objects;
  private final TableStatements statements;
  private final Findings findings;

  SdkPermissions(
      Step.Task task,
      ResourceResolver resolver,
      Catalogue catalogue,
      TableStatements statements,
      Findings findings) {
    this.task = task;
    this.resource = task.resource().written();
    this.resolver = resolver;
    this.catalogue = catalogue;
    this.statements = statements;
    this.roles = new PassedRoles(task, resolver, statements.taskRoles(), findings);
    this.tags = new CreationTags(task, resolver, catalogue, findings);
    this.objects = new NamedObjects(task, resolver, findings);
    this.findings = findings;
  }

  /// Adds what the call needs, and what those actions depend on.
  ///
  /// @param table what a table says of the call; without it the catalogue says
  void find(TaskResource.Sdk call, SdkTable.Lookup lookup, List<Permission> table) {
    switch (lookup) {
      case SdkTable.NotKnown(String reason) -> gap(reason);
      case SdkTable.Actions(List<Action> names) -> {
        lowerCaseNames();
        List<CataloguedAction> actions =
            names.stream().map(name -> catalogue.action(name).orElseThrow()).toList();
        if (table.isEmpty()) {
          actions.forEach(this::catalogued);
        } else {
          statements.sdk(table);
        }
        implied(call, actions, table);
      }
    }
  }

  /// Source: Step Functions Developer Guide, supported-services-awssdk ("Parameter names ... are in
  /// Pascal case").
  private void lowerCaseNames() {
    task.arguments().names().stream()
        .filter(name -> !name.isEmpty() && name.charAt(0) >= 'a' && name.charAt(0) <= 'z')
        .map(
            name ->
                "Step Functions takes names of parameters that begin with a capital only, and `"
                    + UntrustedText.shown(name)
                    + "` does not")
        .forEach(this::gap);
  }

  private void catalogued(CataloguedAction action) {
    findings.need(
        task.state(),
        resource,
        List.of(action.action().toString()),
        new SdkResources(resolver, action, task.arguments()).resolve());
    action.dependentActions().forEach(dependent -> dependent(action, dependent));
  }

  private void dependent(CataloguedAction of, Action dependent) {
    if (dependent.equals(CREATE_LINKED_ROLE)) {
      gap("`" + of.action() + "` creates a service-linked role when the account has none yet");
    } else if (dependent.service().equals("s3") && !of.action().service().equals("s3")) {
      objects.dependent(of, catalogue.action(dependent).orElseThrow());
    } else if (!dependent.equals(PassedRoles.PASS_ROLE)
        && !(CreationTags.isOne(dependent) && tags.isKnown())) {
      gap(
          "`"
              + of.action()
              + "` depends on `"
              + dependent
              + "` in some uses: allow it where this one is among them");
    }
  }

  /// What the arguments themselves ask for: roles to pass, tags, buckets and keys.
  private void implied(
      TaskResource.Sdk call, List<CataloguedAction> actions, List<Permission> table) {
    Set<String> known =
        table.stream()
            .flatMap(permission -> permission.parameters().stream())
            .map(AsciiCase::lower)
            .collect(Collectors.toSet());
    CataloguedAction first = actions.getFirst();
    boolean passes =
        table.stream().anyMatch(each -> each.actions().contains(PassedRoles.PASS_ROLE.toString()));
    if (!passes) {
      actions.forEach(roles::find);
    }
    if (!known.contains("tags")) {
      tags.find(first);
    }
    boolean depends =
        table.isEmpty()
            && first.dependentActions().stream().anyMatch(action -> action.service().equals("s3"));
    if (call.service().equals("rekognition")) {
      objects.images();
    } else if (!depends && !first.action().service().startsWith("s3") && !hasRole()) {
      objects.told(first, known);
    }
    keys(first, known);
  }

  /// Keys of KMS are used with the caller's permissions by some services, by a role or a grant by
  /// others, which the reference says of few.
  private void keys(CataloguedAction of, Set<String> known) {
    boolean told =
        of.action().service().equals("kms")
            || of.dependentActions().stream().anyMatch(action -> action.service().equals("kms"));
    if (!told) {
      task.arguments().fields(SdkPermissions::isKey).stream()
          .filter(field -> isKey(field.name()) && !known.contains(AsciiCase.lower(field.name())))
          .map(
              field ->
                  "`"
                      + of.action()
                      + "` is given a key of KMS in `"
                      + UntrustedText.shown(field.name())
                      + "`: where it is used with the role's permissions, allow that")
          .forEach(this::gap);
    }
  }

  /// A service that is given a role reads and writes with that.
  private boolean hasRole() {
    return task.arguments().fields(PassedRoles::isRole).stream()
        .anyMatch(field -> PassedRoles.isRole(field.name()));
  }

  private static boolean isKey(String name) {
    String lower = AsciiCase.lower(name);
    return lower.contains("kms") && lower.contains("key");
  }

  private void gap(String reason) {
    findings.gap(task.state(), resource, reason, List.of());
  }
}
