package dev.brevet.iam;

import java.util.Optional;

/// Reads the ARNs of principals. Source: IAM User Guide, reference_identifiers and
/// reference_policies_elements_principal.
final class PrincipalArns {
  private PrincipalArns() {}

  static Optional<Principal> principal(Arn arn) {
    Optional<AccountId> account = arn.accountId();
    if (account.isEmpty()) {
      return Optional.empty();
    }
    return switch (arn.service()) {
      case "iam" -> iam(arn, account.get());
      case "sts" -> sts(arn, account.get());
      default -> Optional.empty();
    };
  }

  private static Optional<Principal> iam(Arn arn, AccountId account) {
    String resource = arn.resource();
    if (resource.equals("root")) {
      return Optional.of(new Principal.Root(arn.partition(), account));
    }
    if (resource.startsWith("role/")) {
      return RoleArn.of(arn).map(Principal.Role::new);
    }
    if (!resource.startsWith("user/")) {
      return Optional.empty();
    }
    int slash = resource.lastIndexOf('/');
    String path = resource.substring("user".length(), slash + 1);
    String name = resource.substring(slash + 1);
    return IamPath.isValid(path) && IamPath.isName(name, 64)
        ? Optional.of(new Principal.User(arn.partition(), account, path, name))
        : Optional.empty();
  }

  private static Optional<Principal> sts(Arn arn, AccountId account) {
    String[] part = arn.resource().split("/", -1);
    if (part.length == 3
        && part[0].equals("assumed-role")
        && IamPath.isName(part[1], 64)
        && SessionName.parse(part[2]).isPresent()) {
      return Optional.of(
          new Principal.RoleSession(arn.partition(), account, Optional.empty(), part[1], part[2]));
    }
    if (part.length == 2 && part[0].equals("federated-user") && IamPath.isName(part[1], 64)) {
      return Optional.of(new Principal.FederatedUser(arn.partition(), account, part[1]));
    }
    return Optional.empty();
  }
}
