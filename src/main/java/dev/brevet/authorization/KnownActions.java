package dev.brevet.authorization;

import module java.base;

import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.WildcardPattern;

/// The actions that a search for actions goes through: those that some policy of the directory
/// names in full with the resource's type as prefix, and of an AWS resource those that its service
/// has.
///
/// Patterns name no action: `record:*` allows `record:read`, but that there is such an action some
/// statement has to say.
public final class KnownActions {
  /// By name, ignoring case, as actions do.
  static final Comparator<String> ORDER = AsciiCase.ORDER;

  private final Function<String, Collection<Action>> ofService;

  /// Those of policies, and those that AWS has.
  ///
  /// @param ofService the actions of the AWS service with this prefix; none where there is none
  public KnownActions(Function<String, Collection<Action>> ofService) {
    this.ofService = ofService;
  }

  /// Sorted; of an entity without their prefix, which is its type.
  ///
  /// @param resource in its one spelling
  List<String> of(DirectorySnapshot directory, RequestEntity resource) {
    TreeSet<String> names = new TreeSet<>(ORDER);
    Optional<String> service = Arn.parseFolding(resource.id()).map(Arn::service);
    String type = service.isPresent() ? "" : resource.type();
    directory.policies().forEach(policy -> add(policy, type, service.orElse(""), names));
    service.ifPresent(
        prefix -> ofService.apply(prefix).forEach(action -> add(action, type, prefix, names)));
    return List.copyOf(names);
  }

  private static void add(NamedPolicy policy, String type, String service, Set<String> names) {
    for (Statement statement : policy.policy().statements()) {
      for (WildcardPattern pattern : statement.actions().patterns()) {
        String text = pattern.text();
        if (text.indexOf('*') < 0 && text.indexOf('?') < 0) {
          Action.parse(text).ifPresent(action -> add(action, type, service, names));
        }
      }
    }
  }

  private static void add(Action action, String type, String service, Set<String> names) {
    String prefix = AsciiCase.lower(action.service());
    if (prefix.equals(AsciiCase.lower(type))) {
      names.add(action.name());
    } else if (prefix.equals(service)) {
      names.add(action.toString());
    }
  }
}
