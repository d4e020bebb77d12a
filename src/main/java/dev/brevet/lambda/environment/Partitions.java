package dev.brevet.lambda.environment;

import java.util.List;
import software.amazon.awssdk.regions.Region;

/// Which partition a region belongs to, told by how its name begins.
///
/// The SDK's metadata tells it too, but loads a class for each region and service there is: some
/// four hundred, at each start of a function.
final class Partitions {
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

  private Partitions() {}

  /// `aws`, `aws-cn`, `aws-us-gov`, ...
  static String of(Region region) {
    for (Partition partition : ELSEWHERE) {
      if (region.id().startsWith(partition.regions())) {
        return partition.id();
      }
    }
    return "aws";
  }
}
