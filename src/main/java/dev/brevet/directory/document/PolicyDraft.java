package dev.brevet.directory.document;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.PolicyName;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.Fields;
import dev.brevet.policy.Policy;
import java.util.Optional;

/// What an administrator sends to write a managed policy: a `policy`, which becomes a new version,
/// or the `versions` that shall be left of those that there are, and which of them is the default
/// one. A version that was written is never changed.
public final class PolicyDraft {
  private PolicyDraft() {}

  /// The policy that would be stored.
  ///
  /// @param text untrusted text of any length
  /// @param stored what is stored now; empty when nothing is, or nothing that can be read
  public static DocumentReading<DirectoryItem> read(String text, Optional<ManagedPolicy> stored) {
    return Fields.read(
        text,
        ItemReader.LONGEST,
        fields ->
            (fields.has("policy") ? written(fields, stored) : kept(fields, stored))
                .map(policy -> policy));
  }

  private static Optional<ManagedPolicy> written(Fields fields, Optional<ManagedPolicy> stored) {
    Optional<PolicyName> name = fields.required("name", PolicyName::new);
    String description = fields.text("description").orElse("");
    Optional<ManagedPolicy.Type> type = fields.required("type", PolicyDocument::type);
    boolean asDefault = fields.bool("setAsDefault", true);
    Optional<Policy> policy = type.flatMap(known -> PolicyDocument.text(fields, known));
    fields.ignore("policy", "version");
    if (fields.hasProblems()) {
      return Optional.empty();
    }
    ManagedPolicy.Type known = type.orElseThrow();
    if (stored.isEmpty()) {
      ManagedPolicy first = ManagedPolicy.of(name.orElseThrow(), known, policy.orElseThrow());
      return fields.attempt("description", () -> first.described(first.name(), known, description));
    }
    // Another type is refused where the directory is kept whole.
    return fields
        .attempt(
            "description", () -> stored.get().described(name.orElseThrow(), known, description))
        .flatMap(
            before ->
                fields.attempt(
                    "policy", () -> before.withVersion(policy.orElseThrow(), asDefault)));
  }

  /// Versions may be left out, which deletes them, and nothing else.
  private static Optional<ManagedPolicy> kept(Fields fields, Optional<ManagedPolicy> stored) {
    fields.ignore("version");
    Optional<ManagedPolicy> policy = PolicyDocument.policy(fields);
    if (policy.isEmpty()) {
      return policy;
    }
    if (stored.isEmpty()) {
      fields.problem("policy", "is missing: a new policy has one version, its `policy`");
    } else if (policy.get().latestVersion() != stored.get().latestVersion()) {
      fields.problem("latestVersion", "is not the stored one");
    } else if (!stored.get().versions().containsAll(policy.get().versions())) {
      fields.problem(
          "versions", "has a version that is not stored: give a new version as `policy`");
    }
    return policy;
  }
}
