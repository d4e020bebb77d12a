package dev.brevet.workload.integration;

import java.util.List;
import java.util.Set;

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
  EVENT_BUS("event-bus");

  /// Geographies of cross-region inference profiles, with which their ids begin.
  private static final Set<String> GEOGRAPHIES =
      Set.of("us", "eu", "apac", "global", "us-gov", "jp", "au", "ca");

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
  public List<String> arns(String value, boolean pattern, String template, Scope scope) {
    boolean arn = PolicyText.isArn(value, pattern);
    boolean name = isName(value, pattern);
    return switch (this) {
      case ARN -> arn ? List.of(value) : List.of();
      case ARN_OR_NAME, NAME, EVENT_BUS ->
          arn ? List.of(value) : name ? List.of(scope.fill(template, value)) : List.of();
      case FUNCTION -> function(value, arn, name, scope);
      case QUEUE_URL -> queue(value, scope);
      case TASK_DEFINITION ->
          arn || name ? List.of(taskDefinition(value, arn, template, scope)) : List.of();
      case JOB_DEFINITION -> arn || name ? jobDefinition(value, arn, template, scope) : List.of();
      case BUILD -> build(value, arn, name, template, scope);
      case REPORT -> report(value, arn);
      case STATE_MACHINE -> arn ? stateMachine(value, "stateMachine:", "") : List.of();
      case EXECUTIONS -> arn ? stateMachine(value, "execution:", ":*") : List.of();
      case BEDROCK_MODEL -> bedrock(value, arn, name, template, scope);
      case S3_URI -> s3(value, scope);
    };
  }

  /// A name, not an ARN; of a pattern at least the beginning must be known, or it could be
  /// anything.
  private static boolean isName(String value, boolean pattern) {
    return !value.isEmpty()
        && !value.startsWith("arn:")
        && !(pattern && (value.startsWith("*") || value.startsWith("?")));
  }

  /// `name`, `name:qualifier`, `account:function:name`, or the ARN with or without qualifier: an
  /// unqualified ARN allows the unqualified function alone. Source: Lambda Developer Guide,
  /// lambda-api-permissions-ref.
  private static List<String> function(String value, boolean arn, boolean name, Scope scope) {
    if (arn) {
      return value.split(":", 6)[2].equals("lambda") ? List.of(value) : List.of();
    }
    if (!name) {
      return List.of();
    }
    String[] part = value.split(":", 3);
    boolean otherAccount =
        part.length == 3 && part[1].equals("function") && part[0].matches("\\d{12}");
    String account = otherAccount ? part[0] : scope.account();
    return List.of(
        scope.fill("arn:${Partition}:lambda:${Region}:")
            + account
            + ":function:"
            + (otherAccount ? part[2] : value));
  }

  /// `https://sqs.<region>.<suffix>/<account>/<name>`.
  private static List<String> queue(String value, Scope scope) {
    String[] part = value.split("/", -1);
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
    return List.of("arn:" + scope.partition() + ":sqs:" + host[1] + ":" + part[3] + ":" + part[4]);
  }

  /// A family without revision runs its newest revision.
  private static String taskDefinition(String value, boolean arn, String template, Scope scope) {
    String full = arn ? value : scope.fill(template, value);
    return full.indexOf(':', full.indexOf("task-definition/")) < 0 ? full + ":*" : full;
  }

  private static List<String> jobDefinition(
      String value, boolean arn, String template, Scope scope) {
    String full = arn ? value : scope.fill(template, value);
    return full.indexOf(':', full.indexOf("job-definition/")) < 0
        ? List.of(full, full + ":*")
        : List.of(full);
  }

  /// A build or batch `project:uuid`, or its ARN, is authorized on its project.
  private static List<String> build(
      String value, boolean arn, boolean name, String template, Scope scope) {
    if (arn) {
      int slash = value.indexOf('/');
      String[] part = value.split(":", 6);
      return slash < 0
          ? List.of()
          : List.of(
              String.join(":", part[0], part[1], part[2], part[3], part[4])
                  + ":project/"
                  + before(value.substring(slash + 1), ':'));
    }
    return name && value.indexOf(':') > 0
        ? List.of(scope.fill(template, before(value, ':')))
        : List.of();
  }

  private static List<String> report(String value, boolean arn) {
    int report = value.indexOf(":report/");
    return arn && report > 0
        ? List.of(
            value.substring(0, report)
                + ":report-group/"
                + before(value.substring(report + ":report/".length()), ':'))
        : List.of();
  }

  /// A version or alias is authorized on the machine itself. Source: Step Functions Developer
  /// Guide, auth-version-alias.
  private static List<String> stateMachine(String value, String kind, String end) {
    String[] part = value.split(":", -1);
    return part.length >= 7 && part[2].equals("states") && part[5].equals("stateMachine")
        ? List.of(
            String.join(":", part[0], part[1], part[2], part[3], part[4])
                + ":"
                + kind
                + part[6]
                + end)
        : List.of();
  }

  /// A foundation model has its maker's name before a dot; an inference profile a geography before
  /// that, and then the model is called in any region of it.
  private static List<String> bedrock(
      String value, boolean arn, boolean name, String template, Scope scope) {
    String foundation = "arn:${Partition}:bedrock:${Region}::foundation-model/${value}";
    String anywhere = "arn:${Partition}:bedrock:*::foundation-model/${value}";
    if (arn) {
      int profile = value.indexOf(":inference-profile/");
      String id = profile < 0 ? "" : value.substring(profile + ":inference-profile/".length());
      return isProfile(id) ? List.of(value, scope.fill(anywhere, afterDot(id))) : List.of(value);
    }
    if (!name) {
      return List.of();
    }
    if (isProfile(value)) {
      return List.of(
          scope.fill(
              "arn:${Partition}:bedrock:${Region}:${Account}:inference-profile/${value}", value),
          scope.fill(anywhere, afterDot(value)));
    }
    return List.of(scope.fill(value.indexOf('.') > 0 ? foundation : template, value));
  }

  private static boolean isProfile(String id) {
    return id.indexOf('.') > 0 && GEOGRAPHIES.contains(before(id, '.'));
  }

  private static List<String> s3(String value, Scope scope) {
    String path = value.startsWith("s3://") ? value.substring("s3://".length()) : "";
    int slash = path.indexOf('/');
    return slash > 0 && !PolicyText.hasWildcard(path.substring(0, slash))
        ? List.of("arn:" + scope.partition() + ":s3:::" + path)
        : List.of();
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String afterDot(String text) {
    return text.substring(text.indexOf('.') + 1);
  }
}
