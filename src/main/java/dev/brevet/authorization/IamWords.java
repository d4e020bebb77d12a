package dev.brevet.authorization;

import dev.brevet.directory.EntityId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import java.util.Optional;

/// What the standard's words are in IAM's.
///
/// An action `name` on a resource of type `T` is `T:name`; a name with a prefix of its own
/// (`s3:GetObject`) is itself. A resource is `T/id`; an id that is an ARN is itself. `T/id` is
/// injective and never an ARN, as a type holds neither `/` nor `:`; `*` and `?` in an id stand for
/// themselves, as only policies have wildcards.
final class IamWords {
  private IamWords() {}

  /// Empty where no policy could name it.
  static Optional<Action> action(String name, String resourceType) {
    if (name.indexOf(':') >= 0) {
      return Action.parse(name);
    }
    return EntityId.isType(resourceType)
        ? Action.parse(resourceType + ":" + name)
        : Optional.empty();
  }

  /// Whether the id is an ARN and so stands for itself.
  static boolean isArn(String id) {
    return id.startsWith("arn:") && Arn.parse(id).isPresent();
  }
}
