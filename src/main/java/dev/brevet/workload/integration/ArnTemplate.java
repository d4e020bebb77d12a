package dev.brevet.workload.integration;

import module java.base;

/// An ARN of the catalogue with variables:
/// `arn:${Partition}:states:${Region}:${Account}:activity:${ActivityName}`.
///
/// @param texts what stands between the variables, one more than there are variables
/// @param variables their names
record ArnTemplate(List<String> texts, List<String> variables) {
  ArnTemplate {
    texts = List.copyOf(texts);
    variables = List.copyOf(variables);
  }

  static ArnTemplate of(String template) {
    List<String> texts = new ArrayList<>();
    List<String> variables = new ArrayList<>();
    int from = 0;
    for (int at = template.indexOf("${"); at >= 0; at = template.indexOf("${", from)) {
      int end = template.indexOf('}', at);
      texts.add(template.substring(from, at));
      variables.add(template.substring(at + 2, end));
      from = end + 1;
    }
    texts.add(template.substring(from));
    return new ArnTemplate(texts, variables);
  }

  /// The variables other than partition, region and account.
  List<String> names() {
    return variables.stream().filter(name -> !isOfScope(name)).toList();
  }

  /// Filled in, with `values` for [#names] in their order.
  Filled fill(Scope scope, List<Filled> values) {
    Filled out = Filled.table(texts.getFirst());
    int next = 0;
    for (int i = 0; i < variables.size(); i++) {
      String name = variables.get(i);
      out =
          out.then(isOfScope(name) ? scope.fill("${" + name + "}") : values.get(next++))
              .then(Filled.table(texts.get(i + 1)));
    }
    return out;
  }

  /// Whether `arn` could be one of these: same service and kind of resource, every variable with
  /// some text.
  boolean matches(String arn) {
    if (!arn.startsWith("arn:")
        || PolicyText.hasWildcard(arn)
        || !arn.startsWith(texts.getFirst())) {
      return false;
    }
    int at = texts.getFirst().length();
    for (int i = 0; i < variables.size(); i++) {
      String text = texts.get(i + 1);
      boolean last = i == variables.size() - 1;
      int least = isOptional(variables.get(i)) ? 0 : 1;
      int next =
          last && text.isEmpty()
              ? arn.length()
              : last ? arn.length() - text.length() : arn.indexOf(text, at + least);
      if (next < at + least || !arn.startsWith(text, next)) {
        return false;
      }
      String value = arn.substring(at, next);
      if (isOfScope(variables.get(i)) && value.indexOf(':') >= 0) {
        return false;
      }
      at = next + text.length();
    }
    return at == arn.length();
  }

  private static boolean isOfScope(String name) {
    return name.equals("Partition") || name.equals("Region") || name.equals("Account");
  }

  private static boolean isOptional(String name) {
    return name.equals("Region") || name.equals("Account");
  }
}
