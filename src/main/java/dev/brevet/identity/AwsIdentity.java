package dev.brevet.identity;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import java.util.Optional;

/// What AWS says of a caller in three values (ARN, account, unique id), held against each other.
///
/// Source: IAM User Guide, reference_policies_variables (`aws:userid`) and reference_identifiers
/// (unique ids).
public sealed interface AwsIdentity {
  /// They agree; `context` has the keys that follow.
  record Consistent(RequestContext.Builder context) implements AwsIdentity {}

  /// They do not; `reason` goes on after a possessive.
  record Contradictory(String reason) implements AwsIdentity {}

  static AwsIdentity of(Principal principal, String account, Optional<String> userId) {
    if (principal instanceof Principal.Role) {
      return new Contradictory("caller is a role, and only sessions of a role send requests");
    }
    if (principal.account().filter(own -> own.digits().equals(account)).isEmpty()) {
      return new Contradictory("account is not the principal's");
    }
    if (userId.isPresent() && !isIdOf(principal, userId.get())) {
      return new Contradictory("user id is not the principal's");
    }
    RequestContext.Builder context = AwsPrincipalKeys.of(principal);
    userId.ifPresent(id -> context.put("aws:userid", id));
    return new Consistent(context);
  }

  private static boolean isIdOf(Principal principal, String id) {
    if (id.length() > 256 || !Printable.isAsciiWithoutSpace(id)) {
      return false;
    }
    return switch (principal) {
      case Principal.Root root -> id.equals(root.ofAccount().digits());
      case Principal.User _ -> id.matches("[A-Z0-9]+");
      case Principal.RoleSession session -> {
        int colon = id.indexOf(':');
        yield colon > 0
            && id.substring(0, colon).matches("[A-Z0-9]+")
            && id.substring(colon + 1).equals(session.sessionName());
      }
      case Principal.FederatedUser user -> id.equals(user.ofAccount() + ":" + user.name());
      case Principal.Role _,
          Principal.WebIdentity _,
          Principal.SamlIdentity _,
          Principal.Service _,
          Principal.Anonymous _ ->
          false;
    };
  }
}
