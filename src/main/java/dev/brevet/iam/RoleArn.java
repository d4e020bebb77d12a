package dev.brevet.iam;

import java.util.Optional;

/// The ARN of an IAM role: `arn:<partition>:iam::<account>:role<path><name>`, 20 to 2,048
/// characters.
///
/// `path` begins and ends with `/` and is at most 512 characters; `name` is 1 to 64 of
/// `[\w+=,.@-]`. Source: IAM User Guide, reference_identifiers; STS API, AssumeRole.
public record RoleArn(String partition, AccountId account, String path, String name) {
  private static final String KIND = "role/";

  public RoleArn {
    if (!isValid(partition, path, name)) {
      throw new IllegalArgumentException(
          "not a role ARN: `" + UntrustedText.shown(text(partition, account, path, name)) + "`");
    }
  }

  /// Empty when `text` is not the ARN of an IAM role.
  public static Optional<RoleArn> parse(String text) {
    return Arn.parse(text).flatMap(RoleArn::of);
  }

  /// Empty when `arn` is not the ARN of an IAM role.
  public static Optional<RoleArn> of(Arn arn) {
    Optional<AccountId> account = arn.accountId();
    if (account.isEmpty()
        || !arn.service().equals("iam")
        || !arn.region().isEmpty()
        || !arn.resource().startsWith(KIND)) {
      return Optional.empty();
    }
    int slash = arn.resource().lastIndexOf('/');
    String path = arn.resource().substring(KIND.length() - 1, slash + 1);
    String name = arn.resource().substring(slash + 1);
    return isValid(arn.partition(), path, name)
        ? Optional.of(new RoleArn(arn.partition(), account.get(), path, name))
        : Optional.empty();
  }

  /// The same without its path, as the ARNs of its sessions name it.
  public RoleArn withoutPath() {
    return new RoleArn(partition, account, "/", name);
  }

  /// Whether the role belongs to an AWS service: such a role can be seen, never assumed by a caller
  /// or edited.
  public boolean isServiceLinked() {
    return path.startsWith("/aws-service-role/");
  }

  private static boolean isValid(String partition, String path, String name) {
    return Arn.isPartition(partition) && IamPath.isValid(path) && IamPath.isName(name, 64);
  }

  private static String text(String partition, AccountId account, String path, String name) {
    return "arn:" + partition + ":iam::" + account + ":role" + path + name;
  }

  @Override
  public String toString() {
    return text(partition, account, path, name);
  }
}
