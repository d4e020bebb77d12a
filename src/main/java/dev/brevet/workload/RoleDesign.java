package dev.brevet.workload;

import module java.base;

import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.integration.Findings.Unresolved;

/// A role for a workload.
///
/// @param policies what it allows; the first is the inline policy, further ones must be managed
///   policies
/// @param unresolved what the workload's description does not tell
/// @param targets what must be set up elsewhere for it to work
public record RoleDesign(
    String roleName,
    JsonObject trustPolicy,
    List<PolicyDocument> policies,
    List<Unresolved> unresolved,
    List<Target> targets) {
  public RoleDesign {
    policies = List.copyOf(policies);
    unresolved = List.copyOf(unresolved);
    targets = List.copyOf(targets);
  }

  /// The other side of a task.
  public sealed interface Target {
    /// What identifies it: an ARN, or an expression where it is known at run time only.
    String resource();

    /// The states that need it.
    List<String> states();

    /// A role that tasks act with in place of the machine's own.
    record Role(
        String resource, List<String> states, JsonObject trustPolicy, List<PolicyDocument> policies)
        implements Target {
      public Role {
        states = List.copyOf(states);
        policies = List.copyOf(policies);
      }
    }

    /// A resource whose own policy must allow the machine.
    record Resource(String resource, List<String> states, JsonObject resourcePolicy)
        implements Target {
      public Resource {
        states = List.copyOf(states);
      }
    }

    /// As answers have it.
    default JsonObject toJson() {
      return switch (this) {
        case Role role ->
            JsonValue.object()
                .with("roleArn", role.resource())
                .with("states", role.states())
                .with("trustPolicy", role.trustPolicy())
                .with("policies", documents(role.policies()))
                .with("because", because(role.policies()));
        case Resource other ->
            JsonValue.object()
                .with("resource", other.resource())
                .with("states", other.states())
                .with("resourcePolicy", other.resourcePolicy());
      };
    }
  }

  /// As answers have it: `roleName`, `trustPolicy`, `policies`, `because`, `unresolved`, `targets`,
  /// `formats`.
  public JsonObject toJson() {
    return JsonValue.object()
        .with("roleName", roleName)
        .with("trustPolicy", trustPolicy)
        .with("policies", documents(policies))
        .with("because", because(policies))
        .with("unresolved", unresolvedJson())
        .with("targets", JsonValue.of(targets.stream().map(Target::toJson).toList()))
        .with("formats", new RoleFormats(this).toJson());
  }

  static JsonValue documents(List<PolicyDocument> documents) {
    return JsonValue.of(documents.stream().map(PolicyDocument::toJson).toList());
  }

  static JsonValue because(List<PolicyDocument> documents) {
    return JsonValue.of(
        documents.stream()
            .flatMap(document -> document.statements().stream())
            .map(
                statement ->
                    JsonValue.object()
                        .with("statement", statement.sid())
                        .with("states", statement.allStates()))
            .toList());
  }

  private JsonValue unresolvedJson() {
    return JsonValue.of(
        unresolved.stream()
            .map(
                gap ->
                    JsonValue.object()
                        .with("state", gap.state())
                        .with("resource", gap.resource())
                        .with("reason", gap.reason())
                        .with("granted", gap.granted()))
            .toList());
  }
}
