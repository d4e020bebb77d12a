package dev.brevet.policy;

import java.util.ArrayList;
import java.util.List;

/// Whether a pattern leaves open what it seems to name: it matches whatever name a thing has, in
/// one spelling or another (`*`, `?*`, `**`, `role/?*`, `*.amazonaws.com`).
///
/// Found by asking: a pattern that matches two long names without a character in common matches
/// every one that is long enough.
public final class OpenPattern {
  private static final String ONE = "Q".repeat(64);
  private static final String OTHER = "7".repeat(64);

  private static final List<String> IAM_TYPES = List.of("role/", "user/", "group/", "policy/");

  private OpenPattern() {}

  /// Whether a value of a condition is open. Of an ARN its name counts: the part after the type.
  public static boolean isOpen(WildcardPattern pattern) {
    List<String> forms = new ArrayList<>(List.of("%", "%.amazonaws.com", "https://%", "arn:%"));
    forms.addAll(ofArn(pattern));
    return forms.stream().anyMatch(form -> matchesBoth(pattern, form));
  }

  /// Whether an entry of `Resource` is every resource of a type, in one account or all.
  public static boolean isEveryName(WildcardPattern resource) {
    List<String> forms = new ArrayList<>(List.of("%"));
    forms.addAll(ofArn(resource));
    return forms.stream().anyMatch(form -> matchesBoth(resource, form));
  }

  /// Whether an entry of `Resource` is every thing of IAM's of that type, such as `role/`.
  public static boolean isEveryName(WildcardPattern resource, String type) {
    String head =
        resource.text().split(":", 6).length < 6 ? "arn:aws:iam::111122223333:" : head(resource);
    return matchesBoth(resource, head + type + "%");
  }

  private static boolean matchesBoth(WildcardPattern pattern, String form) {
    return (pattern.matches(form.replace("%", ONE)) && pattern.matches(form.replace("%", OTHER)))
        // Names below a path.
        || (pattern.matches(form.replace("%", ONE + "/" + ONE))
            && pattern.matches(form.replace("%", OTHER + "/" + OTHER)));
  }

  /// ARNs whose first parts are those that the text asks for.
  private static List<String> ofArn(WildcardPattern pattern) {
    String[] parts = pattern.text().split(":", 6);
    if (parts.length < 6) {
      return List.of();
    }
    String head = head(pattern);
    int type = typeEnd(parts[5]);
    List<String> forms = new ArrayList<>(List.of(head + "%"));
    // What stands before an object's key is the name of its bucket.
    if (type > 0 && !parts[2].equals("s3")) {
      forms.add(head + parts[5].substring(0, type) + "%");
    }
    if (parts[2].equals("iam")) {
      IAM_TYPES.forEach(each -> forms.add(head + each + "%"));
    }
    return forms;
  }

  /// The first five parts of an ARN that the pattern matches, each with its colon.
  private static String head(WildcardPattern pattern) {
    String[] parts = pattern.text().split(":", 6);
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
