package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministrationPolicy;
import dev.brevet.api.Gate;
import dev.brevet.api.Refusals;
import dev.brevet.api.Requests;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.Identities;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.Verification;
import dev.brevet.testing.DecisionsInMemory;

/// Administrations for tests: the token `forged` is rejected, any other is that of the subject of
/// its name.
final class Administrations {
  static final String ISSUER = "https://issuer.example";

  private Administrations() {}

  static Administration of(
      DecisionsInMemory log, Directory directory, List<String> administrators) {
    Clock clock = Clock.fixed(Requests.NOW.plusMillis(7), ZoneOffset.UTC);
    return new Administration(
        new Gate(Administrations::verify, new Refusals(log.recorder(clock))),
        new AdministrativeRights(
            AdministrationPolicy.naming(administrators), directory, "aws", "eu-west-1"),
        log.recorder(clock),
        clock);
  }

  private static Verification verify(SecretString token, TokenUse use) {
    String name = token.reveal();
    return name.equals("forged") || use != TokenUse.BREVET
        ? new Verification.Rejected("the signature does not hold")
        : new Verification.Verified(Identities.bearing(ISSUER, name, Map.of()));
  }
}
