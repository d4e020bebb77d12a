package dev.brevet.api.admin;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.mapping.SessionPolicyTemplate;
import dev.brevet.mapping.TextTemplate;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.policy.lint.Severity;

/// What checks say about the policies of a mapping that is written. Lines, columns and pointers are
/// the mapping's.
record MappingFindings(PolicyLint lint) {
  /// What IAM says about trust policies of roles and does not hold of a mapping's, which Brevet
  /// alone evaluates: IAM's quota, the claims that IAM asks for, an external id, which no caller of
  /// Brevet can send, and that a caller's address is public.
  private static final Set<String> NOT_OF_MAPPINGS =
      Set.of(
          "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
          "MISSING_IDENTITY_PROVIDER_CONTROL",
          "CROSS_ACCOUNT_WITHOUT_EXTERNAL_ID",
          // A private API sees private addresses.
          "PRIVATE_IP_ADDRESS",
          "PRIVATE_NOT_IP_ADDRESS");

  /// What a mapping that says so is not read for, and checks name with its place.
  private static final Set<String> OPEN =
      Set.of(
          "MISSING_GITHUB_REPO_CONDITION_KEY",
          "SHARED_PROVIDER_WITHOUT_OWNER_CONDITION",
          "ASSUMABLE_BY_ANY_PRINCIPAL");

  /// A placeholder is checked as a variable of this name, then shown again as it is written: both
  /// are known before a request only in that they are there.
  private static final String VARIABLE = PolicyLint.PARAMETER;

  /// @param own the account that Brevet runs in
  List<Finding> of(RoleMapping mapping, String json, AccountId own, WorkBudget budget) {
    return switch (JsonReader.read(json)) {
      case JsonReader.Read(JsonObject document) -> of(mapping, document, own, budget);
      case JsonReader.Read _ -> List.of(unreadable("a mapping must be an object", 1, 1));
      case JsonReader.NotJson not ->
          List.of(unreadable(not.message(), Math.max(1, not.line()), Math.max(1, not.column())));
    };
  }

  /// The places of what lets everyone in, of a mapping that cannot be read for it.
  List<Finding> ofUnread(String json, WorkBudget budget) {
    return JsonReader.read(json) instanceof JsonReader.Read(JsonObject document)
        ? ofTrust(document, Optional.empty(), budget).stream()
            .filter(finding -> OPEN.contains(finding.id()))
            .toList()
        : List.of();
  }

  private List<Finding> of(
      RoleMapping mapping, JsonObject document, AccountId own, WorkBudget budget) {
    AccountId account = mapping.role().account();
    List<Finding> findings = new ArrayList<>();
    otherAccount(mapping, document, own).ifPresent(findings::add);
    findings.addAll(ofTrust(document, Optional.of(account), budget));
    document.get("trustPolicy").stream()
        .flatMap(policy -> ProofFindings.of(policy, PolicyType.TRUST).stream())
        .forEach(finding -> findings.add(finding.within("trustPolicy")));
    // A policy without statements is known to deny everything.
    boolean grants =
        mapping.session().policy().filter(SessionPolicyTemplate.DENY_ALL::equals).isEmpty();
    withoutSessionPolicy(document, grants).ifPresent(findings::add);
    document
        .get("sessionPolicy")
        .filter(_ -> grants)
        .ifPresent(
            template ->
                lint.check(
                        filled(template, VARIABLE, "}"),
                        PolicyType.SESSION,
                        Optional.of(account),
                        shortest(template),
                        budget)
                    .forEach(finding -> findings.add(asWritten(finding).within("sessionPolicy"))));
    return findings;
  }

  private List<Finding> ofTrust(
      JsonObject document, Optional<AccountId> account, WorkBudget budget) {
    return document.get("trustPolicy").stream()
        .flatMap(
            policy ->
                lint
                    .check(
                        policy,
                        PolicyType.TRUST,
                        account,
                        JsonText.compact(policy).length(),
                        budget)
                    .stream())
        .filter(finding -> !NOT_OF_MAPPINGS.contains(finding.id()))
        .map(MappingFindings::ofMapping)
        .map(finding -> finding.within("trustPolicy"))
        .toList();
  }

  /// In IAM an account's identity-based policies decide, which Brevet does not have.
  private static Finding ofMapping(Finding finding) {
    return finding.id().equals("ACCOUNT_AS_PRINCIPAL")
        ? new Finding(
            "ACCOUNT_ADMITS_NOBODY",
            Severity.WARNING,
            "an account admits nobody here, as Brevet knows no identity-based policies of it: name"
                + " roles or users, or `{\"AWS\": \"*\"}` with a condition on"
                + " `aws:PrincipalAccount`",
            finding.line(),
            finding.column(),
            finding.pointer(),
            List.of())
        : finding;
  }

  /// Without one, and without managed policies, a session may do nothing.
  private static Optional<Finding> withoutSessionPolicy(JsonObject document, boolean grants) {
    return grants || document.member("sessionPolicy").isPresent()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "NO_SESSION_POLICY",
                Severity.WARNING,
                "without `sessionPolicy` or `managedPolicyArns` a session of this mapping may do"
                    + " nothing",
                Math.max(1, document.place().line()),
                Math.max(1, document.place().column()),
                "",
                List.of()));
  }

  /// Brevet is a deputy that serves many: the owner of a role in another account should be able to
  /// require that calls are made for it.
  private static Optional<Finding> otherAccount(
      RoleMapping mapping, JsonObject document, AccountId own) {
    if (mapping.role().account().equals(own) || mapping.session().externalId().isPresent()) {
      return Optional.empty();
    }
    return document
        .member("roleArn")
        .map(
            role ->
                new Finding(
                    "CROSS_ACCOUNT_WITHOUT_EXTERNAL_ID",
                    Severity.WARNING,
                    "the role is of another account, and the mapping sends no `externalId` that"
                        + " its trust policy could require",
                    role.value().place().line(),
                    role.value().place().column(),
                    "/roleArn",
                    List.of()));
  }

  private static Finding unreadable(String why, int line, int column) {
    return new Finding("JSON_SYNTAX_ERROR", Severity.ERROR, why, line, column, "", List.of());
  }

  /// With a character in each place: no value is shorter.
  private static int shortest(JsonValue template) {
    return JsonText.compact(filled(template, "", "")).length();
  }

  /// The template with something else for every placeholder.
  private static JsonValue filled(JsonValue template, String before, String after) {
    return switch (template) {
      case JsonObject object ->
          new JsonObject(
              object.members().stream()
                  .map(
                      member ->
                          new Member(
                              member.name(), member.place(), filled(member.value(), before, after)))
                  .toList(),
              object.place());
      case JsonArray array ->
          new JsonArray(
              array.items().stream().map(item -> filled(item, before, after)).toList(),
              array.place());
      case JsonString string ->
          new JsonString(filled(string.text(), before, after), string.place());
      case JsonNumber _, JsonBoolean _, JsonNull _ -> template;
    };
  }

  private static String filled(String text, String before, String after) {
    StringBuilder out = new StringBuilder(text.length() + 32);
    for (TextTemplate.Part part : TextTemplate.of(text).parts()) {
      switch (part) {
        case TextTemplate.Part.Literal(String literal) -> out.append(literal);
        case TextTemplate.Part.Placeholder(String name) ->
            out.append(before).append(before.isEmpty() ? "x" : name).append(after);
      }
    }
    return out.toString();
  }

  private static Finding asWritten(Finding finding) {
    StringBuilder out = new StringBuilder();
    String why = finding.why();
    int from = 0;
    for (int at = why.indexOf(VARIABLE); at >= 0; at = why.indexOf(VARIABLE, from)) {
      int end = why.indexOf('}', at);
      if (end < 0) {
        break;
      }
      out.append(why, from, at).append("{{").append(why, at + VARIABLE.length(), end).append("}}");
      from = end + 1;
    }
    return finding.saying(out.append(why, from, why.length()).toString());
  }
}
