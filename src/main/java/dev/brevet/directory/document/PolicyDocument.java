package dev.brevet.directory.document;

import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.document.ItemReading.Problem;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.Policy;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.json.PolicyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  private final String source;
  private final List<Problem> problems;

  PolicyDocument(String source, List<Problem> problems) {
    this.source = source;
    this.problems = problems;
  }

  Optional<ManagedPolicy> policy(DocumentFields fields) {
    int before = problems.size();
    Optional<PolicyName> name = fields.required("name", PolicyName::new);
    String description = fields.description();
    Optional<ManagedPolicy.Type> type = fields.required("type", PolicyDocument::type);
    Optional<Long> inForce = fields.required("defaultVersion", PolicyDocument::number);
    Optional<Long> latest =
        fields.has("latestVersion")
            ? fields.required("latestVersion", PolicyDocument::number)
            : Optional.empty();
    fields.require("versions");
    List<JsonValue> listed = fields.list("versions");
    List<ManagedPolicy.Version> versions = new ArrayList<>();
    for (int i = 0; i < listed.size() && type.isPresent(); i++) {
      fields
          .fields("versions[" + i + "]", listed.get(i))
          .flatMap(each -> version(each, type.get()))
          .ifPresent(versions::add);
    }
    if (problems.size() > before) {
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

  private Optional<ManagedPolicy.Version> version(DocumentFields fields, ManagedPolicy.Type type) {
    Optional<Long> number = fields.required("versionId", PolicyDocument::number);
    Optional<Policy> policy = text(fields, type);
    fields.refuseUnknown();
    return number.flatMap(n -> policy.map(document -> new ManagedPolicy.Version(n, document)));
  }

  /// The policy in the field `policy`.
  Optional<Policy> text(DocumentFields fields, ManagedPolicy.Type type) {
    fields.require("policy");
    Optional<JsonValue> value = fields.any("policy");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!(value.get() instanceof JsonObject object)) {
      fields.problem("policy", "must be an object");
      return Optional.empty();
    }
    String text = source.substring(object.place().start(), object.place().end());
    return switch (PolicyReader.read(text, type.policyType())) {
      case Parsed(Policy policy) -> {
        if (PolicyWriter.write(policy).length() > LONGEST) {
          fields.problem("policy", "has more than " + LONGEST + " characters");
          yield Optional.empty();
        }
        yield Optional.of(policy);
      }
      case Malformed malformed -> {
        fields.problem("policy", malformed.toString());
        yield Optional.empty();
      }
    };
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
