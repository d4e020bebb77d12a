package dev.brevet.policy;

import java.util.Locale;
import java.util.Set;

/// The key that a condition asks for and how: keys ignore case, the tag key in them too.
///
/// Source: IAM User Guide, reference_policies_condition-keys, access_tags.
public record ConditionKey(String name, SetOperator set, boolean ifExists, String lowerName) {
  /// The keys, lower case, whose values may have other spellings: those that name principals.
  private static final Set<String> OF_PRINCIPALS =
      Set.of("aws:principalarn", "brevet:principal", "brevet:target");

  /// A key as a policy spells it.
  public ConditionKey(String name, SetOperator set, boolean ifExists) {
    this(name, set, ifExists, name.toLowerCase(Locale.ROOT));
  }

  /// Whether a request may have its values in other spellings too ([dev.brevet.iam.Spelling]).
  boolean mayBeSpelledOtherwise() {
    return OF_PRINCIPALS.contains(lowerName);
  }
}
