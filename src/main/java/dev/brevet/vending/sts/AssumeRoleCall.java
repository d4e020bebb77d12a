package dev.brevet.vending.sts;

import dev.brevet.iam.ExternalId;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.vending.AssumeRequest;
import java.time.Duration;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/// A request in the SDK's words.
final class AssumeRoleCall {
  private AssumeRoleCall() {}

  /// `request`, to be answered within `within`, no single try taking more than half of it.
  static AssumeRoleRequest of(AssumeRequest request, Duration within) {
    AssumeRoleRequest.Builder call =
        AssumeRoleRequest.builder()
            .roleArn(request.role().toString())
            .roleSessionName(request.sessionName().value())
            .durationSeconds(request.duration().seconds())
            .overrideConfiguration(
                configuration ->
                    configuration
                        .apiCallTimeout(within)
                        .apiCallAttemptTimeout(within.dividedBy(2)));
    request.policy().json().ifPresent(call::policy);
    request.sourceIdentity().map(SourceIdentity::value).ifPresent(call::sourceIdentity);
    request.externalId().map(ExternalId::value).ifPresent(call::externalId);
    if (!request.policy().managedPolicies().isEmpty()) {
      call.policyArns(
          request.policy().managedPolicies().stream()
              .map(arn -> PolicyDescriptorType.builder().arn(arn.toString()).build())
              .toList());
    }
    if (!request.tags().isEmpty()) {
      call.tags(
          request.tags().stream()
              .map(tag -> Tag.builder().key(tag.key()).value(tag.value()).build())
              .toList());
      call.transitiveTagKeys(request.transitiveTagKeys());
    }
    return call.build();
  }
}
