package dev.brevet.workload.integration;

import module java.base;

/// The partition, region and account in which a name without them is looked up.
///
/// @param account twelve digits, or `*` when it is not known
public record Scope(Machine machine, String partition, String account) {

  /// A template's variables filled in: `${Partition}`, `${Region}`, `${Account}`,
  /// `${StateMachineArn}`, `${StateMachineName}`, and `${value}` or `${0}`, `${1}` by `values`. One
  /// pass: nothing that is filled in is looked at again.
  public Filled fill(String template, Filled... values) {
    Filled out = Filled.table("");
    int from = 0;
    for (int at = template.indexOf("${"); at >= 0; at = template.indexOf("${", from)) {
      int end = template.indexOf('}', at);
      out =
          out.then(Filled.table(template.substring(from, at)))
              .then(variable(template.substring(at + 2, end), values));
      from = end + 1;
    }
    return out.then(Filled.table(template.substring(from)));
  }

  List<Filled> fill(List<String> templates) {
    return templates.stream().map(template -> fill(template)).toList();
  }

  Optional<String> region() {
    return machine.region();
  }

  private Filled variable(String variable, Filled... values) {
    return switch (variable) {
      case "Partition" -> Filled.table(partition);
      case "Region" -> region().map(Filled::table).orElseGet(() -> whole("region"));
      case "Account" ->
          account.equals("*")
              ? Filled.table(account).because("the account of the role is not known")
              : Filled.table(account);
      case "StateMachineArn" ->
          fill(
              "arn:${Partition}:states:${Region}:"
                  + machine.account()
                  + ":stateMachine:${StateMachineName}");
      case "StateMachineName" -> machine.name().map(Filled::table).orElseGet(() -> whole("name"));
      case "value" -> values[0];
      default -> values[Integer.parseInt(variable)];
    };
  }

  private static Filled whole(String part) {
    return Filled.table("*").because("the machine's " + part + " is not given");
  }
}
