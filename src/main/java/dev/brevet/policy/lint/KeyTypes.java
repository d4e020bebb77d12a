package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedService;
import dev.brevet.catalogue.ConditionKey;
import dev.brevet.iam.AsciiCase;

/// What is known of condition keys.
final class KeyTypes {
  /// Prefixes of keys that requests of every service may have.
  private static final Set<String> SHARED = Set.of("saml", "brevet");

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
    Optional<ConditionKey> everywhere = match(global, name);
    if (everywhere.isPresent()) {
      return new Known(everywhere.get());
    }
    if (prefix.equals("aws")) {
      return new NoSuchGlobalKey();
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

  /// Whether requests of every service may have the key: a global one that is not about what is
  /// tagged, one of a session that a provider's token or assertion began, and Brevet's own.
  boolean isShared(String name) {
    int colon = name.indexOf(':');
    String prefix = colon < 0 ? "" : AsciiCase.lower(name.substring(0, colon));
    boolean ofProvider = prefix.indexOf('.') > 0 || prefix.indexOf('/') > 0;
    return ofProvider
        || SHARED.contains(prefix)
        || (match(global, name).isPresent() && !isOfTags(name));
  }

  /// Whether only requests about tags, or upon what has some, have the key.
  static boolean isOfTags(String name) {
    return AsciiCase.startsWith(name, "aws:ResourceTag/")
        || AsciiCase.startsWith(name, "aws:RequestTag/")
        || AsciiCase.equal(name, "aws:TagKeys");
  }
}
