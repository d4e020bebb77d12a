package dev.brevet.directory.document;

import dev.brevet.directory.ItemKind;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.document.ItemReading.Problem;
import dev.brevet.directory.document.ItemReading.Readable;
import dev.brevet.directory.document.ItemReading.Unreadable;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.Policy;
import java.util.ArrayList;
import java.util.List;
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
  public static ItemReading read(String text, Optional<ManagedPolicy> stored) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (json.length() > ItemReader.LONGEST
        || !(JsonReader.read(json) instanceof JsonReader.Read(JsonValue value))
        || !(value instanceof JsonObject object)
        || object.get("policy").isEmpty()) {
      return kept(ItemReader.read(ItemKind.POLICY, json), stored);
    }
    List<Problem> problems = new ArrayList<>();
    Optional<ManagedPolicy> written = written(json, object, stored, problems);
    return problems.isEmpty() ? new Readable(written.orElseThrow()) : new Unreadable(problems);
  }

  private static Optional<ManagedPolicy> written(
      String json, JsonObject object, Optional<ManagedPolicy> stored, List<Problem> problems) {
    DocumentFields fields = new DocumentFields("", object, problems);
    Optional<PolicyName> name = fields.required("name", PolicyName::new);
    String description = fields.description();
    Optional<ManagedPolicy.Type> type = fields.required("type", PolicyDocument::type);
    boolean asDefault =
        switch (fields.any("setAsDefault").orElse(JsonValue.of(true))) {
          case JsonBoolean(boolean truth, _) -> truth;
          case JsonValue _ -> {
            fields.problem("setAsDefault", "must be true or false");
            yield true;
          }
        };
    Optional<Policy> policy =
        type.flatMap(known -> new PolicyDocument(json, problems).text(fields, known));
    fields.ignore("policy");
    fields.ignore("version");
    fields.refuseUnknown();
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    if (stored.isEmpty()) {
      ManagedPolicy first =
          ManagedPolicy.of(name.orElseThrow(), type.orElseThrow(), policy.orElseThrow());
      return fields.attempt("description", () -> described(first, description));
    }
    return fields
        .attempt("description", () -> described(stored.get(), description))
        .flatMap(
            before ->
                fields.attempt(
                    "policy",
                    () ->
                        retyped(before, name.orElseThrow(), type.orElseThrow())
                            .withVersion(policy.orElseThrow(), asDefault)));
  }

  private static ManagedPolicy described(ManagedPolicy policy, String description) {
    return new ManagedPolicy(
        policy.name(),
        description,
        policy.type(),
        policy.defaultVersion(),
        policy.latestVersion(),
        policy.versions());
  }

  // Another type is refused where the directory is kept whole.
  private static ManagedPolicy retyped(
      ManagedPolicy policy, PolicyName name, ManagedPolicy.Type type) {
    return new ManagedPolicy(
        name,
        policy.description(),
        type,
        policy.defaultVersion(),
        policy.latestVersion(),
        policy.versions());
  }

  /// Versions may be left out, which deletes them, and nothing else.
  private static ItemReading kept(ItemReading reading, Optional<ManagedPolicy> stored) {
    if (!(reading instanceof Readable(ManagedPolicy policy))) {
      return reading;
    }
    if (stored.isEmpty()) {
      return unreadable("policy", "is missing: a new policy has one version, its `policy`");
    }
    if (policy.latestVersion() != stored.get().latestVersion()) {
      return unreadable("latestVersion", "is not the stored one");
    }
    return stored.get().versions().containsAll(policy.versions())
        ? reading
        : unreadable(
            "versions", "has a version that is not stored: give a new version as `policy`");
  }

  private static ItemReading unreadable(String field, String text) {
    return new Unreadable(List.of(new Problem(field, text)));
  }
}
