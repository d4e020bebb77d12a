package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.identity.Identities;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.testing.MappingsInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionPlanTest {
  private static final String ISSUER = "https://issuer.example";

  private static SessionPlan plan(String fields, String team) {
    return SessionPlan.of(
        new MappingsInMemory()
            .with(
                """
                {"id":"reader","roleArn":"arn:aws:iam::111122223333:role/Reader","trustPolicy":
                 {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"%s"},
                  "Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"issuer.example:sub":"ann"}}}]},
                 "parameters":{"team":{"from":"claim:team","pattern":".*"},
                               "none":{"from":"claim:none","pattern":".*","default":""}},%s}
                """
                    .formatted(ISSUER, fields))
            .find(new MappingId("reader"))
            .orElseThrow(),
        request(Identities.bearing(ISSUER, "ann", Map.of("team", List.of(team)))),
        Optional.empty());
  }

  private static VendRequest request(VerifiedIdentity caller) {
    return new VendRequest(
        caller,
        new MappingId("reader"),
        Optional.empty(),
        Map.of(),
        new RequestOrigin(
            "request-1", "10.1.2.3", "curl/8", Optional.empty(), "vend", Instant.EPOCH));
  }

  /// As in a session policy: without its value, `team-` and a tag of nobody's may be another's.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sessionTags\":{\"Team\":\"{{team}}\"} | x | true",
        "\"sessionTags\":{\"Team\":\"{{team}}\"} | '' | false",
        "\"sessionTags\":{\"Team\":\"team-{{team}}\"} | '' | false",
        "\"sessionTags\":{\"Team\":\"{{team}}{{none}}\"} | x | false",
        "\"sessionTags\":{\"Team\":\"\"} | x | true",
        "\"sourceIdentity\":\"team-{{team}}\" | x | true",
        "\"sourceIdentity\":\"team-{{team}}\" | '' | false",
        "\"sourceIdentity\":\"team-{{none}}\" | x | false",
      })
  void emptyValue_isAFlaw(String fields, String team, boolean fits) {
    assertEquals(fits, plan(fields, team).flaw().isEmpty());
  }

  /// A claim that its bearer may choose must not make the source identity of another caller.
  @Test
  void sourceIdentityOfAnotherCaller_isAFlaw() {
    SourceIdentity another =
        SessionNames.sourceIdentity(
            SessionNames.sessionName(Identities.bearing(ISSUER, "administrator", Map.of())));

    SessionPlan plan = plan("\"sourceIdentity\":\"{{team}}\"", another.value());

    assertTrue(plan.flaw().isPresent());
    assertEquals(Optional.empty(), plan.sourceIdentity());
  }
}
