package dev.brevet.iam;

import java.util.Optional;

/// An Amazon Resource Name, `arn:partition:service:region:account:resource`, split at its first
/// five colons.
///
/// Region and account may be empty (S3 buckets, IAM has no region); the resource part may hold `:`
/// and `/`. Source: IAM User Guide, reference-arns.
public record Arn(
    String partition, String service, String region, String account, String resource) {
  public Arn {
    if (!isPartition(partition)
        || service.isEmpty()
        || resource.isEmpty()
        || service.indexOf(':') >= 0
        || region.indexOf(':') >= 0
        || account.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "not an ARN: `"
              + UntrustedText.shown(
                  "arn:" + partition + ":" + service + ":" + region + ":" + account + ":"
                      + resource)
              + "`");
    }
  }

  /// Empty when `text` has fewer than six parts, another prefix, or an empty partition, service or
  /// resource.
  public static Optional<Arn> parse(String text) {
    if (!text.startsWith("arn:") || text.length() > 2048) {
      return Optional.empty();
    }
    String[] part = text.split(":", 6);
    if (part.length != 6 || !isPartition(part[1]) || part[2].isEmpty() || part[5].isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Arn(part[1], part[2], part[3], part[4], part[5]));
  }

  /// As [#parse], for names that a request or a document gives: `arn`, the partition and the
  /// service may be spelled in any case, and are lower case in what is returned.
  ///
  /// Partitions and services are in lower case in every ARN that AWS has, and a service is the
  /// prefix of its actions, which ignores case: `arn:aws:S3:::b` is no other thing than
  /// `arn:aws:s3:::b`. The rest is compared character by character. Source: IAM User Guide,
  /// reference-arns, reference_policies_elements_action, reference_policies_elements_resource.
  public static Optional<Arn> parseFolding(String text) {
    if (!AsciiCase.startsWith(text, "arn:")) {
      return Optional.empty();
    }
    String[] part = text.split(":", 4);
    return part.length < 4
        ? Optional.empty()
        : parse("arn:" + AsciiCase.lower(part[1]) + ":" + AsciiCase.lower(part[2]) + ":" + part[3]);
  }

  /// The account as a value; empty where the ARN carries none (S3) or a word such as `aws`.
  public Optional<AccountId> accountId() {
    return AccountId.parse(account);
  }

  static boolean isPartition(String text) {
    return text.startsWith("aws") && text.length() <= 32 && Text.onlyWordsAnd("-", text);
  }

  @Override
  public String toString() {
    return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
  }
}
