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

    /// A resource whose own policy must let the machine in.
    record Resource(String resource, List<String> states, JsonObject resourcePolicy)
        implements Target {
      public Resource {
        states = List.copyOf(states);
      }
    }

    /// As answers have it.
    default JsonObject toJson() {
      Map<String, JsonValue> json = new LinkedHashMap<>();
      switch (this) {
        case Role role -> {
          json.put("roleArn", JsonValue.of(role.resource()));
          json.put("states", JsonValue.texts(role.states()));
          json.put("trustPolicy", role.trustPolicy());
          json.put("policies", documents(role.policies()));
          json.put("because", because(role.policies()));
        }
        case Resource other -> {
          json.put("resource", JsonValue.of(other.resource()));
          json.put("states", JsonValue.texts(other.states()));
          json.put("resourcePolicy", other.resourcePolicy());
        }
      }
      return JsonValue.of(json);
    }
  }

  /// As answers have it: `roleName`, `trustPolicy`, `policies`, `because`, `unresolved`, `targets`,
  /// `formats`.
  public JsonObject toJson() {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("roleName", JsonValue.of(roleName));
    json.put("trustPolicy", trustPolicy);
    json.put("policies", documents(policies));
    json.put("because", because(policies));
    json.put("unresolved", unresolvedJson());
    json.put("targets", JsonValue.of(targets.stream().map(Target::toJson).toList()));
    json.put("formats", new RoleFormats(this).toJson());
    return JsonValue.of(json);
  }

  static JsonValue documents(List<PolicyDocument> documents) {
    return JsonValue.of(documents.stream().map(PolicyDocument::toJson).toList());
  }

  static JsonValue because(List<PolicyDocument> documents) {
    return JsonValue.of(
        documents.stream()
            .flatMap(document -> document.statements().stream())
            .map(
                statement -> {
                  Map<String, JsonValue> json = new LinkedHashMap<>();
                  json.put("statement", JsonValue.of(statement.sid()));
                  json.put("states", JsonValue.texts(statement.allStates()));
                  return JsonValue.of(json);
                })
            .toList());
  }

  private JsonValue unresolvedJson() {
    return JsonValue.of(
        unresolved.stream()
            .map(
                gap -> {
                  Map<String, JsonValue> json = new LinkedHashMap<>();
                  json.put("state", JsonValue.of(gap.state()));
                  json.put("resource", JsonValue.of(gap.resource()));
                  json.put("reason", JsonValue.of(gap.reason()));
                  json.put("granted", JsonValue.texts(gap.granted()));
                  return JsonValue.of(json);
                })
            .toList());
  }
}
