package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.ResourceType;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Partition;
import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.PatternParser;
import dev.brevet.policy.element.WorkBudget;

/// Whether the entries of `Resource` are ARNs that can exist. Source: IAM User Guide,
/// reference-arns, access-analyzer-reference-policy-checks; Service Authorization Reference.
final class ArnChecks implements Check {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*\\}");

  private static final String LINKED = "role/aws-service-role/";

  /// Services in ARNs that no action of AWS begins with; the first is this program.
  private static final Set<String> ONLY_IN_ARNS =
      Set.of("brevet", "catalog", "elastic-inference", "route53-recovery-control");

  private final Catalogue catalogue;
  private final ResourceShapes shapes;

  /// Of AWS's own resources, whose ARNs have no account though those of the same type have one: the
  /// service, and how the resource begins.
  private final List<List<String>> unowned = Tables.rows("unowned-resources.tsv");

  ArnChecks(Catalogue catalogue, ResourceShapes shapes) {
    this.catalogue = catalogue;
    this.shapes = shapes;
  }

  @Override
  public void check(LintedPolicy policy, Report report) {
    for (LintedStatement statement : policy.statements()) {
      for (Item resource : statement.resources()) {
        if (!resource.text().equals("*") && !isRelative(policy.type(), resource.text())) {
          form(policy, resource, report);
        }
      }
    }
  }

  /// The policy of an API may leave out what is before the stage.
  private static boolean isRelative(PolicyType type, String text) {
    return type == PolicyType.RESOURCE && text.startsWith("execute-api:/");
  }

  private void form(LintedPolicy policy, Item item, Report report) {
    ArnShape arn = ArnShape.of(withoutColons(item.text()));
    if (!item.text().startsWith("arn:")) {
      report.error(
          "INVALID_ARN_PREFIX",
          item,
          "a resource must be an ARN, which begins with `arn:`, or only `*`");
      return;
    }
    if (!item.text().equals(item.text().strip())) {
      report.error(
          "INVALID_ARN_RESOURCE",
          item,
          Report.shown(item) + " begins or ends with white space, which counts: leave it out");
    }
    if (!arn.isWhole() || arn.service().isEmpty() || arn.resource().isEmpty()) {
      // A star may stand for all that is left.
      if (!item.text().endsWith("*") || arn.parts().size() < 3 || item.text().indexOf('[') >= 0) {
        report.error(
            "MISSING_ARN_FIELD",
            item,
            "an ARN must have six parts: `arn:partition:service:region:account:resource`");
      }
      return;
    }
    if (!partition(item, arn, report)) {
      return;
    }
    if (!isEarly(policy, item, arn, report) && service(item, arn, report)) {
      account(item, arn, policy.effort(), report);
      linkedRole(item, arn, report);
    }
  }

  /// Whether the partition is one that AWS has, or may be one.
  private static boolean partition(Item item, ArnShape arn, Report report) {
    String partition = arn.parts().size() > 1 ? arn.parts().get(1) : "";
    if (isOpen(partition) || Partition.of(partition).isPresent()) {
      return true;
    }
    report.error(
        "INVALID_PARTITION",
        item,
        (partition.isEmpty()
                ? "the partition is missing"
                : "AWS has no partition `" + UntrustedText.shown(partition) + "`")
            + ": an ARN begins with `arn:aws:`, in other partitions with "
            + Arrays.stream(Partition.values())
                .skip(1)
                .limit(3)
                .map(each -> "`arn:" + each.id() + ":`")
                .collect(Collectors.joining(", ")));
    return false;
  }

  /// "You can't use a variable to replace parts of the ARN before the fifth colon, such as the
  /// service or account" (reference_policies_variables).
  private static boolean isEarly(LintedPolicy policy, Item item, ArnShape arn, Report report) {
    boolean early =
        policy.hasVariables()
            && arn.parts().subList(1, 5).stream()
                .anyMatch(part -> part.contains("${") && !part.contains(PolicyLint.PARAMETER));
    if (early && PatternParser.undescribedVariable(item.text()).isEmpty()) {
      report.error(
          "VARIABLE_UNSUPPORTED_IN_ELEMENT",
          item,
          "a policy variable stands only in the last part of an ARN: this matches nothing");
    }
    return early;
  }

  /// The text, whose variables have dots for their colons: those cut no ARN.
  private static String withoutColons(String text) {
    return text.indexOf("${") < 0
        ? text
        : VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(dotted(found)));
  }

  private static String dotted(MatchResult variable) {
    return variable.group().replace(':', '.');
  }

  /// Whether the service is one that ARNs have.
  private boolean service(Item item, ArnShape arn, Report report) {
    String service = arn.service();
    String lower = AsciiCase.lower(service);
    boolean known = catalogue.service(service).isPresent() || ONLY_IN_ARNS.contains(lower);
    if (known && !service.equals(lower)) {
      report.error(
          "INVALID_ARN_SERVICE_CASE",
          item,
          "the service in an ARN is in small letters: `" + lower + "`");
      return false;
    }
    if (!known && !isOpen(service)) {
      report.error(
          "INVALID_SERVICE_IN_ARN",
          item,
          "AWS has no service `" + UntrustedText.shown(service) + "`, so this matches nothing");
      return false;
    }
    return true;
  }

  private void account(Item item, ArnShape arn, WorkBudget effort, Report report) {
    String account = arn.account();
    boolean digits = account.matches("\\d{12}");
    boolean word =
        account.equals("aws")
            || account.startsWith("aws-")
            || account.equals("cloudfront")
            || account.equals("third-party");
    if (!account.isEmpty() && !digits && !word && !isOpen(account)) {
      report.error(
          "INVALID_ARN_ACCOUNT",
          item,
          "`" + account + "` is not an account: an account has twelve digits");
      return;
    }
    region(item, arn, report);
    List<ResourceType> types = types(item, arn, effort);
    if (types.isEmpty()) {
      return;
    }
    if (account.isEmpty() && types.stream().allMatch(type -> has(type, 4)) && !isUnowned(arn)) {
      report.error(
          "INVALID_ARN_ACCOUNT",
          item,
          "the account is missing: ARNs of `"
              + arn.service()
              + "` have one here, so this matches nothing");
    }
    if (digits && types.stream().noneMatch(type -> has(type, 4))) {
      report.error(
          "ARN_ACCOUNT_NOT_ALLOWED",
          item,
          "ARNs of `" + arn.service() + "` have no account here, so this matches nothing");
    }
    boolean region = !arn.region().isEmpty() && !ActionPatterns.isWild(arn.region());
    if (region && types.stream().noneMatch(type -> has(type, 3))) {
      report.error(
          "ARN_REGION_NOT_ALLOWED",
          item,
          "ARNs of `" + arn.service() + "` have no region here, so this matches nothing");
    }
    if (arn.region().isEmpty() && types.stream().allMatch(type -> has(type, 3))) {
      report.warning(
          "MISSING_ARN_REGION",
          item,
          "the region is missing: ARNs of `"
              + arn.service()
              + "` have one here, so this matches nothing. `*` is every region");
    }
  }

  /// Only a warning: AWS gets new regions, which this version does not know.
  private static void region(Item item, ArnShape arn, Report report) {
    String region = arn.region();
    String partition = arn.parts().get(1);
    boolean known =
        Arrays.stream(Partition.values())
            .filter(each -> isOpen(partition) || each.id().equals(partition))
            .anyMatch(each -> each.regions().contains(region));
    if (!region.isEmpty() && !isOpen(region) && !known) {
      report.warning(
          "INVALID_ARN_REGION",
          item,
          "the partition has no region `"
              + UntrustedText.shown(region)
              + "` that this version knows, so this may match nothing");
    }
  }

  private boolean isUnowned(ArnShape arn) {
    return unowned.stream()
        .anyMatch(
            row ->
                row.get(0).equals(arn.service())
                    && (arn.resource().startsWith(row.get(1))
                        // The pattern may be shorter than how such a resource begins.
                        || (arn.resource().endsWith("*")
                            && row.get(1)
                                .startsWith(
                                    arn.resource().substring(0, arn.resource().length() - 1)))));
  }

  /// Whether a wildcard or a value that is not known yet stands in it.
  private static boolean isOpen(String part) {
    return ActionPatterns.isWild(part)
        || part.contains(PolicyLint.PARAMETER)
        || PatternParser.undescribedVariable(part).isPresent();
  }

  /// The types of the service whose ARNs end as this one does.
  private List<ResourceType> types(Item item, ArnShape arn, WorkBudget effort) {
    ArnShape known = ArnShape.withoutVariables(item.text());
    return catalogue.service(arn.service()).stream()
        .flatMap(service -> service.resourceTypes().stream())
        .filter(
            type ->
                shapes.of(type).stream()
                    .anyMatch(
                        other ->
                            other.isWhole()
                                && known.isWhole()
                                && other.service().equals(arn.service())
                                && known.endsAs(other, effort)))
        .toList();
  }

  private boolean has(ResourceType type, int part) {
    return shapes.of(type).stream()
        .anyMatch(shape -> shape.isWhole() && !shape.parts().get(part).isEmpty());
  }

  /// Step Functions' page on EMR on EKS once wrote such a name with letters before it.
  private static void linkedRole(Item item, ArnShape arn, Report report) {
    int name = arn.resource().lastIndexOf('/') + 1;
    String role = arn.resource().substring(name);
    if (!arn.service().equals("iam")
        || !arn.resource().startsWith(LINKED)
        || ActionPatterns.isWild(role)
        || role.startsWith("AWSServiceRoleFor")) {
      return;
    }
    report.error(
        "SERVICE_LINKED_ROLE_NAME",
        item,
        "the name of a service-linked role begins with `AWSServiceRoleFor`, so this matches"
            + " nothing");
  }
}
