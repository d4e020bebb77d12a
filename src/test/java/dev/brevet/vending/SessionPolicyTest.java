package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import module java.base;

import dev.brevet.iam.ManagedPolicyArn;
import org.junit.jupiter.api.Test;

class SessionPolicyTest {
  private static final List<ManagedPolicyArn> READ_ONLY =
      List.of(ManagedPolicyArn.parse("arn:aws:iam::aws:policy/ReadOnlyAccess").orElseThrow());

  @Test
  void inlineAndManagedPolicies_countTogether() {
    assertEquals(2, new SessionPolicy(Optional.of("{}"), List.of()).characters());
    assertEquals(2 + 38, new SessionPolicy(Optional.of("{}"), READ_ONLY).characters());
    assertEquals(38, new SessionPolicy(Optional.empty(), READ_ONLY).characters());
  }

  @Test
  void neither_isNoSessionPolicy() {
    assertThrows(
        IllegalArgumentException.class, () -> new SessionPolicy(Optional.empty(), List.of()));
  }

  @Test
  void hash_isOverTheInlinePolicy() {
    // printf '{}' | sha256sum
    assertEquals(
        Optional.of("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
        new SessionPolicy(Optional.of("{}"), READ_ONLY).sha256());
    assertEquals(Optional.empty(), new SessionPolicy(Optional.empty(), READ_ONLY).sha256());
  }
}
