package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.iam.AsciiCase;

/// Forms of names that are neither an ARN nor the name in the type's ARN, service by service.
final class NamedForms {
  private static final String ALIAS = "alias/";

  /// The table after FROM, INTO or UPDATE, quoted or not, and perhaps an index after a dot.
  private static final Pattern PARTIQL_TABLE =
      Pattern.compile(
          "^\\s*(?:SELECT\\s.*?\\sFROM|INSERT\\s+INTO|UPDATE|DELETE\\s+FROM)\\s+"
              + "(?:\"([A-Za-z0-9_.-]+)\"|([A-Za-z0-9_-]+))(?:\\.(?:\"([A-Za-z0-9_.-]+)\"|([A-Za-z0-9_-]+)))?"
              + "(?=\\s|$)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private NamedForms() {}

  /// A key by its ARN or id. IAM compares the key's ARN, which an alias does not tell. Source: AWS
  /// KMS Developer Guide, alias-authorization.
  static Filled key(Filled value, boolean arn, Scope scope) {
    String text = value.text();
    boolean alias = text.startsWith(ALIAS) || (arn && text.contains(":" + ALIAS));
    if (alias) {
      return scope
          .fill("arn:${Partition}:kms:${Region}:${Account}:key/*")
          .because("which key the alias `" + text + "` stands for is not in the definition");
    }
    return arn
        ? value
        : scope.fill("arn:${Partition}:kms:${Region}:${Account}:key/${value}", value);
  }

  /// In policies a log group's ARN ends in `:*`, but for the actions on tags. Source: CloudWatch
  /// Logs User Guide, iam-access-control-overview-cwl.
  static Filled logGroup(Filled value, boolean arn, Scope scope) {
    Filled group =
        arn
            ? value
            : scope.fill("arn:${Partition}:logs:${Region}:${Account}:log-group:${value}", value);
    return group.text().endsWith(":*") ? group : group.as(text -> text + ":*");
  }

  /// The table of a PartiQL statement, or the index that it reads. Source: DynamoDB Developer
  /// Guide, ql-reference, ql-iam.
  static List<Filled> partiql(Filled value, Scope scope) {
    Matcher found = PARTIQL_TABLE.matcher(value.text());
    if (!value.isKnown() || !found.find()) {
      return List.of();
    }
    String table = Optional.ofNullable(found.group(1)).orElse(found.group(2));
    String index = Optional.ofNullable(found.group(3)).orElse(found.group(4));
    Filled arn =
        scope.fill(
            "arn:${Partition}:dynamodb:${Region}:${Account}:table/${value}", Filled.literal(table));
    return List.of(
        index == null ? arn : arn.then(Filled.table("/index/")).then(Filled.literal(index)));
  }

  /// Documents whose names begin as AWS's own are AWS's, without an account. Source: Systems
  /// Manager User Guide, documents-ssm-sharing ("You can't create a document that begins with
  /// ...").
  static Filled document(Filled value, boolean arn, String template, Scope scope) {
    String lower = AsciiCase.lower(value.text());
    boolean own =
        Stream.of("aws-", "amazon", "amzn").noneMatch(lower::startsWith)
            && !lower.startsWith("aws");
    return arn ? value : scope.fill(own ? template : template.replace("${Account}", ""), value);
  }

  /// The slash with which a parameter's name begins is the ARN's own. Source: Systems Manager User
  /// Guide, sysman-paramstore-access.
  static Filled parameter(Filled value, String template, Scope scope) {
    return scope.fill(template, value.as(text -> text.startsWith("/") ? text.substring(1) : text));
  }

  /// A node of Amazon EC2, or one of another place whose id begins with `mi-`.
  static Filled node(Filled value, Scope scope) {
    return scope.fill(
        value.text().startsWith("mi-")
            ? "arn:${Partition}:ssm:${Region}:${Account}:managed-instance/${value}"
            : "arn:${Partition}:ec2:${Region}:${Account}:instance/${value}",
        value);
  }
}
