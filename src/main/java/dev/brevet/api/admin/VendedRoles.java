package dev.brevet.api.admin;

import module java.base;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.PolicyAttachment;
import dev.brevet.directory.Subject;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.mapping.MappingStore;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.Severity;

/// Reports where a role that a mapping vends is trusted, administers, or has policies attached.
/// Sessions that Brevet vends of the role do not prove it, so most administrators who write this
/// mean another principal; and a caller that assumes the role in another way is let in.
record VendedRoles(MappingStore mappings, Directory directory, List<String> administrators) {
  static final String TRUSTED = "VENDED_ROLE_TRUSTED";
  static final String ADMINISTERS = "VENDED_ROLE_ADMINISTERS";
  static final String ATTACHED = "VENDED_ROLE_HAS_POLICIES";
  static final String CHAINING = "ROLE_CHAINING_ALLOWED";

  private static final String NO_PROOF =
      "; sessions that brevet vends do not prove the role: name the callers of its mappings";

  VendedRoles {
    administrators = List.copyOf(administrators);
  }

  /// Of a mapping that is written as `json`.
  List<Finding> of(RoleMapping mapping, String json) {
    if (!(JsonReader.read(json) instanceof JsonReader.Read(JsonObject document))) {
      return List.of();
    }
    List<RoleMapping> all = new ArrayList<>(stored());
    all.removeIf(other -> other.id().equals(mapping.id()));
    all.add(mapping);
    List<Finding> findings = new ArrayList<>();
    trusts(mapping, document, all, findings);
    ofRole(mapping, document, all, findings);
    if (mapping.requirements().roleChaining()) {
      findings.add(
          finding(
              CHAINING,
              Severity.INFO,
              "sessions that brevet vended may vend this mapping, narrowed by their own session"
                  + " policy, but not by the policies of their role",
              document,
              "allowRoleChaining",
              "/allowRoleChaining"));
    }
    return findings;
  }

  private static void trusts(
      RoleMapping mapping, JsonObject document, List<RoleMapping> all, List<Finding> findings) {
    Map<RoleName, RoleMapping> vending = new HashMap<>();
    all.forEach(each -> vending.putIfAbsent(RoleName.of(each.role()), each));
    List<Statement> statements = mapping.trustPolicy().statements();
    for (int i = 0; i < statements.size(); i++) {
      for (Principal principal : trusted(statements.get(i))) {
        RoleMapping vended = RoleName.of(principal).map(vending::get).orElse(null);
        if (vended != null) {
          findings.add(
              finding(
                  TRUSTED,
                  mapping.requirements().roleChaining() ? Severity.INFO : Severity.WARNING,
                  "`"
                      + vended.role()
                      + "` is vended by the mapping `"
                      + vended.id()
                      + "`"
                      + NO_PROOF,
                  document,
                  "trustPolicy",
                  "/trustPolicy/Statement/" + i + "/Principal"));
          break;
        }
      }
    }
  }

  /// What of the mapping's own role is written elsewhere.
  private void ofRole(
      RoleMapping mapping, JsonObject document, List<RoleMapping> all, List<Finding> findings) {
    RoleArn role = mapping.role();
    String trusting =
        all.stream()
            .filter(other -> !other.id().equals(mapping.id()) && trusts(other, role))
            .map(other -> "`" + other.id() + "`")
            .limit(10)
            .collect(Collectors.joining(", "));
    if (!trusting.isEmpty()) {
      findings.add(
          ofRole(TRUSTED, "the role is trusted by the mappings " + trusting + NO_PROOF, document));
    }
    if (administrators.stream()
        .flatMap(arn -> Principal.parseArn(arn).stream())
        .anyMatch(RoleName.of(role)::isOf)) {
      findings.add(
          ofRole(ADMINISTERS, "the role is an administrator of brevet" + NO_PROOF, document));
    }
    if (hasPolicies(role)) {
      findings.add(
          ofRole(ATTACHED, "the directory attaches policies to the role" + NO_PROOF, document));
    }
  }

  /// Unknown where the directory does not answer: a broken directory does not prevent writes of
  /// mappings.
  private boolean hasPolicies(RoleArn role) {
    Subject.AwsPrincipal subject = new Subject.AwsPrincipal(new Principal.Role(role));
    try {
      return !directory.current().policiesOf(subject).identity().isEmpty();
    } catch (DirectoryUnavailable _) {
      return false;
    }
  }

  /// Of an item that is written to the directory.
  List<Finding> of(DirectoryItem item) {
    if (!(item instanceof PolicyAttachment attachment)
        || !(attachment.target() instanceof Subject.AwsPrincipal subject)) {
      return List.of();
    }
    Optional<RoleMapping> vending =
        stored().stream()
            .filter(mapping -> RoleName.of(mapping.role()).isOf(subject.principal()))
            .findFirst();
    return vending
        .map(
            mapping ->
                new Finding(
                    ATTACHED,
                    Severity.WARNING,
                    "the role is vended by the mapping `" + mapping.id() + "`" + NO_PROOF,
                    1,
                    1,
                    "/target",
                    List.of()))
        .stream()
        .toList();
  }

  private static Finding ofRole(String id, String why, JsonObject document) {
    return finding(id, Severity.WARNING, why, document, "roleArn", "/roleArn");
  }

  private static Finding finding(
      String id,
      Severity severity,
      String why,
      JsonObject document,
      String member,
      String pointer) {
    JsonValue at = document.get(member).orElse(document);
    return new Finding(
        id, severity, why, at.place().line(), at.place().column(), pointer, List.of());
  }

  /// Every mapping; none when the store does not answer: then the write that is asked for fails,
  /// and says so.
  private List<RoleMapping> stored() {
    try {
      return mappings.list();
    } catch (MappingStoreUnavailable _) {
      return List.of();
    }
  }

  /// A loop and no stream: a write asks this of every statement of every mapping.
  private static boolean trusts(RoleMapping mapping, RoleArn role) {
    RoleName name = RoleName.of(role);
    for (Statement statement : mapping.trustPolicy().statements()) {
      for (Principal principal : trusted(statement)) {
        if (name.isOf(principal)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Principal> trusted(Statement statement) {
    List<Principal> trusted = new ArrayList<>();
    if (statement.effect() == Effect.ALLOW
        && statement.principals().orElse(null) instanceof Matcher.In<PrincipalPattern> in) {
      for (PrincipalPattern pattern : in.patterns()) {
        if (pattern instanceof PrincipalPattern.Named(Principal principal, _)) {
          trusted.add(principal);
        }
      }
    }
    return trusted;
  }

  /// What a role is by: its name is unique in its account, whatever its path.
  private record RoleName(String partition, AccountId account, String name) {
    static RoleName of(RoleArn role) {
      return new RoleName(role.partition(), role.account(), role.name());
    }

    static Optional<RoleName> of(Principal principal) {
      return switch (principal) {
        case Principal.Role(RoleArn role) -> Optional.of(of(role));
        case Principal.RoleSession session -> Optional.of(of(session.role()));
        case Principal.Root _,
            Principal.User _,
            Principal.FederatedUser _,
            Principal.WebIdentity _,
            Principal.SamlIdentity _,
            Principal.Service _,
            Principal.Anonymous _ ->
            Optional.empty();
      };
    }

    /// Whether `principal` is the role or a session of it.
    boolean isOf(Principal principal) {
      return of(principal).filter(this::equals).isPresent();
    }
  }
}
