package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.ResourceType;

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

  /// Every resource of the type in the scope.
  Filled wild(Scope scope) {
    return fill(scope, names().stream().map(_ -> Filled.table("*")).toList());
  }

  /// Every resource of several types; of more than `most` of them what their ARNs have in common.
  static List<Filled> wild(List<ResourceType> types, int most, Scope scope) {
    List<Filled> all = types.stream().map(type -> of(type.arn()).wild(scope)).toList();
    if (all.size() <= most) {
      return all;
    }
    Map<String, Filled> common = new LinkedHashMap<>();
    for (Filled each : all) {
      Filled service = each.as(text -> text.replaceAll("^((?:[^:]*:){5}).*$", "$1*"));
      common.putIfAbsent(service.text(), service);
    }
    return List.copyOf(common.values());
  }

  /// Each of `all` with each of `values` behind it, `most` of them at most.
  static List<List<Filled>> product(List<List<Filled>> all, List<Filled> values, int most) {
    return all.stream()
        .flatMap(
            before ->
                values.stream()
                    .map(value -> Stream.concat(before.stream(), Stream.of(value)).toList()))
        .limit(most)
        .toList();
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

  /// Whether what a policy has is of this type, whatever its wildcards stand for.
  boolean isOfType(Filled arn) {
    return matches(arn.text().replace('*', 'x').replace('?', 'x'));
  }

  /// Whether every ARN that fits `pattern` has the service and kind of these, as its fixed
  /// beginning says.
  boolean maybeMatches(String pattern) {
    String[] part = fixed(pattern);
    return part.length == 6 && part[2].equals(service()) && part[5].startsWith(kind());
  }

  /// Whether a resource of a policy could be one of these, or some of these.
  boolean canBe(Filled resource) {
    String text = resource.text();
    if (!PolicyText.hasWildcard(text)) {
      return matches(text);
    }
    String[] part = fixed(text);
    return part.length < 3
        || (part[2].equals(service())
            && (part.length < 6 || part[5].startsWith(kind()) || kind().startsWith(part[5])));
  }

  /// What stands before the first wildcard, in the parts of an ARN; a wildcard for a region or an
  /// account is passed over.
  private static String[] fixed(String pattern) {
    String[] part = pattern.split(":", 6);
    if (part.length == 6) {
      int star = part[5].indexOf('*');
      part[5] = star < 0 ? part[5] : part[5].substring(0, star);
    }
    return part;
  }

  private String service() {
    return whole().split(":", 6)[2];
  }

  /// The beginning of what such ARNs name, before the first variable in it.
  private String kind() {
    String named = whole().split(":", 6)[5];
    int variable = named.indexOf('\0');
    return variable < 0 ? named : named.substring(0, variable);
  }

  private String whole() {
    return String.join("\0", texts);
  }

  private static boolean isOfScope(String name) {
    return name.equals("Partition") || name.equals("Region") || name.equals("Account");
  }

  private static boolean isOptional(String name) {
    return name.equals("Region") || name.equals("Account");
  }
}
