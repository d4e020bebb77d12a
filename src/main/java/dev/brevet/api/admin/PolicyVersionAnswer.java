package dev.brevet.api.admin;

import dev.brevet.api.ApiResponse;
import dev.brevet.api.JsonText;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.json.PolicyWriter;
import java.util.Optional;

/// One version of a managed policy, as it is shown.
final class PolicyVersionAnswer {
  private PolicyVersionAnswer() {}

  /// `version` is `v1`, `v2`, ...; empty when there is no such one, or no longer.
  static Optional<ApiResponse> of(DirectoryItem item, String version) {
    return item instanceof ManagedPolicy policy && version.matches("v[1-9][0-9]{0,8}")
        ? of(policy, Long.parseLong(version.substring(1)))
        : Optional.empty();
  }

  private static Optional<ApiResponse> of(ManagedPolicy policy, long number) {
    return policy.version(number).map(document -> answer(policy, number, document));
  }

  private static ApiResponse answer(ManagedPolicy policy, long number, Policy document) {
    return ApiResponse.json(
        200,
        JsonText.object(
            json -> {
              json.writeStringField("name", policy.name().value());
              json.writeStringField("versionId", "v" + number);
              json.writeBooleanField("isDefaultVersion", number == policy.defaultVersion());
              json.writeFieldName("policy");
              PolicyWriter.write(document, json);
            }));
  }
}
