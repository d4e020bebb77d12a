package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.ResourceType;
import dev.brevet.iam.AsciiCase;

/// Which parameters of an API name resources of a type, by the names that the parameters have.
final class ArgumentNames {
  /// How parameters end that take an ARN in the place of a name. Source: the services' API
  /// references (`FunctionName`, `SecretId`, `DBInstanceIdentifier`, `Resource`).
  private static final List<String> NAMES =
      List.of("name", "names", "id", "ids", "identifier", "identifiers", "resource", "resources");

  /// How variables of ARNs and the parameters that give them end.
  private static final List<String> ENDS = List.of("identifier", "name", "id");

  private static final int LONG_ENOUGH = 6;

  private ArgumentNames() {}

  /// Whether the parameter's name says that it is an ARN or names a resource of the type. An ARN in
  /// another one, as in a description, is a text.
  static boolean mayBeArn(String parameter, ResourceType type, ArnTemplate template) {
    return isArn(parameter)
        || endsWith(parameter, type.name().replace("-", ""))
        || NAMES.stream().anyMatch(end -> endsWith(parameter, end))
        || template.names().stream().anyMatch(variable -> isOf(variable, parameter));
  }

  static boolean isArn(String parameter) {
    return endsWith(parameter, "arn") || endsWith(parameter, "arns");
  }

  /// The variable's own name, or that with more before it: `JobName` is what `TranscriptionJobName`
  /// gives. A list has its items' name with an `s`, and what a caller chose may be an identifier:
  /// `DbInstanceName` is what `DBInstanceIdentifier` gives.
  static boolean isOf(String variable, String parameter) {
    String one = singular(parameter);
    return endsAs(one, variable)
        || (endsWith(one, "identifier")
            && !stem(variable).equals(AsciiCase.lower(variable))
            && endsAs(stem(one), stem(variable)));
  }

  /// Whether the parameter is a bare `Name` or `Id`, and the variable is that of what the action is
  /// named after: `ScheduleName` of `CreateSchedule`.
  static boolean isBare(String variable, String parameter, String action) {
    String stem = stem(variable);
    return ENDS.contains(AsciiCase.lower(singular(parameter)))
        && !stem.equals(AsciiCase.lower(variable))
        && AsciiCase.lower(action).contains(stem);
  }

  /// Whether the parameter has the type's own name, as `Cluster` and `WorkGroup` have, with or
  /// without a word for what it is.
  static boolean isOf(ResourceType type, String parameter) {
    String one = singular(parameter);
    String own = AsciiCase.lower(type.name().replace("-", ""));
    return AsciiCase.equal(one, own) || stem(one).equals(own);
  }

  private static boolean endsAs(String parameter, String variable) {
    int more = parameter.length() - variable.length();
    return more >= 0
        && (more == 0 || variable.length() >= LONG_ENOUGH)
        && AsciiCase.matchesAt(parameter, more, variable);
  }

  private static String singular(String parameter) {
    String one = parameter.endsWith("s") ? parameter.substring(0, parameter.length() - 1) : "";
    return ENDS.stream().anyMatch(end -> endsWith(one, end)) ? one : parameter;
  }

  private static String stem(String name) {
    String lower = AsciiCase.lower(name);
    return ENDS.stream()
        .filter(end -> lower.endsWith(end) && lower.length() > end.length())
        .findFirst()
        .map(end -> lower.substring(0, lower.length() - end.length()))
        .orElse(lower);
  }

  private static boolean endsWith(String parameter, String end) {
    return AsciiCase.matchesAt(parameter, parameter.length() - end.length(), end);
  }
}
