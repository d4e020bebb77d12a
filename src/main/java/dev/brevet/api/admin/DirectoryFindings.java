package dev.brevet.api.admin;

import module java.base;

import dev.brevet.directory.EntityId;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.iam.AccountId;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.policy.lint.Severity;

/// What checks say about a policy that is written to the directory. Lines, columns and pointers are
/// those of the document that has it as `policy`.
///
/// The checks are those of policies for AWS; in the directory a policy may be about types that the
/// administrator invents. What only AWS would refuse is not reported (an action of a service that
/// AWS does not have, `record/*` as a resource, quotas of IAM), and what may be meant so is a
/// warning: an action that a service of AWS does not have, as there may be a type of the same name,
/// and `Allow` for every principal, which no policy here makes public. Errors that are left refuse
/// the write.
record DirectoryFindings(PolicyLint lint) {
  /// Prefixes of the condition keys that questions are made of.
  private static final Set<String> QUESTIONS = Set.of("subject", "resource", "action", "context");

  private static final String PROVIDER = "directory:";

  /// Of a document that is a policy's draft; none where it has no `policy`.
  ///
  /// @param own the account that Brevet runs in
  List<Finding> of(ManagedPolicy.Type type, String json, AccountId own, WorkBudget budget) {
    if (!(JsonReader.read(json) instanceof JsonReader.Read(JsonObject document))
        || document.get("policy").isEmpty()) {
      return List.of();
    }
    JsonValue policy = document.get("policy").get();
    return Stream.of(
            lint
                .check(
                    policy,
                    type.policyType(),
                    Optional.of(own),
                    JsonText.compact(policy).length(),
                    budget)
                .stream()
                .flatMap(finding -> here(finding, type, policy)),
            type == ManagedPolicy.Type.IDENTITY
                ? DelegationFindings.of(policy).stream()
                : Stream.<Finding>empty(),
            ProofFindings.of(policy, type.policyType()).stream())
        .flatMap(found -> found)
        .map(finding -> finding.within("policy"))
        .toList();
  }

  private static Stream<Finding> here(Finding finding, ManagedPolicy.Type type, JsonValue policy) {
    String text = text(policy, finding.pointer());
    boolean fits =
        switch (finding.id()) {
          case "INVALID_SERVICE_IN_ACTION" -> EntityId.isType(before(text, ':'));
          case "INVALID_ARN_PREFIX" -> mayNameAnEntity(text);
          case "INVALID_SERVICE_CONDITION_KEY" ->
              QUESTIONS.contains(before(last(finding.pointer()), ':'));
          case "UNKNOWN_FEDERATION_SOURCE" ->
              text.startsWith(PROVIDER) && EntityId.isType(text.substring(PROVIDER.length()));
          // A policy of a resource is about what it is attached to.
          case "MISSING_RESOURCE" -> type == ManagedPolicy.Type.RESOURCE;
          case "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
              "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
              "INVALID_PARTITION",
              "INVALID_SERVICE_IN_ARN",
              // A private API sees private addresses.
              "PRIVATE_IP_ADDRESS",
              "PRIVATE_NOT_IP_ADDRESS" ->
              true;
          case "RESOURCE_MISMATCH" -> type == ManagedPolicy.Type.RESOURCE;
          default -> false;
        };
    if (fits) {
      return Stream.empty();
    }
    boolean mayBeMeant =
        switch (finding.id()) {
          case "INVALID_ACTION" ->
              EntityId.isType(before(text, ':')) && !before(text, ':').equals(text);
          case "ALLOWED_TO_ANY_PRINCIPAL" -> true;
          default -> false;
        };
    return Stream.of(mayBeMeant ? warning(finding) : finding);
  }

  private static Finding warning(Finding finding) {
    return new Finding(
        finding.id(),
        Severity.WARNING,
        finding.why(),
        finding.line(),
        finding.column(),
        finding.pointer(),
        finding.repair());
  }

  /// `record/*`, `re*`, `${subject:type}/1`: what can match a `type/id`. `record` and
  /// `s3:::bucket/key` cannot.
  private static boolean mayNameAnEntity(String resource) {
    String type = before(resource, '/');
    boolean pattern = type.indexOf('*') >= 0 || type.indexOf('?') >= 0 || type.contains("${");
    return pattern || (!type.equals(resource) && EntityId.isType(type));
  }

  /// What is before the first `end`, or all of it.
  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  /// The name that a pointer ends with; of a condition key, the key.
  private static String last(String pointer) {
    return unescaped(pointer.substring(pointer.lastIndexOf('/') + 1));
  }

  private static String unescaped(String segment) {
    return segment.replace("~1", "/").replace("~0", "~");
  }

  /// The text that a pointer of a finding leads to; empty when it leads to something else.
  private static String text(JsonValue document, String pointer) {
    JsonValue at = document;
    for (String segment : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String name = unescaped(segment);
      Optional<JsonValue> next =
          switch (at) {
            case JsonObject object -> object.get(name);
            case JsonArray array -> item(array, name);
            default -> Optional.empty();
          };
      if (next.isEmpty()) {
        return "";
      }
      at = next.get();
    }
    return at.asText().orElse("");
  }

  private static Optional<JsonValue> item(JsonArray array, String index) {
    // Pointers of findings come from the document's own places.
    return index.chars().allMatch(c -> c >= '0' && c <= '9') && index.length() <= 6
        ? array.items().stream().skip(Integer.parseInt("0" + index)).findFirst()
        : Optional.empty();
  }
}
