package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLogLine;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionQuery;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.RecordedDecision;
import dev.brevet.decisionlog.RecordedDecisions;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.SessionName;
import dev.brevet.iam.VendedName;
import dev.brevet.identity.Proofs;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import dev.brevet.testing.RolesInMemory;
import dev.brevet.vending.VendOutcome.Denied;
import dev.brevet.vending.VendOutcome.Vended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A session that Brevet vended asks for another: only where the mapping allows role chaining, and
/// then under the same source identity, no wider and no longer than its own.
class RoleChainTest {
  private static final String USER = "arn:aws:iam::111122223333:user/ann";

  private final MappingsInMemory mappings = new MappingsInMemory();
  private final DecisionsInMemory log = new DecisionsInMemory();
  private final RolesInMemory roles = new RolesInMemory(() -> this.now);
  private Instant now = Proofs.NOW;
  private boolean logAnswers = true;

  RoleChainTest() {
    mappings.with(first("\"arn:aws:s3:::reports/{{day}}/*\""));
    mappings.with(second(",\"allowRoleChaining\":true", "\"s3:*\"", "\"*\""));
  }

  private static String first(String resource) {
    return """
    {"id":"first","roleArn":"arn:aws:iam::111122223333:role/brevet/First",
     "trustPolicy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Principal":{"AWS":"%s"},"Action":["sts:AssumeRole","sts:TagSession"]}]},
     "parameters":{"day":{"from":"request","pattern":"[0-9]+","default":"1"}},
     "sessionPolicy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":"s3:GetObject","Resource":%s}]}}
    """
        .formatted(USER, resource);
  }

  private static String second(String more, String action, String resource) {
    return """
    {"id":"second","roleArn":"arn:aws:iam::111122223333:role/brevet/Second",
     "trustPolicy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/First"},
        "Action":["sts:AssumeRole"]}]},
     "sessionPolicy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":%s,"Resource":%s}]}%s}
    """
        .formatted(action, resource, more);
  }

  /// The log as its readers see it.
  private RecordedDecisions recorded() {
    return new RecordedDecisions() {
      @Override
      public Optional<RecordedDecision> find(DecisionId id) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Page list(DecisionQuery query) {
        if (!logAnswers) {
          throw new DecisionLogUnavailable("made to fail", new IllegalStateException());
        }
        return new Page(
            log.records().reversed().stream()
                .filter(
                    record ->
                        record
                            .session()
                            .accessKeyId()
                            .map(DecisionQuery.By.AccessKey::new)
                            .equals(Optional.of(query.by())))
                .map(record -> new RecordedDecision(record.id(), DecisionLogLine.of(record, true)))
                .limit(query.limit())
                .toList(),
            true);
      }
    };
  }

  private VendCredentials vending() {
    Clock clock = InstantSource.fixed(now).withZone(ZoneOffset.UTC);
    return new VendCredentials(
        mappings, new RecordedSessions(recorded()), roles, log.recorder(clock), clock);
  }

  private static VerifiedIdentity identity(Verification verification) {
    return switch (verification) {
      case Verification.Verified(VerifiedIdentity verified) -> verified;
      case Verification.Vended(VerifiedIdentity vended) -> vended;
      case Verification.Rejected rejected -> throw new AssertionError("" + rejected);
    };
  }

  private static VerifiedIdentity user() {
    return identity(Proofs.signature(USER, "111122223333", "AIDAEXAMPLE", Optional.empty()));
  }

  private VendOutcome vend(
      VerifiedIdentity caller, String mapping, Optional<Policy> policy, Optional<Long> seconds) {
    return vending()
        .vend(
            new VendRequest(
                caller,
                new MappingId(mapping),
                seconds.map(SessionDuration::ofSeconds),
                Map.of(),
                policy,
                false,
                new RequestOrigin("r", "10.0.0.1", "u", Optional.empty(), "vend", now)));
  }

  /// The session that `ann` is vended first, as it signs.
  private VerifiedIdentity firstSession(Optional<Policy> policy) {
    roles.answerWithKey(Proofs.ACCESS_KEY);
    assertInstanceOf(Vended.class, vend(user(), "first", policy, Optional.of(3600L)));
    String name = roles.requests().getLast().sessionName().value();
    String arn = "arn:aws:sts::111122223333:assumed-role/First/" + name;
    roles.answerWithKey("ASIAOTHER");
    return identity(Proofs.signature(arn, "111122223333", "AROAEXAMPLE:" + name, Optional.empty()));
  }

  private String refused(VendOutcome outcome) {
    assertInstanceOf(Denied.class, outcome);
    DecisionRecord record = log.records().getLast();
    assertEquals("access_denied", record.verdict().code());
    return record.verdict().reason();
  }

  private static Policy policy(String json) {
    return assertInstanceOf(Parsed.class, PolicyReader.read(json, PolicyType.SESSION)).policy();
  }

  @Test
  void sessionThatWasVended_isNoProofOfItsRole() {
    mappings.with(second("", "\"s3:*\"", "\"*\""));
    VerifiedIdentity session = firstSession(Optional.empty());
    int asked = roles.requests().size();
    String reason = refused(vend(session, "second", Optional.empty(), Optional.empty()));
    assertTrue(reason.contains("does not allow role chaining"), reason);
    assertEquals(asked, roles.requests().size());
  }

  @Test
  void chainedSession_isNarrowedByTheFirst_underTheSameSourceIdentity() {
    VerifiedIdentity session = firstSession(Optional.empty());
    AssumeRequest first = roles.requests().getLast();
    assertInstanceOf(Vended.class, vend(session, "second", Optional.empty(), Optional.empty()));
    AssumeRequest chained = roles.requests().getLast();
    assertEquals(first.sourceIdentity(), chained.sourceIdentity());
    assertFalse(first.sessionName().equals(chained.sessionName()));
    assertTrue(VendedName.isOne(chained.sessionName().value()));
    String json = chained.policy().json().orElseThrow();
    assertTrue(json.contains("s3:GetObject") && json.contains("reports/1/"), json);
    assertFalse(json.contains("s3:*"), json);
    assertEquals(
        first.sourceIdentity().map(Object::toString),
        log.records().getLast().session().sourceIdentity());
  }

  @Test
  void chainedSession_isNarrowedByWhatItAsksForToo() {
    VerifiedIdentity session = firstSession(Optional.empty());
    Policy narrower =
        policy(
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::reports/1/x\"}]}");
    vend(session, "second", Optional.of(narrower), Optional.empty());
    String json = roles.requests().getLast().policy().json().orElseThrow();
    assertTrue(json.contains("s3:GetObject") && json.contains("reports/1/x"), json);
  }

  @ParameterizedTest
  @CsvSource({"0, 3600, 3600", "1200, 3600, 2400", "2700, 3600, 900", "1200, 900, 900"})
  void chainedSession_endsNoLaterThanTheFirst(long age, long wanted, int seconds) {
    VerifiedIdentity session = firstSession(Optional.empty());
    now = now.plusSeconds(age);
    assertInstanceOf(Vended.class, vend(session, "second", Optional.empty(), Optional.of(wanted)));
    assertEquals(seconds, roles.requests().getLast().duration().seconds());
  }

  @Test
  void firstSessionThatSoonEnds_handsNothingDown() {
    VerifiedIdentity session = firstSession(Optional.empty());
    now = now.plus(Duration.ofSeconds(2701));
    String reason = refused(vend(session, "second", Optional.empty(), Optional.empty()));
    assertTrue(reason.contains("15 minutes"), reason);
  }

  @Test
  void sessionThatItsCallerNarrowed_handsNothingDown() {
    VerifiedIdentity session =
        firstSession(
            Optional.of(
                policy(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::reports/1/x\"}]}")));
    String reason = refused(vend(session, "second", Optional.empty(), Optional.empty()));
    assertTrue(reason.contains("is not known"), reason);
  }

  @Test
  void sessionWhoseMappingWasWrittenOtherwise_handsNothingDown() {
    VerifiedIdentity session = firstSession(Optional.empty());
    mappings.with(first("\"*\""));
    String reason = refused(vend(session, "second", Optional.empty(), Optional.empty()));
    assertTrue(reason.contains("is not known"), reason);
  }

  @Test
  void sessionOfAnotherMaker_handsNothingDown() {
    VerifiedIdentity session = firstSession(Optional.empty());
    String name = roles.requests().getLast().sessionName().value();
    VerifiedIdentity other =
        identity(
            Proofs.signature(
                "arn:aws:sts::111122223333:assumed-role/Other/" + name,
                "111122223333",
                "AROAEXAMPLE:" + name,
                Optional.empty()));
    assertTrue(session.isVended() && other.isVended());
    mappings.with(
        second(",\"allowRoleChaining\":true", "\"s3:*\"", "\"*\"")
            .replace("role/First", "role/Other"));
    String reason = refused(vend(other, "second", Optional.empty(), Optional.empty()));
    assertTrue(reason.contains("no decision of this brevet"), reason);
  }

  @Test
  void chainedSession_handsNothingDownItself() {
    VerifiedIdentity session = firstSession(Optional.empty());
    roles.answerWithKey(Proofs.ACCESS_KEY);
    vend(session, "second", Optional.empty(), Optional.empty());
    SessionName name = roles.requests().getLast().sessionName();
    mappings.with(
        second(",\"allowRoleChaining\":true", "\"s3:*\"", "\"*\"")
            .replace("role/First", "role/Second"));
    VerifiedIdentity chained =
        identity(
            Proofs.signature(
                "arn:aws:sts::111122223333:assumed-role/Second/" + name,
                "111122223333",
                "AROAEXAMPLE:" + name,
                Optional.empty()));
    refused(vend(chained, "second", Optional.empty(), Optional.empty()));
  }

  /// However little the first session narrowed it: else one could be renewed by the next, past what
  /// revoked its owner.
  @Test
  void chainedSessionThatIsAllOfItsMapping_handsNothingDownItself() {
    String all = "\"arn:aws:s3:::reports/1/*\"";
    mappings.with(second(",\"allowRoleChaining\":true", "\"s3:GetObject\"", all));
    VerifiedIdentity session = firstSession(Optional.empty());
    roles.answerWithKey("ASIAIOSFODNN7CHAINED");
    assertInstanceOf(Vended.class, vend(session, "second", Optional.empty(), Optional.empty()));
    SessionName name = roles.requests().getLast().sessionName();
    mappings.with(
        second(",\"allowRoleChaining\":true", "\"s3:GetObject\"", all)
            .replace("role/First", "role/Second"));
    VerifiedIdentity chained =
        identity(
            Proofs.signature(
                "arn:aws:sts::111122223333:assumed-role/Second/" + name,
                "111122223333",
                "AROAEXAMPLE:" + name,
                Optional.empty(),
                "ASIAIOSFODNN7CHAINED"));
    String reason = refused(vend(chained, "second", Optional.empty(), Optional.empty()));
    assertTrue(reason.contains("no decision of this brevet"), reason);
  }

  /// Disabled, or refusing its owner: `docs/revoke.md`, 1.
  @Test
  void sessionWhoseMappingWasWrittenSince_handsNothingDown() {
    VerifiedIdentity session = firstSession(Optional.empty());
    String json = first("\"arn:aws:s3:::reports/{{day}}/*\"");
    String allow = "{\"Effect\":\"Allow\",\"Principal\"";
    for (String changed :
        List.of(
            json.replaceFirst("\\{", "{\"enabled\":false,"),
            json.replace(
                allow,
                "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:*\",\"Condition\":"
                    + "{\"ArnEquals\":{\"aws:PrincipalArn\":\""
                    + USER
                    + "\"}}},"
                    + allow))) {
      mappings.with(changed, 2);
      String reason = refused(vend(session, "second", Optional.empty(), Optional.empty()));
      assertTrue(reason.contains("was written since"), reason);
    }
    mappings.with(json, 1);
    assertInstanceOf(Vended.class, vend(session, "second", Optional.empty(), Optional.empty()));
  }

  @Test
  void logThatDoesNotAnswer_isUnavailable() {
    VerifiedIdentity session = firstSession(Optional.empty());
    logAnswers = false;
    assertInstanceOf(
        VendOutcome.Unavailable.class, vend(session, "second", Optional.empty(), Optional.empty()));
  }

  @Test
  void tokenOfASessionThatWasVended_handsNothingDown() {
    VerifiedIdentity session = firstSession(Optional.empty());
    String source = roles.requests().getLast().sourceIdentity().orElseThrow().value();
    VerifiedIdentity token =
        identity(
            Proofs.awsToken(
                "\"sub\":\"arn:aws:iam::111122223333:role/First\",\"iat\":1700000000,\"https://sts.amazonaws.com/\":{\"aws_account\":\"111122223333\",\"source_identity\":\"%s\"}"
                    .formatted(source)));
    assertTrue(session.isVended() && token.isVended());
    String reason = refused(vend(token, "second", Optional.empty(), Optional.empty()));
    assertTrue(reason.contains("a token does not say"), reason);
  }

  /// A token of AWS's names the role and no session: one that would not be known in it cannot ask
  /// for it.
  @ParameterizedTest
  @ValueSource(
      strings = {"\"*\"", "\"sts:*\"", "\"STS:getweb*\"", "[\"s3:*\",\"sts:GetWebIdentityToken\"]"})
  void sessionThatATokenWouldNotTell_isDeniedTokens(String action) {
    for (String sourceIdentity : List.of("false", "\"reports\"")) {
      mappings.with(
          first("\"*\"")
              .replace("\"s3:GetObject\"", action)
              .replaceFirst("\\{", "{\"sourceIdentity\":" + sourceIdentity + ","));
      vend(user(), "first", Optional.empty(), Optional.empty());
      String json = roles.requests().getLast().policy().json().orElseThrow();
      assertTrue(
          json.contains(
              "{\"Effect\":\"Deny\",\"Action\":\"sts:GetWebIdentityToken\",\"Resource\":\"*\"}"),
          json);
    }
    mappings.with(first("\"*\"").replace("\"s3:GetObject\"", action));
    vend(user(), "first", Optional.empty(), Optional.empty());
    String json = roles.requests().getLast().policy().json().orElseThrow();
    assertFalse(json.contains("Deny"), json);
  }

  @Test
  void sessionThatMayAskForNoToken_isLeftAsItIs() {
    mappings.with(first("\"*\"").replaceFirst("\\{", "{\"sourceIdentity\":false,"));
    vend(user(), "first", Optional.empty(), Optional.empty());
    String json = roles.requests().getLast().policy().json().orElseThrow();
    assertFalse(json.contains("Deny"), json);
  }
}
