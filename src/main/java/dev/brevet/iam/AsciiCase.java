package dev.brevet.iam;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Compares names that ignore case: of actions, condition keys, claims, tags, parameters, headers
/// and schemes.
///
/// Only the letters `a` to `z` fold. Java's own methods fold more: U+212A KELVIN SIGN becomes `k`,
/// U+017F LONG S an `s`, so that a claim or a tag with such a letter in its name would be taken for
/// another. Nothing in IAM or HTTP has names with such letters. Source: RFC 9110, 5.1 (field names
/// are ASCII); IAM User Guide, reference_policies_condition-keys.
public final class AsciiCase {
  /// The order of names, by [#compare].
  public static final Comparator<String> ORDER = AsciiCase::compare;

  private AsciiCase() {}

  /// `text` with its ASCII letters in lower case; the very same where it has no capitals.
  public static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isUpper(text.charAt(i))) {
        return changed(text, i);
      }
    }
    return text;
  }

  /// `text` with its ASCII letters in upper case.
  public static String upper(String text) {
    char[] out = text.toCharArray();
    for (int i = 0; i < out.length; i++) {
      if (out[i] >= 'a' && out[i] <= 'z') {
        out[i] = (char) (out[i] - ('a' - 'A'));
      }
    }
    return new String(out);
  }

  /// Whether the two differ at most in the case of ASCII letters. False when `other` is null.
  public static boolean equal(String one, @Nullable String other) {
    return other != null && one.length() == other.length() && matchesAt(one, 0, other);
  }

  /// Whether `text` begins with `prefix`, the case of ASCII letters left aside.
  public static boolean startsWith(String text, String prefix) {
    return matchesAt(text, 0, prefix);
  }

  /// Whether `part` stands in `text` at `from`, the case of ASCII letters left aside.
  public static boolean matchesAt(String text, int from, String part) {
    if (from < 0 || text.length() - from < part.length()) {
      return false;
    }
    for (int i = 0; i < part.length(); i++) {
      if (lower(text.charAt(from + i)) != lower(part.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// The order of names, the case of ASCII letters left aside.
  public static int compare(String one, String other) {
    int shared = Math.min(one.length(), other.length());
    for (int i = 0; i < shared; i++) {
      char a = lower(one.charAt(i));
      char b = lower(other.charAt(i));
      if (a != b) {
        return Character.compare(a, b);
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  /// A letter in lower case, where it is one of ASCII.
  public static char lower(char c) {
    return isUpper(c) ? (char) (c + ('a' - 'A')) : c;
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static String changed(String text, int from) {
    char[] out = text.toCharArray();
    for (int i = from; i < out.length; i++) {
      out[i] = lower(out[i]);
    }
    return new String(out);
  }
}
