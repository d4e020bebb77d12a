package dev.brevet.directory.snapshot;

import dev.brevet.directory.ItemKey;
import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.PolicyReader;

/// Policies that stand in for what cannot be read. Since what is broken might deny anything, they
/// deny everything, and explanations say why.
final class DenyAllPolicies {
  private static final Policy IDENTITY =
      PolicyReader.own(
          "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"Broken\",\"Effect\":\"Deny\","
              + "\"Action\":\"*\",\"Resource\":\"*\"}}",
          PolicyType.IDENTITY);
  private static final Policy RESOURCE =
      PolicyReader.own(
          "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"Broken\",\"Effect\":\"Deny\","
              + "\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}",
          PolicyType.RESOURCE);

  private DenyAllPolicies() {}

  /// Denies everything to the principals that it is attached to; `what` is a key: `policy/editors`.
  static NamedPolicy identity(ItemKey what) {
    return new NamedPolicy(name(what), IDENTITY);
  }

  /// Denies everything that is done to what it is attached to.
  static NamedPolicy resource(ItemKey what) {
    return new NamedPolicy(name(what), RESOURCE);
  }

  private static String name(ItemKey what) {
    return "broken: " + UntrustedText.shown(what.toString());
  }
}
