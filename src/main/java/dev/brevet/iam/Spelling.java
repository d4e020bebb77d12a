package dev.brevet.iam;

/// Another way in which the value of a condition key may be spelled. A match that counts against a
/// caller is made with every spelling; one that counts in its favour only with the value itself.
public sealed interface Spelling {
  /// One text.
  record Text(String text) implements Spelling {}

  /// `before`, any path as IAM has them (`/`, `/team/`, `/a/b/`), and `after`: a role's ARN of
  /// which the path is not known. `slash` is how a slash is written there.
  record OfAnyPath(String before, String slash, String after) implements Spelling {}

  /// The ARN of `role` under any path.
  static Spelling underAnyPath(RoleArn role) {
    return new OfAnyPath(
        "arn:" + role.partition() + ":iam::" + role.account() + ":role", "/", role.name());
  }
}
