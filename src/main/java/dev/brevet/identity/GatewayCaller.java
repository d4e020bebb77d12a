package dev.brevet.identity;

import org.jspecify.annotations.Nullable;

/// The members of `requestContext.authorizer.iam` that API Gateway's `AWS_IAM` authorizer fills, as
/// they stand in the event: the gateway verified the signature and names the caller here. Code that
/// makes one vouches that it came from the gateway. `null` is a member that is absent.
///
/// Source: API Gateway Developer Guide, http-api-develop-integrations-lambda and
/// http-api-access-control-iam.
public record GatewayCaller(
    @Nullable String accessKey,
    @Nullable String accountId,
    @Nullable String callerId,
    @Nullable String userArn,
    @Nullable String userId,
    @Nullable String principalOrgId) {
  /// No key and no ids.
  @Override
  public String toString() {
    return "GatewayCaller[" + userArn + "]";
  }
}
