package dev.brevet.workload.integration;

/// Texts of a definition made fit for a policy.
public final class PolicyText {
  private PolicyText() {}

  /// `literal` so written that it stands for itself in a `Resource` or an operand of `StringLike`:
  /// `*` and `?` become `${*}` and `${?}`, and a `$` before a brace `${$}`. A lone `$`, as in
  /// `$LATEST`, means nothing there and stays.
  public static String escape(String literal) {
    StringBuilder out = new StringBuilder(literal.length() + 8);
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      boolean variable = c == '$' && i + 1 < literal.length() && literal.charAt(i + 1) == '{';
      if (c == '*' || c == '?' || variable) {
        out.append("${").append(c).append('}');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /// Whether `text` holds `*` or `?`, bare or escaped.
  static boolean hasWildcard(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /// Whether `text` is the ARN of something in one partition, region and account, or with `pattern`
  /// one that may have wildcards there.
  static boolean isArn(String text, boolean pattern) {
    String[] part = text.split(":", 6);
    if (part.length < 6 || !part[0].equals("arn") || part[2].isEmpty() || part[5].isEmpty()) {
      return false;
    }
    return pattern
        || (part[1].startsWith("aws")
            && isPlain(part[1])
            && isPlain(part[2])
            && isPlain(part[3])
            && (part[4].isEmpty() || part[4].equals("aws") || part[4].matches("\\d{12}")));
  }

  /// Lower case letters, digits and dashes, as regions and services have them.
  static boolean isPlain(String part) {
    return part.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }
}
