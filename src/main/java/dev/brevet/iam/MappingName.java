package dev.brevet.iam;

import java.util.regex.Pattern;

/// The form of a role mapping's name: it can stand in a path as it is.
public final class MappingName {
  /// The form in words.
  public static final String FORM =
      "1 to 64 of a-z, 0-9, `.`, `_` and `-`, beginning with a letter or digit";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private MappingName() {}

  public static boolean isOne(String text) {
    return NAME.matcher(text).matches();
  }
}
