package dev.brevet.policy.element;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
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

/// Of generated conditions, none that [Restriction] calls one that restricts lets in what it says
/// that it keeps out, by the engine: principals of foreign accounts, services that act for foreign
/// accounts, the anonymous, requests from anywhere; and of what is acted upon and of how a caller
/// signed in, not everything.
///
/// Names of strangers hold `z` and `9`, which no generated value holds. What everybody may choose
/// (names of users, tags, headers, paths of roles, names of resources) speaks of the victim
/// wherever it can. A failure names the seed of its condition.
class RestrictionPropertyTest {
  private static final int CONDITIONS = 60_000;
  private static final String BUCKET = "arn:aws:s3:::b/k";
  private static final Action READ = Action.parse("s3:GetObject").orElseThrow();

  private record Caller(Principal principal, RequestContext context) {}

  private static final List<Caller> STRANGERS = strangers();
  private static final List<Caller> OWN = own();

  @Test
  void conditionThatRestricts_keepsOutWhatItSays() {
    int restricting = 0;
    int useful = 0;
    int open = 0;
    for (int seed = 0; seed < CONDITIONS; seed++) {
      String json = new Generator(new Random(seed)).policy();
      if (!(PolicyReader.read(json, PolicyType.RESOURCE) instanceof Parsed(Policy policy))) {
        continue;
      }
      Condition condition = policy.statements().getFirst().conditions().getFirst();
      ApplicablePolicies applicable = ApplicablePolicies.builder().resource(policy).build();
      Optional<Restriction> restriction = Restriction.of(condition);
      if (restriction.isEmpty()) {
        open += STRANGERS.stream().anyMatch(caller -> isAllowed(caller, applicable)) ? 1 : 0;
        continue;
      }
      restricting++;
      useful += OWN.stream().anyMatch(caller -> isAllowed(caller, applicable)) ? 1 : 0;
      String what = "seed " + seed + ", " + restriction.get() + ": ";
      assertFalse(isAllowed(anonymous(), applicable), what + "without the key, by " + json);
      if (restriction.get() == Restriction.NETWORK && condition instanceof Condition.IpAddress) {
        assertTrue(isDeniedAlmostEverywhere(condition, applicable), what + json);
      } else if (restriction.get().keepsStrangersOut()) {
        for (Caller caller : STRANGERS) {
          assertFalse(isAllowed(caller, applicable), what + caller + " by " + json);
        }
      } else {
        // Not even of those that have the key.
        assertFalse(
            STRANGERS.stream()
                .filter(caller -> !caller.context().values(condition.key().name()).isEmpty())
                .allMatch(caller -> isAllowed(caller, applicable)),
            what + json);
      }
    }
    // Else the test would show nothing.
    assertTrue(restricting > CONDITIONS / 20, "only " + restricting + " restrict");
    assertTrue(useful > CONDITIONS / 40, "only " + useful + " let their owner in");
    assertTrue(open > CONDITIONS / 20, "only " + open + " let anybody in");
  }

  /// One address in each sixty-fourth of IPv4, and as many of IPv6.
  private static boolean isDeniedAlmostEverywhere(
      Condition condition, ApplicablePolicies applicable) {
    int allowed = 0;
    for (int part = 0; part < 64; part++) {
      for (String address :
          List.of((part * 4 + 1) + ".77.9.9", Integer.toHexString(part * 1024 + 9) + "::9")) {
        RequestContext context =
            RequestContext.builder().put(condition.key().name(), address).build();
        allowed += isAllowed(new Caller(new Principal.Anonymous(), context), applicable) ? 1 : 0;
      }
    }
    return allowed <= 16;
  }

  private static boolean isAllowed(Caller caller, ApplicablePolicies policies) {
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                caller.principal(),
                READ,
                BUCKET,
                Optional.of(new AccountId("111122223333")),
                caller.context()),
            policies)
        .isAllowed();
  }

  private static Caller anonymous() {
    return new Caller(
        new Principal.Anonymous(),
        RequestContext.builder()
            .put("aws:SecureTransport", "true")
            .put("aws:CurrentTime", "2026-01-01T00:00:00Z")
            .put("aws:UserAgent", "octo")
            .put("aws:RequestedRegion", "eu-west-1")
            .put("aws:PrincipalType", "Anonymous")
            .put("aws:Referer", "octo")
            .put("aws:RequestTag/owner", "octo")
            .put("aws:TagKeys", List.of("octo"))
            .put("aws:ViaAWSService", "false")
            .put("sts:ExternalId", "octo")
            .build());
  }

  /// A request of everybody's choosing, by a principal of an account, over its own network.
  private static Caller principal(Map<String, String> of) {
    String account = of.get("account");
    String organization = of.get("organization");
    RequestContext.Builder context =
        RequestContext.builder()
            .put("aws:PrincipalArn", of.get("arn"))
            .put("aws:PrincipalAccount", account)
            .put("aws:PrincipalOrgID", organization)
            .put(
                "aws:PrincipalOrgPaths",
                List.of(organization + "/r-ab12/", organization + "/r-ab12/ou-octo/"))
            .put("aws:userid", of.get("id"))
            .put("aws:username", of.getOrDefault("name", "octo"))
            .put("aws:PrincipalTag/owner", of.getOrDefault("name", "octo"))
            .put("aws:PrincipalType", "User")
            .put("kms:CallerAccount", account)
            .put("s3:DataAccessPointAccount", account)
            .put("s3:DataAccessPointArn", "arn:aws:s3:eu-west-1:" + account + ":accesspoint/octo")
            .put("brevet:PermissionSet", account + "/octo")
            .put("aws:SourceIp", of.get("address"))
            .put("aws:VpcSourceIp", "10.0.0.1")
            .put("aws:SourceVpc", "vpc-" + of.get("net"))
            .put("aws:SourceVpce", "vpce-" + of.get("net"))
            .put("aws:SourceVpcArn", "arn:aws:ec2:eu-west-1:" + account + ":vpc/vpc-octo")
            .put("aws:VpceAccount", account)
            .put("aws:VpceOrgID", organization)
            .put("aws:VpceOrgPaths", List.of(organization + "/r-ab12/ou-octo/"))
            .put("aws:MultiFactorAuthPresent", of.getOrDefault("factor", "true"))
            .put("aws:SecureTransport", "true")
            .put("aws:CurrentTime", "2026-01-01T00:00:00Z")
            .put("aws:UserAgent", "octo")
            .put("aws:RequestedRegion", "eu-west-1")
            .put("aws:Referer", "octo")
            .put("aws:RequestTag/owner", "octo")
            .put("aws:TagKeys", List.of("octo"))
            .put("aws:ViaAWSService", "false")
            .put("sts:ExternalId", "octo")
            .put("s3:signatureversion", "AWS4-HMAC-SHA256")
            .put("ec2:Region", "eu-west-1")
            .put("iam:PassedToService", of.getOrDefault("target", "octo") + ".amazonaws.com")
            .put(
                "iam:PolicyARN",
                "arn:aws:iam::" + account + ":policy/" + of.getOrDefault("target", "octo"))
            .put("aws:ResourceTag/owner", of.getOrDefault("target", "octo"));
    return new Caller(
        new Principal.User("aws", new AccountId(account), "/", "octo"), context.build());
  }

  private static Caller service(String account, String organization, String source) {
    return new Caller(
        new Principal.Service("octo.amazonaws.com"),
        RequestContext.builder()
            .put("aws:SourceAccount", account)
            .put("aws:SourceOrgID", organization)
            .put("aws:SourceOrgPaths", List.of(organization + "/r-ab12/ou-octo/"))
            .put("aws:SourceArn", source)
            .put("aws:PrincipalServiceName", "octo.amazonaws.com")
            .put("aws:PrincipalIsAWSService", "true")
            .put("aws:SecureTransport", "true")
            .put("aws:CurrentTime", "2026-01-01T00:00:00Z")
            .put("aws:RequestedRegion", "eu-west-1")
            .build());
  }

  private static List<Caller> own() {
    return List.of(
        principal(
            Map.of(
                "account", "111122223333",
                "organization", "o-octo",
                "arn", "arn:aws:iam::111122223333:role/octo",
                "id", "AIDAOCTO",
                "address", "192.0.2.1",
                "net", "octo")),
        service("111122223333", "o-octo", "arn:aws:sns:eu-west-1:111122223333:octo"),
        service("111122223333", "o-octo", "arn:aws:s3:::octo"));
  }

  private static List<Caller> strangers() {
    List<Caller> all = new ArrayList<>();
    all.add(anonymous());
    for (String arn :
        List.of(
            "arn:aws:iam::999988887777:role/octo",
            "arn:aws:iam::999988887777:role/arn:aws:iam::111122223333:role/octo",
            "arn:aws:iam::999988887777:user/octo/:111122223333:role/octo")) {
      all.add(
          principal(
              Map.of(
                  "account", "999988887777",
                  "organization", "o-octoz9",
                  "arn", arn,
                  "id", "AIDAZ9:octo",
                  "address", "198.51.100.9",
                  "net", "z9")));
    }
    all.add(
        principal(
            Map.of(
                "account", "999988887777",
                "organization", "o-z9",
                "arn", "arn:aws:iam::999988887777:role/z9",
                "id", "AROAZ9:AIDAOCTO",
                "name", "z9",
                "factor", "false",
                "target", "z9",
                "address", "2001:db8:9::9",
                "net", "octoz9")));
    for (String source :
        List.of(
            "arn:aws:sns:eu-west-1:999988887777:octo",
            "arn:aws:sns:eu-west-1:999988887777:octo:111122223333:octo",
            "arn:aws:sns:eu-west-1:999988887777:arn:aws:sns:eu-west-1:111122223333:octo",
            "arn:aws:s3:::octoz9",
            "arn:aws:s3:::z9octo")) {
      all.add(service("999988887777", "o-octoz9", source));
    }
    return all;
  }

  /// Conditions about `octo`, mostly almost right.
  private record Generator(Random random) {
    private static final List<String> NETWORKS =
        List.of(
            "192.0.2.0/24",
            "192.0.2.1",
            "9.0.0.0/8",
            "12.0.0.0/7",
            "0.0.0.0/0",
            "0.0.0.0/1",
            "128.0.0.0/1",
            "64.0.0.0/2",
            "2001:db8::/32",
            "::/0",
            "8000::/1");

    private static final Map<String, List<String>> VALUES =
        Map.ofEntries(
            Map.entry("aws:PrincipalAccount", List.of("111122223333", "444455556666")),
            Map.entry("AWS:principalorgid", List.of("o-octo", "o-octo-org")),
            Map.entry("aws:PrincipalOrgPaths", List.of("o-octo/*", "o-octo/r-ab12/ou-octo/*")),
            Map.entry(
                "aws:PrincipalArn",
                List.of("arn:aws:iam::111122223333:role/octo", "arn:aws:iam::111122223333:*")),
            Map.entry("aws:userid", List.of("AIDAOCTO", "AROAOCTO:*", "*:octo")),
            Map.entry("brevet:PermissionSet", List.of("111122223333/octo")),
            Map.entry("kms:CallerAccount", List.of("111122223333")),
            Map.entry("s3:DataAccessPointAccount", List.of("111122223333")),
            Map.entry(
                "s3:DataAccessPointArn",
                List.of("arn:aws:s3:eu-west-1:111122223333:accesspoint/*")),
            Map.entry("aws:SourceAccount", List.of("111122223333")),
            Map.entry("aws:SourceOrgID", List.of("o-octo")),
            Map.entry("aws:SourceOrgPaths", List.of("o-octo/*")),
            Map.entry(
                "aws:SourceArn",
                List.of(
                    "arn:aws:sns:eu-west-1:111122223333:octo",
                    "arn:aws:sns:*:111122223333:octo",
                    "arn:aws:sns:*:*:*",
                    "arn:aws:s3:::octo",
                    "arn:aws:s3:*:*:octo",
                    "arn:aws:s3:::octo*")),
            Map.entry("aws:SourceIp", NETWORKS),
            Map.entry("aws:VpcSourceIp", List.of("10.0.0.0/8")),
            Map.entry("aws:SourceVpc", List.of("vpc-octo", "vpc-*")),
            Map.entry("aws:SourceVpce", List.of("vpce-octo")),
            Map.entry(
                "aws:SourceVpcArn", List.of("arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-octo")),
            Map.entry("aws:VpceAccount", List.of("111122223333")),
            Map.entry("aws:VpceOrgID", List.of("o-octo")),
            Map.entry("aws:VpceOrgPaths", List.of("o-octo/*")),
            Map.entry("aws:username", List.of("octo", "octo*", "*")),
            Map.entry("aws:PrincipalTag/owner", List.of("octo")),
            Map.entry("aws:PrincipalType", List.of("User", "Account")),
            Map.entry("aws:PrincipalServiceName", List.of("octo.amazonaws.com")),
            Map.entry("aws:PrincipalIsAWSService", List.of("true")),
            Map.entry("aws:MultiFactorAuthPresent", List.of("true", "false")),
            Map.entry("aws:SecureTransport", List.of("true", "false")),
            Map.entry("aws:CurrentTime", List.of("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z")),
            Map.entry("aws:UserAgent", List.of("octo", "*")),
            Map.entry("aws:RequestedRegion", List.of("eu-west-1")),
            Map.entry("aws:RequestTag/owner", List.of("octo")),
            Map.entry("aws:TagKeys", List.of("octo")),
            Map.entry("sts:ExternalId", List.of("octo")),
            Map.entry("s3:signatureversion", List.of("AWS4-HMAC-SHA256")),
            Map.entry("ec2:Region", List.of("eu-west-1")),
            Map.entry("iam:PassedToService", List.of("octo.amazonaws.com", "*.amazonaws.com")),
            Map.entry(
                "iam:PolicyARN",
                List.of("arn:aws:iam::111122223333:policy/octo", "arn:aws:iam::*:policy/*")),
            Map.entry("aws:ResourceTag/owner", List.of("octo")));

    private static final List<String> KEYS = VALUES.keySet().stream().sorted().toList();

    private static final List<String> TEXTS =
        List.of(
            "StringEquals",
            "StringLike",
            "StringLike",
            "StringEqualsIgnoreCase",
            "ArnLike",
            "ArnEquals",
            "StringNotEquals",
            "ArnNotLike",
            "StringNotLike");

    String policy() {
      String key = pick(KEYS);
      String base = operator(key);
      String set =
          switch (base.equals("Null") ? 9 : random.nextInt(8)) {
            case 0 -> "ForAllValues:";
            case 1 -> "ForAnyValue:";
            default -> "";
          };
      String exists = !base.equals("Null") && random.nextInt(8) == 0 ? "IfExists" : "";
      List<String> operands = new ArrayList<>();
      for (int n = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(4) / 2; n > 0; n--) {
        operands.add("\"" + operand(key, base) + "\"");
      }
      return "{\"Version\":\""
          + (random.nextInt(12) == 0 ? "2008-10-17" : "2012-10-17")
          + "\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\","
          + "\"Resource\":\"*\",\"Condition\":{\""
          + set
          + base
          + exists
          + "\":{\""
          + key
          + "\":["
          + String.join(",", operands)
          + "]}}}}";
    }

    private String operator(String key) {
      if (random.nextInt(16) == 0) {
        return "Null";
      }
      return switch (key) {
        case "aws:SourceIp", "aws:VpcSourceIp" ->
            random.nextInt(8) == 0 ? "NotIpAddress" : "IpAddress";
        case "aws:MultiFactorAuthPresent", "aws:SecureTransport", "aws:PrincipalIsAWSService" ->
            random.nextInt(8) == 0 ? "StringEquals" : "Bool";
        case "aws:CurrentTime" -> pick(List.of("DateGreaterThan", "DateLessThan"));
        default -> pick(TEXTS);
      };
    }

    private String operand(String key, String base) {
      if (base.equals("Null")) {
        return pick(List.of("true", "false"));
      }
      String value = pick(VALUES.get(key));
      if (base.equals("Bool") || base.startsWith("Date") || base.endsWith("IpAddress")) {
        return value;
      }
      int at = random.nextInt(value.length() + 1);
      return switch (random.nextInt(16)) {
        case 0 -> value.substring(0, at) + "*";
        case 1 -> value.substring(0, at) + "?*" + value.substring(at);
        case 2 -> value.substring(0, at) + "*" + value.substring(at);
        case 3 -> value.substring(0, at) + "${" + pick(KEYS) + "}";
        case 4 -> "${" + pick(KEYS) + "}" + value.substring(at);
        case 5 -> "${" + key + "}";
        case 6 -> value.substring(at);
        case 7 -> value.replaceAll("[a-z0-9]", "?");
        default -> value;
      };
    }

    private <T> T pick(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }
  }
}
