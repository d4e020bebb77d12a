package dev.brevet.authorization;

import dev.brevet.iam.Arn;
import java.util.Optional;

/// What the standard's words are in IAM's.
///
/// A resource is `T/id`; an id that is an ARN is itself. `T/id` is injective and never an ARN, as a
/// type holds neither `/` nor `:`; `*` and `?` in an id stand for themselves, as only policies have
/// wildcards. What an action is, [dev.brevet.directory.ActionName] says.
final class IamWords {
  private IamWords() {}

  /// The ARN that an id is, and so stands for itself, in its one spelling; empty for any other.
  static Optional<Arn> arn(String id) {
    return Arn.parseFolding(id);
  }

  /// Whether the id is an ARN and so stands for itself.
  static boolean isArn(String id) {
    return arn(id).isPresent();
  }
}
