package dev.brevet.workload.integration;

import java.util.List;

/// Names of regions and partitions: `eu-central-1`, `aws-cn`. What has this form has no wildcard,
/// no variable and no colon, so that it widens no ARN that it stands in.
///
/// Source: IAM User Guide, reference-arns.
public final class RegionName {
  private static final int MOST = 32;

  private record Partition(String regions, String id) {}

  private static final List<Partition> ELSEWHERE =
      List.of(
          new Partition("cn-", "aws-cn"),
          new Partition("us-gov-", "aws-us-gov"),
          new Partition("eusc-", "aws-eusc"),
          new Partition("us-iso-", "aws-iso"),
          new Partition("us-isob-", "aws-iso-b"),
          new Partition("eu-isoe-", "aws-iso-e"),
          new Partition("us-isof-", "aws-iso-f"));

  private RegionName() {}

  /// Whether `text` could be a region.
  public static boolean isRegion(String text) {
    return text.length() <= MOST && text.matches("[a-z]{2,}(-[a-z]+)+-\\d{1,2}");
  }

  /// Whether `text` could be a partition.
  public static boolean isPartition(String text) {
    return text.length() <= MOST && text.matches("aws(-[a-z]+)*");
  }

  /// The partition that a region is in, told by how its name begins.
  public static String partition(String region) {
    return ELSEWHERE.stream()
        .filter(partition -> region.startsWith(partition.regions()))
        .map(Partition::id)
        .findFirst()
        .orElse("aws");
  }

  /// Whether the partition is one of those that [#partition] tells.
  public static boolean isKnownPartition(String text) {
    return text.equals("aws")
        || ELSEWHERE.stream().anyMatch(partition -> partition.id().equals(text));
  }

  /// The partition and region, as an ARN may hold them.
  ///
  /// @param region empty or `*` for any
  /// @throws IllegalArgumentException when they have another form
  public static void require(String partition, String region) {
    if (!isPartition(partition)) {
      throw new IllegalArgumentException("not a partition such as aws or aws-cn");
    }
    if (!region.isEmpty() && !region.equals("*") && !isRegion(region)) {
      throw new IllegalArgumentException("not a region such as eu-central-1");
    }
  }
}
