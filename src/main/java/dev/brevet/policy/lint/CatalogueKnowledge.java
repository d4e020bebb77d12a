package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedService;
import dev.brevet.catalogue.ConditionKey;
import dev.brevet.iam.Action;
import dev.brevet.policy.analysis.PolicyComparison;
import dev.brevet.policy.element.WildcardPattern;

/// What the catalogue adds to comparing policies: actions that exist, and which keys have several
/// values.
public final class CatalogueKnowledge implements PolicyComparison.Knowledge {
  /// Asked where the patterns name no service.
  private static final List<String> COMMON =
      List.of("s3", "ec2", "iam", "lambda", "dynamodb", "sqs", "sts");

  private final Catalogue catalogue;
  private final KeyTypes keys;

  public CatalogueKnowledge(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.keys = new KeyTypes(catalogue);
  }

  @Override
  public Optional<Action> action(List<WildcardPattern> all, List<WildcardPattern> none) {
    List<String> services = new ArrayList<>();
    for (WildcardPattern pattern : all) {
      int colon = pattern.text().indexOf(':');
      String service = colon < 0 ? "" : pattern.text().substring(0, colon);
      if (!service.isEmpty() && !ActionPatterns.isWild(service)) {
        services.add(service);
      }
    }
    return (services.isEmpty() ? COMMON : services.subList(0, 1))
        .stream()
            .flatMap(prefix -> catalogue.service(prefix).stream())
            .flatMap(CatalogueKnowledge::actions)
            .filter(action -> all.stream().allMatch(pattern -> matches(pattern, action)))
            .filter(action -> none.stream().noneMatch(pattern -> matches(pattern, action)))
            .findFirst();
  }

  @Override
  public Optional<Boolean> isMultivalued(String lowerKey) {
    return keys.find(lowerKey) instanceof KeyTypes.Known(ConditionKey key)
        ? Optional.of(key.multivalued())
        : Optional.empty();
  }

  private static Stream<Action> actions(CataloguedService service) {
    return service.actions().stream().map(CataloguedAction::action);
  }

  private static boolean matches(WildcardPattern pattern, Action action) {
    return pattern.matches(action.lowerCase());
  }
}
