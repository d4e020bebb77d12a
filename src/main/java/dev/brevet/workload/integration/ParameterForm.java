package dev.brevet.workload.integration;

import module java.base;

/// The form in which a parameter names a resource, and the ARNs that follow.
///
/// Values come escaped, or as patterns with wildcards where an expression's result is known in
/// part. No ARN means that the value does not have the form.
public enum ParameterForm {
  ARN("arn"),
  ARN_OR_NAME("arn-or-name"),
  NAME("name"),
  FUNCTION("function"),
  QUEUE_URL("queue-url"),
  TASK_DEFINITION("task-definition"),
  JOB_DEFINITION("job-definition"),
  BUILD("build"),
  REPORT("report"),
  STATE_MACHINE("state-machine"),
  EXECUTIONS("executions"),
  BEDROCK_MODEL("bedrock-model"),
  S3_URI("s3-uri"),
  EVENT_BUS("event-bus"),
  BUCKET("bucket"),
  SECRET("secret"),
  KMS_KEY("kms-key"),
  LOG_GROUP("log-group"),
  PARTIQL("partiql"),
  SSM_DOCUMENT("ssm-document"),
  SSM_PARAMETER("ssm-parameter"),
  MANAGED_NODE("managed-node");

  /// Geographies of cross-region inference profiles, with which their ids begin.
  private static final Set<String> GEOGRAPHIES =
      Set.of("us", "eu", "apac", "global", "us-gov", "jp", "au", "ca");

  /// Source: Amazon Bedrock User Guide, inference-profiles-prereq.
  private static final String BEHIND_PROFILE =
      "the foundation models behind an application inference profile are not in the definition:"
          + " allow the call on them too, in each region of the profile";

  private final String label;

  ParameterForm(String label) {
    this.label = label;
  }

  static ParameterForm of(String label) {
    for (ParameterForm form : values()) {
      if (form.label.equals(label)) {
        return form;
      }
    }
    throw new IllegalArgumentException("not a form of parameter: `" + label + "`");
  }

  /// The ARNs that `value` names; empty when it does not have this form.
  List<Filled> arns(Filled value, String template, Scope scope) {
    boolean arn = PolicyText.isArn(value.text(), !value.isKnown());
    boolean name = isName(value);
    return switch (this) {
      case ARN -> arn ? List.of(value) : List.of();
      case ARN_OR_NAME, NAME, EVENT_BUS ->
          arn ? List.of(value) : name ? List.of(scope.fill(template, value)) : List.of();
      case FUNCTION -> FunctionForm.arns(value, arn, name, scope);
      case QUEUE_URL -> queue(value, scope);
      case TASK_DEFINITION ->
          arn || name ? List.of(taskDefinition(value, arn, template, scope)) : List.of();
      case JOB_DEFINITION -> arn || name ? jobDefinition(value, arn, template, scope) : List.of();
      case BUILD -> build(value, arn, name, template, scope);
      case REPORT -> report(value, arn);
      case STATE_MACHINE -> arn ? stateMachine(value, "stateMachine:", "") : List.of();
      case EXECUTIONS -> arn ? stateMachine(value, "execution:", ":*") : List.of();
      case BEDROCK_MODEL -> bedrock(value, arn, name, template, scope);
      case S3_URI -> ObjectForm.address(value, scope);
      case BUCKET -> ObjectForm.bucket(value, scope).stream().toList();
      case SECRET ->
          arn ? List.of(secret(value)) : name ? List.of(scope.fill(template, value)) : List.of();
      case KMS_KEY -> arn || name ? List.of(NamedForms.key(value, arn, scope)) : List.of();
      case LOG_GROUP -> arn || name ? List.of(NamedForms.logGroup(value, arn, scope)) : List.of();
      case PARTIQL -> NamedForms.partiql(value, scope);
      case SSM_DOCUMENT ->
          arn || name ? List.of(NamedForms.document(value, arn, template, scope)) : List.of();
      case SSM_PARAMETER ->
          arn
              ? List.of(value)
              : name ? List.of(NamedForms.parameter(value, template, scope)) : List.of();
      case MANAGED_NODE -> name ? List.of(NamedForms.node(value, scope)) : List.of();
    };
  }

  /// A name, not an ARN; of a pattern at least the beginning must be known, or it could be
  /// anything.
  private static boolean isName(Filled value) {
    String text = value.text();
    return !text.isEmpty()
        && !text.startsWith("arn:")
        && (value.isKnown() || !(text.startsWith("*") || text.startsWith("?")));
  }

  /// `https://sqs.<region>.<suffix>/<account>/<name>`.
  private static List<Filled> queue(Filled value, Scope scope) {
    String[] part = value.text().split("/", -1);
    if (part.length != 5
        || !part[0].startsWith("http")
        || !part[1].isEmpty()
        || part[4].isEmpty()) {
      return List.of();
    }
    String[] host = part[2].split("\\.", -1);
    if (host.length < 3
        || !host[0].equals("sqs")
        || !PolicyText.isPlain(host[1])
        || !part[3].matches("\\d{12}")) {
      return List.of();
    }
    return List.of(
        value.as(
            _ -> "arn:" + scope.partition() + ":sqs:" + host[1] + ":" + part[3] + ":" + part[4]));
  }

  /// A family without revision runs its newest revision.
  private static Filled taskDefinition(Filled value, boolean arn, String template, Scope scope) {
    Filled full = arn ? value : scope.fill(template, value);
    return isRevised(full, "task-definition/") ? full : full.as(text -> text + ":*");
  }

  private static List<Filled> jobDefinition(
      Filled value, boolean arn, String template, Scope scope) {
    Filled full = arn ? value : scope.fill(template, value);
    return isRevised(full, "job-definition/")
        ? List.of(full)
        : List.of(full, full.as(text -> text + ":*"));
  }

  private static boolean isRevised(Filled definition, String kind) {
    String text = definition.text();
    return text.indexOf(':', text.indexOf(kind)) >= 0;
  }

  /// A build or batch `project:uuid`, or its ARN, is authorized on its project.
  private static List<Filled> build(
      Filled value, boolean arn, boolean name, String template, Scope scope) {
    String text = value.text();
    if (arn) {
      int slash = text.indexOf('/');
      String[] part = text.split(":", 6);
      return slash < 0
          ? List.of()
          : List.of(
              value.as(
                  _ ->
                      String.join(":", part[0], part[1], part[2], part[3], part[4])
                          + ":project/"
                          + before(text.substring(slash + 1), ':')));
    }
    return name && text.indexOf(':') > 0
        ? List.of(scope.fill(template, value.as(whole -> before(whole, ':'))))
        : List.of();
  }

  private static List<Filled> report(Filled value, boolean arn) {
    String text = value.text();
    int report = text.indexOf(":report/");
    return arn && report > 0
        ? List.of(
            value.as(
                _ ->
                    text.substring(0, report)
                        + ":report-group/"
                        + before(text.substring(report + ":report/".length()), ':')))
        : List.of();
  }

  /// A version or alias is authorized on the machine itself. Source: Step Functions Developer
  /// Guide, auth-version-alias.
  private static List<Filled> stateMachine(Filled value, String kind, String end) {
    String[] part = value.text().split(":", -1);
    return part.length >= 7 && part[2].equals("states") && part[5].equals("stateMachine")
        ? List.of(
            value.as(
                _ ->
                    String.join(":", part[0], part[1], part[2], part[3], part[4])
                        + ":"
                        + kind
                        + part[6]
                        + end))
        : List.of();
  }

  /// A secret's ARN ends in a hyphen and six characters that Secrets Manager made up; without them
  /// it is a partial one, which finds the secret, and IAM compares the whole. Source: Secrets
  /// Manager User Guide, troubleshoot (ARN_secretnamehyphen); API reference, GetSecretValue.
  private static Filled secret(Filled arn) {
    String text = arn.text();
    boolean whole = text.matches(".*-[A-Za-z0-9]{6}");
    if (whole && text.matches(".*-[a-z0-9]{6}")) {
      // One in twenty whole ARNs ends so, and nearly every name that a person chose.
      return arn.because("whether this is a whole ARN, or a partial one that lacks `-??????`");
    }
    return whole || text.endsWith("*") ? arn : arn.as(partial -> partial + "-??????");
  }

  /// A foundation model has its maker's name before a dot; an inference profile a geography before
  /// that, and then the model is called in any region of it.
  private static List<Filled> bedrock(
      Filled value, boolean arn, boolean name, String template, Scope scope) {
    String text = value.text();
    String foundation = "arn:${Partition}:bedrock:${Region}::foundation-model/${value}";
    String anywhere = "arn:${Partition}:bedrock:*::foundation-model/${value}";
    if (arn) {
      int profile = text.indexOf(":inference-profile/");
      String id = profile < 0 ? "" : text.substring(profile + ":inference-profile/".length());
      if (text.contains(":application-inference-profile/")) {
        return List.of(value.because(BEHIND_PROFILE));
      }
      return isProfile(id)
          ? List.of(value, scope.fill(anywhere, value.as(_ -> afterDot(id))))
          : List.of(value);
    }
    if (!name) {
      return List.of();
    }
    if (isProfile(text)) {
      return List.of(
          scope.fill(
              "arn:${Partition}:bedrock:${Region}:${Account}:inference-profile/${value}", value),
          scope.fill(anywhere, value.as(ParameterForm::afterDot)));
    }
    return List.of(scope.fill(text.indexOf('.') > 0 ? foundation : template, value));
  }

  private static boolean isProfile(String id) {
    return id.indexOf('.') > 0 && GEOGRAPHIES.contains(before(id, '.'));
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String afterDot(String text) {
    return text.substring(text.indexOf('.') + 1);
  }
}
