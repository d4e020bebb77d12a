package dev.brevet.iam;

import java.util.Optional;

/// The ARN of a managed policy, AWS's (`account` is the word `aws`) or a customer's.
public record ManagedPolicyArn(Arn arn) {
  public ManagedPolicyArn {
    if (!isValid(arn)) {
      throw new IllegalArgumentException(
          "not a managed policy ARN: `" + UntrustedText.shown(arn.toString()) + "`");
    }
  }

  /// Empty when `text` is not the ARN of a managed policy.
  public static Optional<ManagedPolicyArn> parse(String text) {
    return Arn.parse(text).filter(ManagedPolicyArn::isValid).map(ManagedPolicyArn::new);
  }

  /// Whether a session of a role in `account` may carry it: AWS's own, or the same account's.
  public boolean isUsableIn(AccountId account) {
    return arn.account().equals("aws") || arn.account().equals(account.digits());
  }

  private static boolean isValid(Arn arn) {
    return arn.service().equals("iam")
        && arn.region().isEmpty()
        && (arn.account().equals("aws") || arn.accountId().isPresent())
        && arn.resource().startsWith("policy/")
        && arn.resource().length() > "policy/".length();
  }

  @Override
  public String toString() {
    return arn.toString();
  }
}
