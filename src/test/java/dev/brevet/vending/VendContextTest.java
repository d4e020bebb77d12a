package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.Identities;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.testing.MappingsInMemory;
import org.junit.jupiter.api.Test;

class VendContextTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.750Z");
  private static final RoleMapping MAPPING =
      new MappingsInMemory()
          .with(
              """
              {"id":"reader","roleArn":"arn:aws:iam::111122223333:role/Reader","trustPolicy":
               {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sts:AssumeRole"}]},
               "parameters":{"team":{"from":"request","pattern":".*"}},
               "sessionTags":{"Team":"{{team}}","Kind":"reader"},"externalId":"brevet-reader",
               "sourceIdentity":"team-orders"}
              """)
          .find(new MappingId("reader"))
          .orElseThrow();

  private static Map<String, List<String>> context(RequestContext identity) {
    VendRequest request =
        new VendRequest(
            Identities.signing("arn:aws:iam::444455556666:user/ann", "AKIAEXAMPLE", identity),
            new MappingId("reader"),
            Optional.empty(),
            Map.of("team", "orders"),
            new RequestOrigin(
                "request-1", "10.1.2.3", "curl/8", Optional.of("vpce-1"), "vend", NOW));
    return VendContext.of(MAPPING, request, SessionPlan.of(MAPPING, request, Optional.empty()), NOW)
        .asMap();
  }

  @Test
  void context_holdsEveryDocumentedKey() {
    Map<String, List<String>> expected = new TreeMap<>();
    expected.put("brevet:parameter/team", List.of("orders"));
    expected.put("brevet:mapping", List.of("reader"));
    expected.put("sts:durationseconds", List.of("3600"));
    expected.put("sts:externalid", List.of("brevet-reader"));
    expected.put("sts:sourceidentity", List.of("team-orders"));
    expected.put("aws:requesttag/team", List.of("orders"));
    expected.put("aws:requesttag/kind", List.of("reader"));
    expected.put("aws:tagkeys", List.of("Team", "Kind"));
    expected.put("aws:useragent", List.of("curl/8"));
    expected.put("aws:sourceip", List.of("10.1.2.3"));
    expected.put("aws:sourcevpce", List.of("vpce-1"));
    expected.put("aws:securetransport", List.of("true"));
    expected.put("aws:currenttime", List.of("2026-11-22T10:00:00Z"));
    expected.put("aws:epochtime", List.of("1795341600"));
    expected.put("aws:userid", List.of("AIDAEXAMPLE"));
    Map<String, List<String>> actual =
        new TreeMap<>(context(RequestContext.builder().put("aws:userid", "AIDAEXAMPLE").build()));

    assertEquals(1, actual.remove("sts:rolesessionname").size());
    assertEquals(expected, actual);
  }

  @Test
  void claimNamedLikeAGatewaysKey_doesNotReplaceIt() {
    Map<String, List<String>> context =
        context(
            RequestContext.builder()
                .put("aws:SourceIp", "192.0.2.1")
                .put("brevet:Mapping", "other")
                .put("aws:CurrentTime", "1970-01-01T00:00:00Z")
                .build());

    assertEquals(List.of("10.1.2.3"), context.get("aws:sourceip"));
    assertEquals(List.of("reader"), context.get("brevet:mapping"));
    assertEquals(List.of("2026-11-22T10:00:00Z"), context.get("aws:currenttime"));
  }
}
