package dev.brevet.mapping;

import module java.base;

import dev.brevet.iam.ExternalId;
import dev.brevet.iam.ManagedPolicyArn;
import dev.brevet.iam.SessionDuration;

/// What a mapping passes to `sts:AssumeRole` for a session, before a caller's values are put in.
///
/// `policy` is empty only where `managedPolicies` narrow instead: a session never gets the whole
/// role by omission. `capDuration` cuts a longer duration that a caller asks for to
/// `longestDuration`; without it that is refused. `reuse` lets Brevet hand out a session again to
/// the caller that it was made for. Source: STS API, AssumeRole.
public record SessionTemplate(
    Optional<SessionPolicyTemplate> policy,
    List<ManagedPolicyArn> managedPolicies,
    List<TagTemplate> tags,
    List<String> transitiveTagKeys,
    SourceIdentityRule sourceIdentity,
    Optional<ExternalId> externalId,
    SessionDuration defaultDuration,
    SessionDuration longestDuration,
    boolean capDuration,
    boolean reuse) {
  /// The most managed policies, and the most tags, that STS takes.
  static final int MOST_MANAGED_POLICIES = 10;

  static final int MOST_TAGS = 50;

  public SessionTemplate {
    managedPolicies = List.copyOf(managedPolicies);
    tags = List.copyOf(tags);
    transitiveTagKeys = List.copyOf(transitiveTagKeys);
    if (policy.isEmpty() && managedPolicies.isEmpty()) {
      throw new IllegalArgumentException("a session has a session policy or managed policies");
    }
    if (managedPolicies.size() > MOST_MANAGED_POLICIES || tags.size() > MOST_TAGS) {
      throw new IllegalArgumentException("STS accepts at most 10 managed policies and 50 tags");
    }
    if (defaultDuration.compareTo(longestDuration) > 0) {
      throw new IllegalArgumentException("the default duration is above the maximum");
    }
  }

  /// A session tag with a value that is still a template.
  public record TagTemplate(String key, TextTemplate value) {}

  /// Which source identity a session carries.
  public sealed interface SourceIdentityRule {
    /// The caller, under a name that no other caller has.
    record Caller() implements SourceIdentityRule {}

    /// None at all.
    record Absent() implements SourceIdentityRule {}

    /// What the mapping's owner writes, with the caller's values in it.
    record Written(TextTemplate text) implements SourceIdentityRule {}
  }
}
