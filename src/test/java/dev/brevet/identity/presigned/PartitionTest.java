package dev.brevet.identity.presigned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.Partition;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/// The table of partitions says what the AWS SDK's own says.
class PartitionTest {
  private static final List<Region> REGIONS =
      Region.regions().stream().filter(region -> !region.isGlobalRegion()).toList();

  @Test
  void everyRegionOfTheSdk_isInTheTable() {
    assertTrue(REGIONS.size() > 40, REGIONS::toString);
    for (Region region : REGIONS) {
      PartitionMetadata sdk = PartitionMetadata.of(region);
      Partition partition = Partition.ofRegion(region.id());
      assertEquals(sdk.id(), partition.id(), region.id());
      assertEquals(sdk.dnsSuffix(), partition.suffix(), region.id());
      assertTrue(partition.regions().contains(region.id()), region.id());
    }
    assertEquals(
        REGIONS.stream().map(Region::id).collect(Collectors.toSet()),
        Arrays.stream(Partition.values())
            .flatMap(partition -> partition.regions().stream())
            .collect(Collectors.toSet()));
  }

  @Test
  void everyPartition_isTheSdks() {
    for (Partition partition : Partition.values()) {
      assertEquals(Optional.of(partition), Partition.of(partition.id()));
      for (String region : partition.regions()) {
        assertEquals(partition, Partition.ofRegion(region));
        assertTrue(region.matches(PartitionMetadata.of(Region.of(region)).regionRegex()), region);
      }
    }
  }

  /// A function that takes presigned requests starts in each of them, and takes its STS.
  @Test
  void everyRegionOfSts_isTaken() {
    for (Region region : StsClient.serviceMetadata().regions()) {
      if (!region.isGlobalRegion() && REGIONS.contains(region)) {
        Set<String> origins =
            StsHosts.origins(Partition.ofRegion(region.id()).id(), Optional.empty());
        String host = "https://sts." + region.id() + "." + PartitionMetadata.of(region).dnsSuffix();
        assertTrue(origins.contains(host), host);
      }
    }
    assertEquals(
        Set.of("https://sts.eusc-de-east-1.amazonaws.eu"),
        StsHosts.origins("aws-eusc", Optional.empty()));
  }
}
