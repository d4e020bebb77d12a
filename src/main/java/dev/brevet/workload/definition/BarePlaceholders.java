package dev.brevet.workload.definition;

import module java.base;

/// Placeholders that stand outside quotes, as `"TimeoutSeconds": ${Timeout}`: until they are
/// substituted a definition is no JSON. Source: AWS SAM Developer Guide, DefinitionSubstitutions;
/// that the substitution is made in the text is unverified.
final class BarePlaceholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_:.-]+)}");

  /// Numbers, booleans and `null`: what is more than one value may change what stands around it.
  private static final Pattern SCALAR =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false|null");

  private BarePlaceholders() {}

  /// The text with numbers, booleans and `null` in the place of placeholders outside quotes, and
  /// with quotes around those that nothing is given for. Others stay, so that the text is still no
  /// JSON.
  static String substituted(String text, Substitutions substitutions) {
    StringBuilder out = new StringBuilder(text.length() + 64);
    Matcher found = PLACEHOLDER.matcher(text);
    boolean quoted = false;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quoted && c == '\\') {
        out.append(text, at, Math.min(at + 2, text.length()));
        at++;
        continue;
      }
      quoted ^= c == '"';
      if (!quoted && c == '$' && found.region(at, text.length()).lookingAt()) {
        out.append(value(found.group(1), found.group(), substitutions));
        at = found.end() - 1;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String value(String name, String placeholder, Substitutions substitutions) {
    String value = substitutions.values().get(name);
    if (value == null) {
      return '"' + placeholder + '"';
    }
    return SCALAR.matcher(value).matches() ? value : placeholder;
  }
}
