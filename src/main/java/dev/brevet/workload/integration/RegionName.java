package dev.brevet.workload.integration;

/// Names of regions and partitions: `eu-central-1`, `aws-cn`. What has this form has no wildcard,
/// no variable and no colon, so that it widens no ARN that it stands in.
///
/// Source: IAM User Guide, reference-arns.
public final class RegionName {
  private static final int MOST = 32;

  private RegionName() {}

  /// Whether `text` could be a region.
  public static boolean isRegion(String text) {
    return text.length() <= MOST && text.matches("[a-z]{2,}(-[a-z]+)+-\\d{1,2}");
  }

  /// Whether `text` could be a partition.
  public static boolean isPartition(String text) {
    return text.length() <= MOST && text.matches("aws(-[a-z]+)*");
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
