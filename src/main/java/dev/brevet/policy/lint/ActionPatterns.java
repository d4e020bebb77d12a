package dev.brevet.policy.lint;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.policy.WildcardPattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    String lower = action.toLowerCase(Locale.ROOT);
    return patterns.stream().anyMatch(pattern -> pattern.matches(lower)) != not;
  }

  static boolean isWild(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /// The actions of the catalogue that an entry names. Empty for `*`, an unknown service, or one
  /// with a wildcard in its service: those would be all.
  static List<CataloguedAction> named(Item entry, Catalogue catalogue) {
    int colon = entry.text().indexOf(':');
    if (colon < 0 || isWild(entry.text().substring(0, colon))) {
      return List.of();
    }
    String service = entry.text().substring(0, colon);
    String name = entry.text().substring(colon + 1);
    if (!isWild(name)) {
      return catalogue
          .service(service)
          .flatMap(found -> found.action(name))
          .map(List::of)
          .orElse(List.of());
    }
    WildcardPattern pattern = WildcardPattern.action(entry.text());
    return catalogue.service(service).stream()
        .flatMap(found -> found.actions().stream())
        .filter(action -> pattern.matches(action.action().lowerCase()))
        .toList();
  }

  /// The service that an entry names; empty for `*` and for what is no action.
  static Optional<String> service(Item entry) {
    int colon = entry.text().indexOf(':');
    return colon <= 0 ? Optional.empty() : Optional.of(entry.text().substring(0, colon));
  }
}
