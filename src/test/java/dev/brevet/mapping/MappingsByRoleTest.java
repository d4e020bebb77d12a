package dev.brevet.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import module java.base;

import dev.brevet.iam.RoleArn;
import dev.brevet.testing.HandClock;
import dev.brevet.testing.MappingsInMemory;
import org.junit.jupiter.api.Test;

class MappingsByRoleTest {
  private static final RoleArn ROLE = role("OrdersReader");

  private final MappingsInMemory mappings = new MappingsInMemory();
  private final HandClock clock = new HandClock(Instant.parse("2026-11-22T10:00:00Z"));
  private final MappingsByRole byRole = new MappingsByRole(mappings, clock);

  @Test
  void mappingsOfARole_areFoundById_disabledOnesToo() {
    put("b", "OrdersReader", true);
    put("a", "OrdersReader", false);
    put("c", "Other", true);
    assertEquals(ids("a", "b"), byRole.ids(ROLE));
    assertEquals(List.of(), byRole.ids(role("Unmapped")));
  }

  @Test
  void firstMappingOfARole_isFoundAfterASecond() {
    assertEquals(List.of(), byRole.ids(ROLE));
    put("a", "OrdersReader", true);
    clock.move(Duration.ofMillis(999));
    assertEquals(List.of(), byRole.ids(ROLE));
    clock.move(Duration.ofMillis(1));
    assertEquals(ids("a"), byRole.ids(ROLE));
  }

  @Test
  void secondMappingOfARole_isFoundAfterFifteenSeconds() {
    put("a", "OrdersReader", true);
    assertEquals(ids("a"), byRole.ids(ROLE));
    put("b", "OrdersReader", true);
    clock.move(Duration.ofMillis(14_999));
    assertEquals(ids("a"), byRole.ids(ROLE));
    clock.move(Duration.ofMillis(1));
    assertEquals(ids("a", "b"), byRole.ids(ROLE));
  }

  @Test
  void storeThatDoesNotAnswer_isNotTakenForOneWithoutMappings() {
    mappings.unavailable = true;
    assertThrows(MappingStoreUnavailable.class, () -> byRole.ids(ROLE));
  }

  private void put(String id, String role, boolean enabled) {
    mappings.with(
        """
        {"id":"%s","enabled":%s,"roleArn":"%s","trustPolicy":{"Version":"2012-10-17","Statement":{
          "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/a"},
          "Action":"sts:AssumeRole"}},
         "sessionPolicy":{"Version":"2012-10-17","Statement":{
          "Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}}
        """
            .formatted(id, enabled, role(role)));
  }

  private static RoleArn role(String name) {
    return RoleArn.parse("arn:aws:iam::111122223333:role/" + name).orElseThrow();
  }

  private static List<MappingId> ids(String... ids) {
    return List.of(ids).stream().map(MappingId::new).toList();
  }
}
