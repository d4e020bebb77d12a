package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import dev.brevet.api.AdministrationPolicy;
import dev.brevet.api.Gate;
import dev.brevet.api.Refusals;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionQuery;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.RecordedDecision;
import dev.brevet.decisionlog.RecordedDecisions;
import dev.brevet.directory.DirectoryInMemory;
import dev.brevet.directory.snapshot.StoredDirectory;
import dev.brevet.identity.Proofs;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.testing.DecisionsInMemory;
import org.junit.jupiter.api.Test;

/// A token that AWS issued names a role: every record says which of its sessions it was, that of an
/// administrator and of a refusal too.
class RecordedCallersTest {
  private final DecisionsInMemory log = new DecisionsInMemory();
  private final Clock clock = Clock.fixed(Requests.NOW, ZoneOffset.UTC);
  private final Refusals refusals = new Refusals(log.recorder(clock));

  private static final class NoDecisions implements RecordedDecisions {
    @Override
    public Optional<RecordedDecision> find(DecisionId id) {
      return Optional.empty();
    }

    @Override
    public Page list(DecisionQuery query) {
      return new Page(List.of(), true);
    }
  }

  private static Verification token(String person) {
    return Proofs.awsToken(
        "\"sub\":\"arn:aws:iam::111122223333:role/Ops\",\"iat\":1700000000,\"https://sts.amazonaws.com/\":"
            + "{\"aws_account\":\"111122223333\",\"source_identity\":\""
            + person
            + "\"}");
  }

  private static VerifiedIdentity caller(String person) {
    if (token(person) instanceof Verification.Verified(VerifiedIdentity identity)) {
      return identity;
    }
    throw new AssertionError(person);
  }

  private void assertRecorded(String person) {
    DecisionRecord record = log.records().getLast();
    assertEquals("arn:aws:iam::111122223333:role/Ops", record.caller().principal());
    assertEquals(List.of(person), record.caller().proofKeys().get("aws:sourceidentity"));
  }

  @Test
  void administrators_areToldApart() {
    Administration administration =
        new Administration(
            new Gate((bearer, _) -> token(bearer.reveal()), refusals),
            new AdministrativeRights(
                AdministrationPolicy.naming(List.of("arn:aws:iam::111122223333:role/Ops")),
                new StoredDirectory(
                    new DirectoryInMemory(), Duration.ZERO, InstantSource.system(), _ -> {}),
                "aws",
                "eu-west-1"),
            log.recorder(clock),
            clock);
    Router router =
        new Router(List.of(new DecisionsAdminEndpoint(administration, new NoDecisions())));
    for (String person : List.of("ann", "bob")) {
      router.answer(
          Requests.of(
              "GET",
              "/v1/admin/decisions/" + log.next(clock),
              Map.of("Authorization", "Bearer " + person),
              ""));
      assertRecorded(person);
    }
  }

  @Test
  void thoseWhoAreRefused_areToldApart() {
    for (String person : List.of("ann", "bob")) {
      refusals.denied("VendCredentials", Requests.get("/").origin(), caller(person), "several");
      assertRecorded(person);
      refusals.unavailable(
          "ListVendableMappings", Requests.get("/").origin(), caller(person), "", "x");
      assertRecorded(person);
    }
  }
}
