package dev.brevet.workload.integration;

import java.util.Optional;

/// The partition, region and account in which a name without them is looked up.
///
/// @param account twelve digits, or `*` when it is not known
public record Scope(Machine machine, String partition, String account) {

  /// A template's variables filled in: `${Partition}`, `${Region}`, `${Account}`,
  /// `${StateMachineArn}`, `${StateMachineName}`, and `${value}` or `${0}`, `${1}` by `values`. One
  /// pass: nothing that is filled in is looked at again.
  public String fill(String template, String... values) {
    StringBuilder out = new StringBuilder(template.length() + 48);
    int from = 0;
    for (int at = template.indexOf("${"); at >= 0; at = template.indexOf("${", from)) {
      int end = template.indexOf('}', at);
      out.append(template, from, at).append(variable(template.substring(at + 2, end), values));
      from = end + 1;
    }
    return out.append(template, from, template.length()).toString();
  }

  Optional<String> region() {
    return machine.region();
  }

  private String variable(String variable, String... values) {
    return switch (variable) {
      case "Partition" -> partition;
      case "Region" -> machine.region().orElse("*");
      case "Account" -> account;
      case "StateMachineArn" -> machine.arn();
      case "StateMachineName" -> machine.name().orElse("*");
      case "value" -> values[0];
      default -> values[Integer.parseInt(variable)];
    };
  }
}
