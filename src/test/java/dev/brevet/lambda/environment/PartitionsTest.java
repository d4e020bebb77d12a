package dev.brevet.lambda.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

class PartitionsTest {
  @Test
  void everyRegionThatTheSdkKnows_isOfThePartitionThatTheSdkSays() {
    List<Region> regions = Region.regions().stream().filter(r -> !r.isGlobalRegion()).toList();
    assertTrue(regions.size() > 30, regions.toString());
    for (Region region : regions) {
      assertEquals(PartitionMetadata.of(region).id(), Partitions.of(region), region.id());
    }
  }
}
