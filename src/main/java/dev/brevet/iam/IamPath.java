package dev.brevet.iam;

/// What IAM lets a path and a friendly name be. Source: IAM User Guide, reference_identifiers.
final class IamPath {
  private IamPath() {}

  static boolean isValid(String path) {
    if (path.isEmpty()
        || path.length() > 512
        || path.charAt(0) != '/'
        || path.charAt(path.length() - 1) != '/') {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) < '!' || path.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  static boolean isName(String name, int most) {
    return Text.lengthWithin(1, most, name) && Text.onlyWordsAnd("+=,.@-", name);
  }
}
