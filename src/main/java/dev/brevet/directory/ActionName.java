package dev.brevet.directory;

import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
import java.util.Optional;

/// The one name that an action has on resources of a type, however it was spelled: the condition
/// key `action:name`. Lower case, as actions ignore case, and without the prefix where that is the
/// type: `READ`, `record:read` and `Record:Read` are `read` on a `record`.
public final class ActionName {
  private ActionName() {}

  /// The canonical name of an action.
  public static String of(Action action, String resourceType) {
    return AsciiCase.equal(action.service(), resourceType)
        ? AsciiCase.lower(action.name())
        : action.lowerCase();
  }

  /// The action that `name` is on resources of a type: `T:name`, or one with a prefix of its own.
  /// Empty where no policy could name it.
  public static Optional<Action> action(String name, String resourceType) {
    if (name.indexOf(':') >= 0) {
      return Action.parse(name);
    }
    return EntityId.isType(resourceType)
        ? Action.parse(resourceType + ":" + name)
        : Optional.empty();
  }
}
