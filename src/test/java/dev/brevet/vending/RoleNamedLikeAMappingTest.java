package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.RoleArn;
import dev.brevet.identity.Identities;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingsByRole;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import dev.brevet.testing.RolesInMemory;
import dev.brevet.vending.RoleTargets.Target;
import org.junit.jupiter.api.Test;

/// A role at `/brevet/` that is called like a mapping of another role: its ARN is the role's.
class RoleNamedLikeAMappingTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final RoleArn NAMED =
      RoleArn.parse("arn:aws:iam::111122223333:role/brevet/reader").orElseThrow();

  private final MappingsInMemory mappings = new MappingsInMemory();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final VendCredentials vending =
      new VendCredentials(
          mappings,
          _ -> Optional.empty(),
          new RolesInMemory(NOW),
          new DecisionsInMemory().recorder(clock),
          clock);

  private void map(String id, String role, String issuer) {
    mappings.with(
        """
        {"id":"%s","roleArn":"%s","trustPolicy":{"Version":"2012-10-17","Statement":[
         {"Effect":"Allow","Principal":{"Federated":"%s"},
          "Action":"sts:AssumeRoleWithWebIdentity"}]}}
        """
            .formatted(id, role, issuer));
  }

  private Target target() {
    VerifiedIdentity ann = Identities.bearing("https://idp.example.com", "ann", Map.of());
    return new RoleTargets(new MappingsByRole(mappings, clock), mappings, vending)
        .find(
            NAMED,
            id ->
                new VendRequest(
                    ann,
                    id,
                    Optional.empty(),
                    Map.of(),
                    new RequestOrigin("r", "10.1.2.3", "u", Optional.empty(), "vend", NOW)));
  }

  @Test
  void roleThatAMappingHas_isNeverThatOfAMappingOfItsName() {
    map("reader", "arn:aws:iam::111122223333:role/Admin", "https://idp.example.com");
    map("other", NAMED.toString(), "https://another.example.com");
    assertEquals(new Target.One(new MappingId("other")), target());
  }

  @Test
  void roleThatNoMappingHas_isThatOfTheMappingOfItsName() {
    map("reader", "arn:aws:iam::111122223333:role/Admin", "https://idp.example.com");
    assertEquals(new Target.One(new MappingId("reader")), target());
  }
}
