package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedService;
import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.element.WildcardPattern;

/// What the `Action` or `NotAction` of a statement covers.
final class ActionPatterns {
  private final List<WildcardPattern> patterns;
  private final boolean not;

  ActionPatterns(LintedStatement statement) {
    this.patterns =
        statement.actions().stream().map(item -> WildcardPattern.action(item.text())).toList();
    this.not = statement.notAction();
  }

  /// Whether `action`, such as `iam:PassRole`, is covered.
  boolean cover(String action) {
    String lower = AsciiCase.lower(action);
    return patterns.stream().anyMatch(pattern -> pattern.matches(lower)) != not;
  }

  static boolean isWild(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /// The actions of the catalogue that an entry names. Empty for `*`, an unknown service, or one
  /// with a wildcard in its service: those would be all.
  static List<CataloguedAction> named(Item entry, Catalogue catalogue) {
    return all(entry, catalogue).toList();
  }

  /// Whether an entry names any action of the catalogue.
  static boolean namesAny(Item entry, Catalogue catalogue) {
    return all(entry, catalogue).findAny().isPresent();
  }

  private static Stream<CataloguedAction> all(Item entry, Catalogue catalogue) {
    int colon = entry.text().indexOf(':');
    if (colon < 0 || isWild(entry.text().substring(0, colon))) {
      return Stream.empty();
    }
    Optional<CataloguedService> service = catalogue.service(entry.text().substring(0, colon));
    String name = entry.text().substring(colon + 1);
    if (!isWild(name)) {
      return service.flatMap(found -> found.action(name)).stream();
    }
    WildcardPattern pattern = WildcardPattern.action(entry.text());
    return service.stream()
        .flatMap(found -> found.actions().stream())
        .filter(action -> pattern.matches(action.action().lowerCase()));
  }

  /// The service that an entry names; empty for `*` and for what is no action.
  static Optional<String> service(Item entry) {
    int colon = entry.text().indexOf(':');
    return colon <= 0 ? Optional.empty() : Optional.of(entry.text().substring(0, colon));
  }
}
