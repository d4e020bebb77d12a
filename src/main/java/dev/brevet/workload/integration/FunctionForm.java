package dev.brevet.workload.integration;

import java.util.List;

/// How a function is named: `name`, `function:name`, `account:name`, `account:function:name`, these
/// after a region, each with or without `:qualifier`, or the ARN. An unqualified ARN allows the
/// unqualified function only.
///
/// Source: Lambda API, Invoke (the pattern of `FunctionName`); Lambda Developer Guide,
/// lambda-api-permissions-ref.
final class FunctionForm {
  private FunctionForm() {}

  static List<Filled> arns(Filled value, boolean arn, boolean name, Scope scope) {
    String text = value.text();
    if (arn) {
      String[] part = text.split(":", 6);
      return part[2].equals("lambda") && part[5].startsWith("function:")
          ? List.of(value)
          : List.of();
    }
    if (!name) {
      return List.of();
    }
    String rest = text;
    Filled region = scope.fill("${Region}");
    Filled account = scope.fill("${Account}");
    if (RegionName.isRegion(first(rest))) {
      region = Filled.table(first(rest));
      rest = rest.substring(first(rest).length() + 1);
    }
    if (first(rest).matches("\\d{12}")) {
      account = Filled.table(first(rest));
      rest = rest.substring(first(rest).length() + 1);
    }
    if (first(rest).equals("function")) {
      rest = rest.substring("function:".length());
    }
    String called = rest;
    if (called.isEmpty() || called.startsWith(":") || called.split(":", -1).length > 2) {
      return List.of();
    }
    return List.of(
        scope
            .fill("arn:${Partition}:lambda:")
            .then(region)
            .then(Filled.table(":"))
            .then(account)
            .then(Filled.table(":function:"))
            .then(value.as(_ -> called)));
  }

  /// What stands before the first colon; nothing where there is none.
  private static String first(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? "" : text.substring(0, colon);
  }
}
