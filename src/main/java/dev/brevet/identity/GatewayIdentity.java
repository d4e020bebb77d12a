package dev.brevet.identity;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads which principal signed a request from what API Gateway's `AWS_IAM` authorizer says: the
/// root user, an IAM user with its path, a role session (an EC2 instance's and an Identity Center
/// user's too) or a federated user.
///
/// Condition keys: `aws:PrincipalArn` (of a session: its role's ARN without the role's path, which
/// a session's ARN does not have), `aws:PrincipalAccount`, `aws:PrincipalType`, `aws:userid`,
/// `aws:username` (IAM users only), `aws:PrincipalOrgID` (where the account is in an organization),
/// and `brevet:PermissionSet`. The gateway does not report MFA or when a session began, so those
/// keys are absent.
///
/// `brevet:PermissionSet` is `<account>/<set>`, from a role session whose role is named
/// `AWSReservedSSO_<set>_<16 hex digits>`, as Identity Center names its roles. The account is part
/// of the value, so that a role of the same name in another account never matches. An EC2 instance
/// is known by `aws:userid`, `AROA...:i-0123456789abcdef0`: its session name is the instance's id;
/// but a principal that may call `AssumeRole` for that role can choose the same name.
public final class GatewayIdentity {
  private GatewayIdentity() {}

  /// Verified as the gateway says, or rejected when the block is incomplete or contradicts itself.
  /// The root user is verified too, as [Principal.Root]: refusing it is not this room's to do.
  public static Verification verify(GatewayCaller caller) {
    Optional<Principal> named = present(caller.userArn()).flatMap(Principal::parseArn);
    if (named.isEmpty()) {
      return rejected("the gateway named no principal");
    }
    Principal principal = named.get();
    Optional<String> accessKey = present(caller.accessKey());
    if (accessKey.filter(GatewayIdentity::isAccessKeyId).isEmpty()) {
      return rejected("the gateway named no access key");
    }
    return switch (AwsIdentity.of(
        principal, present(caller.accountId()).orElse(""), present(caller.userId()))) {
      case AwsIdentity.Contradictory(String reason) -> rejected("the gateway's " + reason);
      case AwsIdentity.Consistent(RequestContext.Builder context) -> {
        present(caller.principalOrgId())
            .flatMap(AwsPrincipalKeys::organization)
            .ifPresent(id -> context.put("aws:PrincipalOrgID", id));
        yield VendedSession.verification(
            new VerifiedIdentity(
                principal, AuthenticationMethod.SIGV4, context.build(), accessKey));
      }
    };
  }

  private static boolean isAccessKeyId(String text) {
    return text.matches("[A-Z0-9]{16,128}");
  }

  private static Optional<String> present(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }

  private static Verification rejected(String reason) {
    return new Verification.Rejected(reason);
  }
}
