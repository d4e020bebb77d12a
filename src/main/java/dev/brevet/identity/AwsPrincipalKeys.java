package dev.brevet.identity;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The condition keys that follow from an AWS principal itself.
///
/// Source: IAM User Guide, reference_policies_condition-keys (properties of the principal);
/// reference_policies_variables (principal key values).
final class AwsPrincipalKeys {
  /// `<account>/<permission set>`; present only for sessions of a role that Identity Center made.
  static final String PERMISSION_SET = "brevet:PermissionSet";

  // Identity Center names its roles so; a set's name is 1 to 32 of these characters.
  private static final Pattern IDENTITY_CENTER_ROLE =
      Pattern.compile("AWSReservedSSO_([\\w+=,.@-]{1,32})_[0-9a-f]{16}");

  private AwsPrincipalKeys() {}

  static RequestContext.Builder of(Principal principal) {
    RequestContext.Builder keys = RequestContext.builder();
    principal.account().ifPresent(account -> keys.put("aws:PrincipalAccount", account.digits()));
    switch (principal) {
      case Principal.Root root ->
          keys.put("aws:PrincipalArn", root.identifier()).put("aws:PrincipalType", "Account");
      case Principal.User user ->
          keys.put("aws:PrincipalArn", user.identifier())
              .put("aws:PrincipalType", "User")
              .put("aws:username", user.name());
      case Principal.Role role ->
          keys.put("aws:PrincipalArn", role.arn().toString())
              .put("aws:PrincipalType", "AssumedRole");
      // For a session the key is the role's ARN; here without its path, which the session's ARN
      // does not tell.
      case Principal.RoleSession session -> {
        keys.put("aws:PrincipalArn", session.role().toString())
            .put("aws:PrincipalType", "AssumedRole");
        permissionSet(session).ifPresent(set -> keys.put(PERMISSION_SET, set));
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

  private static Optional<String> permissionSet(Principal.RoleSession session) {
    Matcher name = IDENTITY_CENTER_ROLE.matcher(session.roleName());
    return name.matches()
        ? Optional.of(session.ofAccount().digits() + "/" + name.group(1))
        : Optional.empty();
  }

  /// The organization's id where `text` is one, and not some other word in its place.
  static Optional<String> organization(String text) {
    boolean isId =
        text.startsWith("o-")
            && text.length() >= 12
            && text.length() <= 34
            && Printable.isLowerAlphanumericOr('-', text)
            && text.indexOf('-', 2) < 0;
    return isId ? Optional.of(text) : Optional.empty();
  }
}
