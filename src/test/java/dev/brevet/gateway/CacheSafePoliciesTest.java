package dev.brevet.gateway;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.api.Test;

/// What is reduced allows nothing that the policies do not allow in each of the requests that are
/// served the same answer.
class CacheSafePoliciesTest {
  private static final List<String> RESOURCES =
      List.of(
          "*",
          "order/*",
          "ord*",
          "order/own-*",
          "order/1",
          "order/?",
          "*1",
          "report/*",
          "o*r/*",
          "order/${subject:id}",
          "order/${aws:SourceIp}",
          "${resource:type}/*",
          "order",
          "**");
  private static final List<String> CONDITIONS =
      List.of(
          "",
          "",
          "{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}",
          "{\"NotIpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}",
          "{\"StringEquals\":{\"resource:status\":\"open\"}}",
          "{\"StringNotEquals\":{\"Resource:Status\":\"open\"}}",
          "{\"Null\":{\"resource:status\":\"true\"}}",
          "{\"DateLessThan\":{\"aws:CurrentTime\":\"2026-11-22T10:01:00Z\"}}",
          "{\"DateGreaterThan\":{\"aws:CurrentTime\":\"2026-11-22T10:01:00Z\"}}",
          "{\"StringEquals\":{\"subject:id\":\"alice\"}}",
          "{\"StringEquals\":{\"resource:type\":\"order\"}}",
          "{\"StringNotLike\":{\"subject:id\":\"${aws:UserAgent}\"}}",
          "{\"StringEqualsIfExists\":{\"aws:UserAgent\":\"curl\"}}");

  private static Policy policy(Random random) {
    List<String> statements = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String condition = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
      statements.add(
          "{\"Effect\":\""
              + (random.nextInt(3) == 0 ? "Deny" : "Allow")
              + "\",\"Action\":\"*\",\""
              + (random.nextInt(5) == 0 ? "NotResource" : "Resource")
              + "\":[\""
              + RESOURCES.get(random.nextInt(RESOURCES.size()))
              + "\",\""
              + RESOURCES.get(random.nextInt(RESOURCES.size()))
              + "\"]"
              + (condition.isEmpty() ? "" : ",\"Condition\":" + condition)
              + "}");
    }
    String json =
        "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    return assertInstanceOf(Parsed.class, PolicyReader.read(json, PolicyType.IDENTITY)).policy();
  }

  private static boolean allows(Policy policy, String resource, RequestContext context) {
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                new Principal.WebIdentity("directory:user", "alice"),
                Action.parse("order:read").orElseThrow(),
                resource,
                Optional.empty(),
                context),
            ApplicablePolicies.builder().identity(List.of(policy)).build())
        .isAllowed();
  }

  private static RequestContext.Builder context(String address, String agent, String time) {
    return RequestContext.builder()
        .put("subject:id", "alice")
        .put("resource:type", "order")
        .put("aws:SourceIp", address)
        .put("aws:UserAgent", agent)
        .put("aws:CurrentTime", time);
  }

  @Test
  void whatIsAllowed_isAllowedInEveryRequest() {
    Random random = new Random(11);
    List<String> addresses = List.of("203.0.113.7", "198.51.100.7");
    List<String> agents = List.of("curl", "alice");
    List<String> times = List.of("2026-11-22T10:00:00Z", "2026-11-22T10:02:00Z");
    int allowed = 0;
    for (int i = 0; i < 4_000; i++) {
      Policy policy = policy(random);
      Policy lasting =
          new CacheSafePolicies(new VaryingKeys(true, true, true, true), "order/").of(policy);
      if (!allows(lasting, "order/", context("203.0.113.7", "curl", times.getFirst()).build())) {
        continue;
      }
      allowed++;
      for (String address : addresses) {
        for (String agent : agents) {
          for (String time : times) {
            for (String id : List.of("1", "own-1", "x", "alice", "203.0.113.7", "a/b")) {
              for (String status : List.of("", "open", "closed")) {
                RequestContext.Builder context = context(address, agent, time);
                if (!status.isEmpty()) {
                  context.put("resource:status", status);
                }
                assertTrue(
                    allows(policy, "order/" + id, context.build()),
                    policy + " on " + id + " in " + context.build());
              }
            }
          }
        }
      }
    }
    assertTrue(allowed > 300, "allowed " + allowed);
  }

  @Test
  void whatDoesNotDependOnTheRequest_staysAsItIs() {
    Policy policy =
        assertInstanceOf(
                Parsed.class,
                PolicyReader.read(
                    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"order:read\","
                        + "\"Resource\":\"order/*\",\"Condition\":{\"StringEquals\":{\"subject:role\":\"clerk\"}}}}",
                    PolicyType.IDENTITY))
            .policy();
    RequestContext clerk = RequestContext.builder().put("subject:role", "clerk").build();

    Policy lasting =
        new CacheSafePolicies(new VaryingKeys(true, true, true, true), "order/").of(policy);
    assertTrue(allows(lasting, "order/", clerk));
    assertTrue(!allows(lasting, "order/", RequestContext.empty()));
  }
}
