package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedAction.Target;
import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Step;

/// The tags that a call of the AWS SDK gives to what it makes, which need the service's own action
/// for tags. Source: IAM User Guide, access_tags ("tags in requests"); the services' guides, "tag
/// resources during creation".
record CreationTags(
    Step.Task task, ResourceResolver resolver, Catalogue catalogue, Findings findings) {
  /// Parameters that hold tags of what is made. Source: the services' API references.
  private static final Set<String> TAGS =
      Set.of("tags", "taglist", "tagspecifications", "tagspecification", "resourcetags");

  /// How services name the action, most specific names last. Source: Service Authorization
  /// Reference.
  private static final List<String> NAMES =
      List.of("TagResource", "AddTagsToResource", "AddTags", "CreateTags", "TagQueue");

  /// Services of which AWS's own pages say so. Of the others it is unverified.
  private static final Set<String> VERIFIED = Set.of("dynamodb", "ec2", "ecs", "rds");

  /// Whether an action is one by which a service puts tags.
  static boolean isOne(Action action) {
    return NAMES.contains(action.name());
  }

  /// Whether it is known that none are given, or which parameter gives them.
  boolean isKnown() {
    return task.arguments().areFields() && task.arguments().unnamed().isEmpty();
  }

  private Optional<String> parameter() {
    Arguments arguments = task.arguments();
    return arguments.names().stream()
        .filter(name -> TAGS.contains(AsciiCase.lower(name)) && arguments.has(name))
        .findFirst();
  }

  /// Adds what the tags need, which is reported where it is not certain.
  void find(CataloguedAction of) {
    Optional<String> parameter = parameter();
    if (parameter.isEmpty() || of.action().name().contains("Tag")) {
      return;
    }
    Optional<CataloguedAction> tagging = tagging(of);
    if (tagging.isEmpty()) {
      return;
    }
    String action = tagging.get().action().toString();
    List<Target> shared =
        tagging.get().targets().stream()
            .filter(
                target ->
                    of.targets().stream()
                        .anyMatch(own -> own.type().name().equals(target.type().name())))
            .toList();
    if (shared.isEmpty() && tagging.get().hasResourceLevelPermissions()) {
      gap("`" + parameter.get() + "` needs `" + action + "` on what `" + of.action() + "` makes");
      return;
    }
    CataloguedAction narrowed =
        new CataloguedAction(
            tagging.get().action(),
            tagging.get().accessLevels(),
            shared,
            tagging.get().conditionKeys(),
            List.of());
    Resolution on = new SdkResources(resolver, narrowed, task.arguments()).resolve();
    boolean certain =
        VERIFIED.contains(of.action().service())
            || of.dependentActions().contains(tagging.get().action());
    findings.need(
        task.state(),
        task.resource().written(),
        List.of(action),
        certain
            ? on
            : new Resolution(
                on.resources().stream()
                    .map(
                        each ->
                            each.because(
                                "that `"
                                    + parameter.get()
                                    + "` needs `"
                                    + action
                                    + "` is unverified for this call"))
                    .toList(),
                on.blocked()),
        createAction(tagging.get(), of.action()));
  }

  private Optional<CataloguedAction> tagging(CataloguedAction of) {
    return of.dependentActions().stream()
        .filter(CreationTags::isOne)
        .findFirst()
        .flatMap(catalogue::action)
        .or(
            () ->
                NAMES.stream()
                    .flatMap(
                        name -> catalogue.action(new Action(of.action().service(), name)).stream())
                    .findFirst());
  }

  /// Some services say by which call the tags come. Source: Amazon ECS Developer Guide,
  /// supported-iam-actions-tagging; Amazon EC2 User Guide, supported-iam-actions-tagging.
  private static Map<String, Map<String, List<Filled>>> createAction(
      CataloguedAction tagging, Action of) {
    String key = of.service() + ":CreateAction";
    boolean known =
        tagging.conditionKeys().stream().anyMatch(each -> each.name().equals(key))
            || tagging.targets().stream()
                .flatMap(target -> target.conditionKeys().stream())
                .anyMatch(each -> each.name().equals(key));
    return known ? Map.of("StringEquals", Map.of(key, List.of(Filled.table(of.name())))) : Map.of();
  }

  private void gap(String reason) {
    findings.gap(task.state(), task.resource().written(), reason, List.of());
  }
}
