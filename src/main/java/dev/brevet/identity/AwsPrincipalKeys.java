package dev.brevet.identity;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.Spelling;

/// The condition keys that follow from an AWS principal itself.
///
/// Source: IAM User Guide, reference_policies_condition-keys (properties of the principal);
/// reference_policies_variables (principal key values).
public final class AwsPrincipalKeys {
  /// `<account>/<permission set>`; present only for a role that Identity Center made.
  static final String PERMISSION_SET = "brevet:PermissionSet";

  // Identity Center names its roles so; a set's name is 1 to 32 of these characters.
  private static final Pattern IDENTITY_CENTER_ROLE =
      Pattern.compile("AWSReservedSSO_([\\w+=,.@-]{1,32})_[0-9a-f]{16}");

  private static final String IDENTITY_CENTER_PATH = "/aws-reserved/sso.amazonaws.com/";

  private AwsPrincipalKeys() {}

  public static RequestContext.Builder of(Principal principal) {
    RequestContext.Builder keys = RequestContext.builder();
    principal.account().ifPresent(account -> keys.put("aws:PrincipalAccount", account.digits()));
    switch (principal) {
      case Principal.Root root ->
          keys.put("aws:PrincipalArn", root.identifier()).put("aws:PrincipalType", "Account");
      case Principal.User user ->
          keys.put("aws:PrincipalArn", user.identifier())
              .put("aws:PrincipalType", "User")
              .put("aws:username", user.name());
      // What denies the role as its sessions are known, without its path, denies it with it too.
      case Principal.Role(RoleArn role) -> {
        keys.put(
                "aws:PrincipalArn",
                List.of(role.toString()),
                List.of(new Spelling.Text(role.withoutPath().toString())))
            .put("aws:PrincipalType", "AssumedRole");
        permissionSet(role, Optional.of(role.path()))
            .ifPresent(set -> keys.put(PERMISSION_SET, set));
      }
      // For a session the key is the role's ARN, without its path: a session's ARN does not have
      // the path, which may be any.
      case Principal.RoleSession session -> {
        keys.put(
                "aws:PrincipalArn",
                List.of(session.role().toString()),
                session.rolePath().isPresent()
                    ? List.of(new Spelling.Text(session.role().withoutPath().toString()))
                    : List.of(Spelling.underAnyPath(session.role())))
            .put("aws:PrincipalType", "AssumedRole");
        permissionSet(session.role(), session.rolePath())
            .ifPresent(set -> keys.put(PERMISSION_SET, set));
      }
      case Principal.FederatedUser federated ->
          keys.put("aws:PrincipalArn", federated.identifier())
              .put("aws:PrincipalType", "FederatedUser");
      case Principal.WebIdentity _,
          Principal.SamlIdentity _,
          Principal.Service _,
          Principal.Anonymous _ -> {}
    }
    return keys;
  }

  // One and the same for every proof of the role; a path that is known must be Identity Center's.
  private static Optional<String> permissionSet(RoleArn role, Optional<String> path) {
    Matcher name = IDENTITY_CENTER_ROLE.matcher(role.name());
    return name.matches() && path.map(at -> at.startsWith(IDENTITY_CENTER_PATH)).orElse(true)
        ? Optional.of(role.account().digits() + "/" + name.group(1))
        : Optional.empty();
  }

  /// The organization's id where `text` is one, and not another word in its place.
  public static Optional<String> organization(String text) {
    return Optional.of(text).filter(id -> id.matches("o-[a-z0-9]{10,32}"));
  }
}
