package dev.brevet.policy;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.Spelling;

/// The condition keys that follow from the caller and the owner of the resource.
///
/// Source: IAM User Guide, reference_policies_condition-keys, reference_policies_variables
/// (principal key values).
public record PrincipalKeys(
    List<String> arn,
    List<Spelling> otherArns,
    List<String> account,
    List<String> type,
    List<String> userId,
    List<String> userName,
    List<String> isService,
    List<String> serviceName,
    List<String> resourceAccount,
    boolean serviceLinked) {
  static final String SERVICE_ROLE_PATH = "/aws-service-role/";

  public static PrincipalKeys of(Principal principal, Optional<AccountId> owner) {
    List<String> none = List.of();
    List<String> of = owner.map(o -> List.of(o.digits())).orElse(none);
    List<String> account = principal.account().map(a -> List.of(a.digits())).orElse(none);
    List<String> no = List.of("false");
    return switch (principal) {
      case Principal.Root root ->
          new PrincipalKeys(
              List.of(root.identifier()),
              List.of(),
              account,
              List.of("Account"),
              account,
              none,
              no,
              none,
              of,
              false);
      case Principal.User user ->
          new PrincipalKeys(
              List.of(user.identifier()),
              List.of(),
              account,
              List.of("User"),
              none,
              List.of(user.name()),
              no,
              none,
              of,
              false);
      case Principal.Role role ->
          new PrincipalKeys(
              List.of(role.identifier()),
              List.of(),
              account,
              List.of("AssumedRole"),
              none,
              none,
              no,
              none,
              of,
              role.arn().isServiceLinked());
      // The key holds the role's ARN, not the session's: condition-keys, aws:PrincipalArn.
      case Principal.RoleSession session ->
          new PrincipalKeys(
              List.of(session.role().toString()),
              session.rolePath().isPresent()
                  ? List.of()
                  : List.of(Spelling.underAnyPath(session.role())),
              account,
              List.of("AssumedRole"),
              none,
              none,
              no,
              none,
              of,
              session.role().isServiceLinked());
      case Principal.FederatedUser federated ->
          new PrincipalKeys(
              List.of(federated.identifier()),
              List.of(),
              account,
              List.of("FederatedUser"),
              List.of(federated.ofAccount() + ":" + federated.name()),
              none,
              no,
              none,
              of,
              false);
      case Principal.Service service ->
          new PrincipalKeys(
              none,
              List.of(),
              none,
              none,
              none,
              none,
              List.of("true"),
              List.of(service.name()),
              of,
              false);
      case Principal.Anonymous _ ->
          new PrincipalKeys(
              none,
              List.of(),
              List.of("anonymous"),
              List.of("Anonymous"),
              List.of("anonymous"),
              none,
              none,
              none,
              of,
              false);
      case Principal.WebIdentity _, Principal.SamlIdentity _ ->
          new PrincipalKeys(none, List.of(), none, none, none, none, none, none, of, false);
    };
  }

  public List<String> values(String lowerKey) {
    FollowingKey key = FollowingKey.of(lowerKey);
    return key == null ? List.of() : values(key);
  }

  private List<String> values(FollowingKey key) {
    return switch (key) {
      case PRINCIPAL_ARN -> arn;
      case PRINCIPAL_ACCOUNT -> account;
      case PRINCIPAL_TYPE -> type;
      case USER_ID -> userId;
      case USER_NAME -> userName;
      case IS_SERVICE -> isService;
      // The list holds every name of the service; the caller's own is the one that is known.
      case SERVICE_NAME, SERVICE_NAMES -> serviceName;
      case RESOURCE_ACCOUNT -> resourceAccount;
    };
  }

  boolean isServiceLinked(RequestContext context) {
    return serviceLinked
        || (type.contains("AssumedRole")
            && context.lowerValues("aws:principalarn").stream()
                .anyMatch(given -> given.contains(":role" + SERVICE_ROLE_PATH)));
  }
}
