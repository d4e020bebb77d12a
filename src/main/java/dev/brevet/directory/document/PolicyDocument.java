package dev.brevet.directory.document;

import module java.base;

import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.PolicyName;
import dev.brevet.json.Fields;
import dev.brevet.policy.Policy;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.json.PolicyWriter;

/// A managed policy's document:
///
/// ```json
/// { "name": "editors", "description": "...", "type": "identity", "defaultVersion": "v2",
///   "latestVersion": "v2",
///   "versions": [ { "versionId": "v1", "policy": { ... } }, { "versionId": "v2", "policy": { ... } } ] }
/// ```
///
/// `latestVersion` is, where it is absent, the highest number that there is.
final class PolicyDocument {
  /// The longest text of one version as it is stored; that of S3's bucket policies.
  static final int LONGEST = 20_480;

  private PolicyDocument() {}

  static Optional<ManagedPolicy> policy(Fields fields) {
    Optional<PolicyName> name = fields.required("name", PolicyName::new);
    String description = fields.text("description").orElse("");
    Optional<ManagedPolicy.Type> type = fields.required("type", PolicyDocument::type);
    Optional<Long> inForce = fields.required("defaultVersion", PolicyDocument::number);
    Optional<Long> latest = fields.read("latestVersion", PolicyDocument::number);
    fields.require("versions");
    List<ManagedPolicy.Version> versions =
        type.stream()
            .flatMap(
                of ->
                    fields.objects("versions").stream().flatMap(each -> version(each, of).stream()))
            .toList();
    if (fields.hasProblems()) {
      return Optional.empty();
    }
    return fields.attempt(
        "",
        () ->
            new ManagedPolicy(
                name.orElseThrow(),
                description,
                type.orElseThrow(),
                inForce.orElseThrow(),
                latest.orElseGet(
                    () ->
                        versions.stream().mapToLong(ManagedPolicy.Version::number).max().orElse(1)),
                versions));
  }

  private static Optional<ManagedPolicy.Version> version(Fields fields, ManagedPolicy.Type type) {
    Optional<Long> number = fields.required("versionId", PolicyDocument::number);
    Optional<Policy> policy = text(fields, type);
    return number.flatMap(n -> policy.map(document -> new ManagedPolicy.Version(n, document)));
  }

  /// The policy in the field `policy`.
  static Optional<Policy> text(Fields fields, ManagedPolicy.Type type) {
    fields.require("policy");
    Optional<String> text = fields.document("policy");
    Optional<Policy> policy =
        text.flatMap(json -> PolicyReader.read(fields, "policy", json, type.policyType(), ""));
    if (policy.filter(read -> PolicyWriter.write(read).length() > LONGEST).isPresent()) {
      fields.problem("policy", "has more than " + LONGEST + " characters");
      return Optional.empty();
    }
    return policy;
  }

  static ManagedPolicy.Type type(String label) {
    return ManagedPolicy.Type.parse(label)
        .orElseThrow(() -> new IllegalArgumentException("must be `identity` or `resource`"));
  }

  static long number(String text) {
    if (!text.matches("v[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("must be `v1`, `v2`, ...");
    }
    return Long.parseLong(text.substring(1));
  }
}
