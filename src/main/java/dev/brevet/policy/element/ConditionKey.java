package dev.brevet.policy.element;

import dev.brevet.iam.AsciiCase;
import java.util.Set;

/// The key that a condition asks for and how: keys ignore case, the tag key in them too.
///
/// Source: IAM User Guide, reference_policies_condition-keys, access_tags.
public record ConditionKey(String name, SetOperator set, boolean ifExists, String lowerName) {
  /// The keys, lower case, whose values may have other spellings: those that name principals.
  private static final Set<String> OF_PRINCIPALS =
      Set.of("aws:principalarn", "brevet:principal", "brevet:target");

  // INVARIANT: an action ignores case, and so its name and its prefix, which is a type in the
  // directory, do wherever a condition asks for them: a deny of `delete` is one of `DELETE`.
  private static final Set<String> OF_NAMES =
      Set.of(
          "action:name",
          "brevet:action",
          "brevet:resourcetype",
          "brevet:subjecttype",
          "resource:type",
          "subject:type");

  /// A key as a policy spells it.
  public ConditionKey(String name, SetOperator set, boolean ifExists) {
    this(name, set, ifExists, AsciiCase.lower(name));
  }

  /// Whether a request may have its values in other spellings too ([dev.brevet.iam.Spelling]).
  public boolean mayBeSpelledOtherwise() {
    return OF_PRINCIPALS.contains(lowerName);
  }

  /// Whether its values are names of actions or types of the directory's, which ignore case under
  /// every string operator.
  boolean isOfNames() {
    return OF_NAMES.contains(lowerName);
  }
}
