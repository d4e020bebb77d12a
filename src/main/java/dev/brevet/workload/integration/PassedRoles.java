package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import dev.brevet.workload.definition.Arguments.Field;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.definition.Value;

/// The roles that a call of the AWS SDK passes to its service, wherever its arguments name them: as
/// ARNs, as names, in lists, by paths and expressions.
record PassedRoles(
    Step.Task task,
    ResourceResolver resolver,
    Map<String, List<String>> taskRoles,
    Findings findings) {
  static final Action PASS_ROLE = new Action("iam", "PassRole");

  private static final String ROLE = ":role/";
  private static final String UNVERIFIED_PRINCIPAL =
      "which service principal IAM compares for roles of RDS is unverified: both are allowed";
  private static final String LITERAL_NAME = "[A-Za-z0-9_+=,.@-]{1,64}";

  /// Arguments that are a role's where the Service Authorization Reference does not say that the
  /// action passes one: of others a name such as `ADMIN` is no role's.
  private static final Set<String> ROLES_ONLY =
      Set.of("role", "rolearn", "servicerole", "servicerolearn", "iamrole", "iamrolearn");

  /// Services whose principal is their prefix and `.amazonaws.com`. Source: each service's guide,
  /// "service roles".
  private static final Set<String> SAME_NAME =
      Set.of(
          "backup",
          "codebuild",
          "codepipeline",
          "comprehend",
          "databrew",
          "eks",
          "fis",
          "glue",
          "kinesisanalytics",
          "lambda",
          "mediaconvert",
          "personalize",
          "pipes",
          "rds",
          "rekognition",
          "sagemaker",
          "scheduler",
          "ssm",
          "states",
          "textract",
          "transcribe",
          "transfer");

  /// Stacks are passed their role. Source: CloudFormation User Guide, using-iam-servicerole.
  private static final Set<String> STACKS =
      Set.of(
          "cloudformation:ContinueUpdateRollback",
          "cloudformation:CreateChangeSet",
          "cloudformation:CreateStack",
          "cloudformation:DeleteStack",
          "cloudformation:RollbackStack",
          "cloudformation:UpdateStack");

  /// Adds what `of` needs to pass its roles. The reference does not tell every passing of a role:
  /// where it does not, what is allowed is reported too.
  void find(CataloguedAction of) {
    String service = of.action().service();
    // IAM and STS take roles as resources.
    if (of.dependentActions().contains(PASS_ROLE)) {
      pass(of, SAME_NAME.contains(service), field -> isRole(field.name()), Optional.empty());
    } else if (service.equals("iam") || service.equals("sts")) {
      return;
    } else if (STACKS.contains(of.action().toString())) {
      if (!task.arguments().has("RoleARN")) {
        return;
      }
      pass(of, true, field -> isRole(field.name()), Optional.empty());
    } else if (SAME_NAME.contains(service)) {
      if (!fields(PassedRoles::isRoleOnly).isEmpty()) {
        pass(
            of,
            true,
            PassedRoles::isRoleOnly,
            Optional.of(
                "that `" + of.action() + "` passes the role that it is given is unverified"));
      }
    } else if (!roles(field -> isRole(field.name())).isEmpty()) {
      findings.gap(
          task.state(),
          task.resource().written(),
          "`"
              + of.action()
              + "` is given a role: where it passes that on, allow `iam:PassRole` on it",
          List.of());
    }
  }

  /// A role's ARN says what it is, wherever it stands.
  private static boolean isRoleOnly(Field field) {
    return ROLES_ONLY.contains(AsciiCase.lower(field.name()))
        || (isRole(field.name())
            && field.values().stream()
                .anyMatch(
                    value -> value instanceof Value.Known(String text) && text.contains(ROLE)));
  }

  static boolean isRole(String name) {
    String lower = AsciiCase.lower(name);
    return Stream.of("role", "rolearn", "roles", "rolearns").anyMatch(lower::endsWith);
  }

  private List<Field> fields(Predicate<Field> wanted) {
    return task.arguments().fields(PassedRoles::isRole).stream()
        .filter(field -> isRole(field.name()) && wanted.test(field))
        .toList();
  }

  /// @param certain whether the service's principal is known; else any service may be passed the
  ///   role
  private void pass(
      CataloguedAction of, boolean certain, Predicate<Field> wanted, Optional<String> unverified) {
    List<Filled> roles = new ArrayList<>();
    taskRoles.getOrDefault(task.state(), List.of()).forEach(role -> roles.add(Filled.table(role)));
    roles.addAll(roles(wanted));
    for (Field field : hiddenRoles(wanted)) {
      field.values().stream()
          .filter(value -> !(value instanceof Value.Known))
          .filter(_ -> !taskRoles.containsKey(task.state()))
          .forEach(
              value ->
                  gap(value.whyUnknown(field.name()) + ": name the role in `options.taskRoles`"));
    }
    if (roles.isEmpty()) {
      gap(
          "`"
              + of.action()
              + "` passes a role that is not in the definition, or none: name it in"
              + " `options.taskRoles`");
      return;
    }
    Map<String, Map<String, List<Filled>>> condition =
        certain
            ? Map.of("StringEquals", Map.of("iam:PassedToService", principals(of.action())))
            : Map.of();
    Stream.concat(
            unverified.stream(),
            Stream.of(UNVERIFIED_PRINCIPAL).filter(_ -> of.action().service().equals("rds")))
        .forEach(reason -> roles.replaceAll(role -> role.because(reason)));
    Resolution resolution = Resolution.of(roles);
    findings.need(
        task.state(),
        task.resource().written(),
        List.of(PASS_ROLE.toString()),
        resolution,
        condition);
  }

  /// Exports and enhanced monitoring have roles that other names than RDS's own may assume. Which
  /// of them IAM compares is unverified, so both are allowed. Source: Amazon RDS User Guide,
  /// USER_ExportSnapshot, USER_Monitoring.OS.Enabling.
  private static List<Filled> principals(Action action) {
    String own = action.service() + ".amazonaws.com";
    List<String> names =
        !action.service().equals("rds")
            ? List.of(own)
            : action.name().equals("StartExportTask")
                ? List.of("export.rds.amazonaws.com", own)
                : List.of("monitoring.rds.amazonaws.com", own);
    return names.stream().map(Filled::table).toList();
  }

  private void gap(String reason) {
    findings.gap(task.state(), task.resource().written(), reason, List.of());
  }

  /// Known roles; those below the arguments may be values of tags or of an environment.
  private List<Filled> roles(Predicate<Field> wanted) {
    List<Filled> found = new ArrayList<>();
    for (Field field : fields(wanted)) {
      for (Value value : field.values()) {
        if (value instanceof Value.Known(String text)) {
          role(field, text).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private Optional<Filled> role(Field field, String text) {
    if (text.contains(ROLE)) {
      if (!PolicyText.isArn(PolicyText.escape(text), false)) {
        gap("`" + field.name() + "` is not a role's ARN: `" + UntrustedText.shown(text) + "`");
        return Optional.empty();
      }
      Filled role = Filled.literal(text);
      return Optional.of(
          field.top()
              ? role
              : role.because(
                  "whether a role that stands below the arguments is passed is not known: `"
                      + UntrustedText.shown(text)
                      + "`"));
    }
    return field.top() && text.matches(LITERAL_NAME)
        ? Optional.of(
            resolver
                .scope()
                .fill("arn:${Partition}:iam::${Account}:role/${value}", Filled.literal(text)))
        : Optional.empty();
  }

  private List<Field> hiddenRoles(Predicate<Field> wanted) {
    return Stream.concat(fields(wanted).stream(), task.arguments().fields(_ -> false).stream())
        .filter(field -> field.values().stream().anyMatch(value -> !(value instanceof Value.Known)))
        .toList();
  }
}
