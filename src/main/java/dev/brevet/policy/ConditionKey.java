package dev.brevet.policy;

import java.util.Locale;

/// The key that a condition asks for and how: keys ignore case, the tag key in them too.
///
/// Source: IAM User Guide, reference_policies_condition-keys, access_tags.
public record ConditionKey(String name, SetOperator set, boolean ifExists, String lowerName) {
  /// A key as a policy spells it.
  public ConditionKey(String name, SetOperator set, boolean ifExists) {
    this(name, set, ifExists, name.toLowerCase(Locale.ROOT));
  }
}
