package dev.brevet.policy.element;

import module java.base;

/// Whether a pattern leaves open what it seems to name: there is next to nothing that the names it
/// matches have in common (`*`, `????*`, `a*`, `ro?e/*`, `*.amazonaws.com`,
/// `${aws:RequestTag/team}*`). [NameForm] is the one notion of it.
public final class OpenPattern {
  /// Steps for an operand. No operand that people write needs as many.
  private static final long OPERAND = 100_000;

  private static final List<String> IAM_TYPES = List.of("role/", "user/", "group/", "policy/");

  private OpenPattern() {}

  /// Whether a value of a condition is open. Of an ARN its name counts: the part after the type.
  public static boolean isOpen(WildcardPattern pattern) {
    WorkBudget effort = new WorkBudget(OPERAND);
    List<NameForm> forms = new ArrayList<>();
    forms.add(NameForm.between("", ""));
    forms.add(NameForm.between("", ".amazonaws.com"));
    forms.add(NameForm.between("https://", ""));
    forms.add(NameForm.between("arn:", ""));
    ofArn(pattern).forEach(before -> forms.add(NameForm.between(before, "")));
    return forms.stream().anyMatch(form -> form.isOpenTo(pattern, effort));
  }

  /// Whether an entry of `Resource` is every resource of a type, in one account or all.
  ///
  /// @param type the type's ARN as the Service Authorization Reference writes it
  public static boolean isEveryName(WildcardPattern resource, String type, WorkBudget effort) {
    return resource.matchesEverything() || NameForm.ofType(type).isOpenTo(resource, effort);
  }

  /// What ARNs whose first parts are those that the text asks for have before their name.
  private static List<String> ofArn(WildcardPattern pattern) {
    String[] parts = pattern.text().split(":", 6);
    if (parts.length < 6) {
      return List.of();
    }
    String head = head(parts);
    int type = typeEnd(parts[5]);
    List<String> forms = new ArrayList<>(List.of(head));
    // What stands before an object's key is the name of its bucket.
    if (type > 0 && !parts[2].equals("s3")) {
      forms.add(head + parts[5].substring(0, type));
    }
    if (parts[2].equals("iam")) {
      IAM_TYPES.forEach(each -> forms.add(head + each));
    }
    return forms;
  }

  /// The first five parts of an ARN that the pattern matches, each with its colon.
  private static String head(String[] parts) {
    StringBuilder head = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      head.append(parts[i].replace("*", "").replace('?', 'x')).append(':');
    }
    return head.toString();
  }

  /// Where the name begins in `role/name`, `function:name`; 0 where no type is written out.
  private static int typeEnd(String resource) {
    for (int i = 0; i < resource.length(); i++) {
      char c = resource.charAt(i);
      if (c == '/' || c == ':') {
        return i == 0 ? 0 : i + 1;
      }
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
      if (!letter) {
        return 0;
      }
    }
    return 0;
  }
}
