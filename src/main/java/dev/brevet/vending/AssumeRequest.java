package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.ExternalId;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.SessionName;
import dev.brevet.iam.SessionTag;
import dev.brevet.iam.SourceIdentity;

/// Everything that `sts:AssumeRole` is asked with.
public record AssumeRequest(
    RoleArn role,
    SessionName sessionName,
    Optional<SourceIdentity> sourceIdentity,
    SessionPolicy policy,
    List<SessionTag> tags,
    List<String> transitiveTagKeys,
    Optional<ExternalId> externalId,
    SessionDuration duration) {
  public AssumeRequest {
    tags = List.copyOf(tags);
    transitiveTagKeys = List.copyOf(transitiveTagKeys);
  }

  /// The same without naming the decision that it is for; that it would be named stays.
  AssumeRequest withoutDecision() {
    List<SessionTag> unnamed =
        tags.stream()
            .map(
                tag ->
                    tag.key().equals(VendCredentials.DECISION_TAG)
                        ? new SessionTag(VendCredentials.DECISION_TAG, "")
                        : tag)
            .toList();
    return new AssumeRequest(
        role,
        sessionName,
        sourceIdentity,
        policy,
        unnamed,
        transitiveTagKeys,
        externalId,
        duration);
  }
}
