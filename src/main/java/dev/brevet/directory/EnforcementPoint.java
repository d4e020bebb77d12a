package dev.brevet.directory;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;

/// A policy enforcement point: the program that asks, its principal, and what it may state about
/// the subjects and resources that it asks about.
///
/// A program that has none may assert nothing. Whether it may ask at all is the policies' to
/// decide. The rule for a property that a request states: it counts where the directory has no such
/// property and the point may add it, or where the point may replace it; in any other case the
/// directory's counts, or none does.
///
/// @param subject the principal that the program authenticates as
/// @param globalKeys AWS's condition keys that its requests' contexts may set, lower case:
///   `aws:sourceip`, `dynamodb:leadingkeys`
public record EnforcementPoint(
    EnforcementPointName name,
    String description,
    Subject subject,
    Assertable subjectProperties,
    Assertable resourceProperties,
    Assertable actionProperties,
    Assertable context,
    Set<String> globalKeys)
    implements DirectoryItem {
  private static final int MOST_NAMES = 256;
  private static final Set<String> OURS =
      Set.of("subject", "resource", "action", "context", "brevet");

  public EnforcementPoint {
    DirectoryText.requireDescription(description);
    if (subject instanceof EntityId) {
      throw new IllegalArgumentException(
          "a program authenticates as an AWS principal or with a token, not as an entity");
    }
    globalKeys = globalKeys.stream().map(AsciiCase::lower).collect(Collectors.toUnmodifiableSet());
    for (String key : globalKeys) {
      requireGlobalKey(key);
    }
    if (globalKeys.size() > MOST_NAMES) {
      throw new IllegalArgumentException("there are more than " + MOST_NAMES + " keys");
    }
  }

  // The caller is proved, never asserted: a point that may say which AWS principal its subject is
  // could say anything. Nor does a context state the properties of others, which have rules of
  // their own.
  private static void requireGlobalKey(String key) {
    int colon = key.indexOf(':');
    if (colon < 1
        || colon == key.length() - 1
        || key.length() > 256
        || !DirectoryText.isLine(key)
        || OURS.contains(key.substring(0, colon))) {
      throw UntrustedText.not("a condition key of AWS's", key);
    }
    if (key.startsWith("aws:principal") || key.equals("aws:userid") || key.equals("aws:username")) {
      throw new IllegalArgumentException(
          "`" + UntrustedText.shown(key) + "` follows from the subject: a program cannot state it");
    }
  }

  /// Its global keys that no program may state, as they are about the principal or its session. A
  /// point that has some is not written; where one is stored, a request that states one is denied.
  public Set<String> unstatableKeys() {
    return globalKeys.stream()
        .filter(key -> !StatableKeys.has(key))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The properties that may be asserted, by name; names ignore case, and `*` is every name.
  ///
  /// @param add names that count where the directory has none; those of `replace` are among them
  /// @param replace names that count whatever the directory has
  public record Assertable(Set<String> add, Set<String> replace) {
    private static final Assertable NOTHING = new Assertable(Set.of(), Set.of());

    public Assertable {
      add = lower(add);
      replace = lower(replace);
      if (add.size() + replace.size() > MOST_NAMES) {
        throw new IllegalArgumentException("there are more than " + MOST_NAMES + " names");
      }
    }

    /// No property.
    public static Assertable nothing() {
      return NOTHING;
    }

    /// Whether a property counts; `name` in lower case, `known` whether the directory has it.
    public boolean allows(String name, boolean known) {
      return replace.contains(name)
          || replace.contains("*")
          || (!known && (add.contains(name) || add.contains("*")));
    }

    private static Set<String> lower(Set<String> names) {
      List<String> checked = names.stream().map(AsciiCase::lower).toList();
      for (String name : checked) {
        if (!name.equals("*")) {
          Properties.requireName(name);
        }
      }
      return Set.copyOf(new HashSet<>(checked));
    }
  }

  @Override
  public ItemKey key() {
    return new ItemKey(ItemKind.ENFORCEMENT_POINT, name.value());
  }
}
