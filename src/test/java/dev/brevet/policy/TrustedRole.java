package dev.brevet.policy;

import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;

/// A role with its trust policy, under the key that an answer calls it by.
///
/// `own` are condition keys that requests for this role have beside the caller's, such as the name
/// of a mapping.
public record TrustedRole<K>(K key, RoleArn role, Policy trust, RequestContext own) {
  /// A role whose requests have no keys of their own.
  public TrustedRole(K key, RoleArn role, Policy trust) {
    this(key, role, trust, RequestContext.empty());
  }
}
