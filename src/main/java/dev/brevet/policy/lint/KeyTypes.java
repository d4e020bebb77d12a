package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedService;
import dev.brevet.catalogue.ConditionKey;
import dev.brevet.iam.AsciiCase;

/// What is known of condition keys.
final class KeyTypes {
  /// Prefixes of keys that services other than their own have.
  private static final Set<String> SHARED = Set.of("aws", "saml", "brevet");

  private final Catalogue catalogue;
  private final List<ConditionKey> global;
  private final List<ConditionKey> own;

  KeyTypes(Catalogue catalogue) {
    this.catalogue = catalogue;
    this.global = rows("global-condition-keys.tsv");
    this.own = rows("brevet-condition-keys.tsv");
  }

  private static List<ConditionKey> rows(String table) {
    return Tables.rows(table).stream().map(row -> ConditionKey.of(row.get(0), row.get(1))).toList();
  }

  /// What looking a key up came to.
  sealed interface Lookup {}

  record Known(ConditionKey key) implements Lookup {}

  /// `aws:` with a name that IAM does not have.
  record NoSuchGlobalKey() implements Lookup {}

  /// A service's prefix with a name that it does not have.
  record NoSuchServiceKey() implements Lookup {}

  /// The key of an identity provider, or what has no colon.
  record Foreign() implements Lookup {}

  Lookup find(String name) {
    int colon = name.indexOf(':');
    String prefix = colon < 0 ? "" : AsciiCase.lower(name.substring(0, colon));
    if (prefix.equals("aws")) {
      return match(global, name).<Lookup>map(Known::new).orElseGet(NoSuchGlobalKey::new);
    }
    if (prefix.equals("brevet")) {
      return match(own, name).<Lookup>map(Known::new).orElseGet(Foreign::new);
    }
    Optional<CataloguedService> service = catalogue.service(prefix);
    if (service.isPresent()) {
      return match(service.get().conditionKeys(), name)
          .<Lookup>map(Known::new)
          .orElseGet(NoSuchServiceKey::new);
    }
    return catalogue
        .service("sts")
        .flatMap(sts -> match(sts.conditionKeys(), name))
        .<Lookup>map(Known::new)
        .orElseGet(Foreign::new);
  }

  private static Optional<ConditionKey> match(List<ConditionKey> keys, String name) {
    return keys.stream().filter(key -> key.matches(name)).findFirst();
  }

  /// Whether requests of `action` can hold the key.
  static boolean isOf(CataloguedAction action, String name) {
    return match(action.conditionKeys(), name).isPresent()
        || action.targets().stream()
            .anyMatch(
                target ->
                    match(target.conditionKeys(), name).isPresent()
                        || match(target.type().conditionKeys(), name).isPresent());
  }

  /// Whether the prefix is one that many services share.
  static boolean isShared(String name) {
    int colon = name.indexOf(':');
    return colon > 0 && SHARED.contains(AsciiCase.lower(name.substring(0, colon)));
  }
}
