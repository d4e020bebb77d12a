package dev.brevet.vending;

import dev.brevet.iam.ExternalId;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.SessionName;
import dev.brevet.iam.SessionTag;
import dev.brevet.iam.SourceIdentity;
import java.util.List;
import java.util.Optional;

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
}
