package dev.brevet.policy.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
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

/// Every repair that a check offers, of generated policies, is applied and judged by the engine:
/// nothing is allowed afterwards that was not before, whatever the request, and what worked before
/// works afterwards. A failure names the seed of its policy.
///
/// What works are requests as AWS makes them: of the account's own principals, with all that AWS
/// tells of them, and of services on behalf of the account's own resources, with the keys that
/// AWS's pages say each sends. A condition speaks of callers that have its key: one that lets
/// others in for want of the key does not mean them.
class RepairPropertyTest {
  private static final int POLICIES = 12_000;
  private static final PolicyLint LINT = new PolicyLint(Catalogue.bundled());
  private static final AccountId OWN = new AccountId("111122223333");
  private static final List<PolicyType> TYPES =
      List.of(PolicyType.IDENTITY, PolicyType.SESSION, PolicyType.RESOURCE, PolicyType.TRUST);
  private static final Policy EVERYTHING =
      policy(
              "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                  + "\"Resource\":\"*\"}}",
              PolicyType.IDENTITY)
          .orElseThrow();

  /// @param works whether AWS makes such requests for the account's own
  private record Caller(Principal principal, RequestContext context, boolean works) {}

  private static final List<Caller> CALLERS = callers();

  @Test
  void repair_allowsNothingMoreAndKeepsWhatWorks() throws JsonProcessingException {
    Map<String, Integer> tried = new TreeMap<>();
    Map<String, Integer> kept = new TreeMap<>();
    for (int seed = 0; seed < POLICIES; seed++) {
      Random random = new Random(seed);
      PolicyType type = TYPES.get(random.nextInt(TYPES.size()));
      String json = new Generator(random, type).policy();
      for (Finding finding : LINT.check(json, type, Optional.of(OWN))) {
        if (finding.repair().isEmpty()) {
          continue;
        }
        String repaired = LintChecksTest.patched(json, finding);
        String what =
            "seed " + seed + ", " + finding.id() + ", " + type + "\n" + json + "\n" + repaired;
        tried.merge(finding.id(), 1, Integer::sum);
        Optional<Policy> before = policy(json, type);
        Optional<Policy> after = policy(repaired, type);
        assertEquals(before.isPresent(), after.isPresent(), what);
        if (before.isPresent() && after.isPresent()) {
          kept.merge(
              finding.id(), judge(json, type, before.get(), after.get(), what), Integer::sum);
        }
      }
    }
    // Else the test would show nothing.
    for (String id :
        List.of(
            "EMPTY_OBJECT_CONDITION",
            "FORALLVALUES_WITHOUT_KEY",
            "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
            "MISSING_VERSION",
            "REDUNDANT_ACTION",
            "REDUNDANT_CONDITION_VALUE",
            "REDUNDANT_RESOURCE",
            "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
            "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS")) {
      assertTrue(kept.getOrDefault(id, 0) > 20, () -> id + ": " + tried + " kept " + kept);
    }
  }

  /// How many requests work before and afterwards.
  private static int judge(String json, PolicyType type, Policy before, Policy after, String what) {
    ApplicablePolicies then = applicable(before, type);
    ApplicablePolicies now = applicable(after, type);
    int kept = 0;
    for (Caller caller : CALLERS) {
      for (String action :
          type == PolicyType.TRUST
              ? List.of("sts:AssumeRole")
              : List.of("s3:GetObject", "s3:PutObject")) {
        for (String resource :
            type == PolicyType.TRUST
                ? List.of("arn:aws:iam::111122223333:role/r")
                : List.of("arn:aws:s3:::b/k", "arn:aws:s3:::b/ana", "arn:aws:s3:::c/k")) {
          boolean was = isAllowed(caller, action, resource, then);
          boolean is = isAllowed(caller, action, resource, now);
          String request = what + "\n" + caller + " " + action + " " + resource;
          assertFalse(is && !was, () -> "more is allowed: " + request);
          boolean works = was && caller.works() && speaksOf(caller, json);
          assertFalse(works && !is, () -> "no longer works: " + request);
          kept += works ? 1 : 0;
        }
      }
    }
    return kept;
  }

  /// Whether the caller has what the policy's conditions say of principals. Services are meant by
  /// their names.
  private static boolean speaksOf(Caller caller, String json) {
    return (caller.principal() instanceof Principal.Service && json.contains("\"Service\""))
        || List.of(
                "aws:username", "aws:PrincipalTag/team", "aws:PrincipalOrgID", "aws:PrincipalArn")
            .stream()
            .allMatch(
                key ->
                    !AsciiCase.lower(json).contains(AsciiCase.lower(key))
                        || !caller.context().values(AsciiCase.lower(key)).isEmpty());
  }

  private static ApplicablePolicies applicable(Policy policy, PolicyType type) {
    ApplicablePolicies.Builder builder = ApplicablePolicies.builder();
    return switch (type) {
      case IDENTITY -> builder.identity(List.of(policy)).build();
      case SESSION -> builder.identity(List.of(EVERYTHING)).session(List.of(policy)).build();
      case RESOURCE -> builder.resource(policy).build();
      case TRUST -> builder.identity(List.of(EVERYTHING)).trust(policy).build();
      case BOUNDARY, SERVICE_CONTROL, RESOURCE_CONTROL, ENDPOINT -> throw new AssertionError(type);
    };
  }

  private static boolean isAllowed(
      Caller caller, String action, String resource, ApplicablePolicies policies) {
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                caller.principal(),
                Action.parse(action).orElseThrow(),
                resource,
                Optional.of(OWN),
                caller.context()),
            policies)
        .isAllowed();
  }

  private static Optional<Policy> policy(String json, PolicyType type) {
    return PolicyReader.read(json, type) instanceof Parsed(Policy policy)
        ? Optional.of(policy)
        : Optional.empty();
  }

  private static RequestContext.Builder request() {
    return RequestContext.builder()
        .put("aws:SecureTransport", "true")
        .put("aws:CurrentTime", "2026-01-01T00:00:00Z")
        .put("aws:UserAgent", "aws-cli")
        .put("aws:RequestedRegion", "eu-west-1");
  }

  private static List<Caller> callers() {
    List<Caller> all = new ArrayList<>();
    for (String account : List.of("111122223333", "999988887777")) {
      boolean own = account.equals("111122223333");
      for (int left = 0; left < 4; left++) {
        principals(account, own, left, all);
      }
      for (boolean whole : List.of(true, false)) {
        services(account, own && whole, whole, all);
      }
    }
    all.add(new Caller(new Principal.Anonymous(), request().build(), false));
    return all;
  }

  /// @param left how much of what AWS tells is left out: nothing for 0
  private static void principals(String account, boolean own, int left, List<Caller> all) {
    for (String arn : List.of("user/ana", "role/r")) {
      RequestContext.Builder context =
          left == 3
              ? RequestContext.builder()
              : request()
                  .put("aws:PrincipalAccount", account)
                  .put("aws:PrincipalArn", "arn:aws:iam::" + account + ":" + arn)
                  .put("aws:userid", arn.startsWith("user") ? "AIDAOCTO" : "AROAOCTO:ss")
                  .put("aws:PrincipalType", arn.startsWith("user") ? "User" : "AssumedRole");
      if (left < 2) {
        context
            .put("aws:PrincipalOrgID", own ? "o-octo" : "o-other")
            .put("aws:PrincipalTag/team", own ? "red" : "blue");
        if (arn.startsWith("user")) {
          context.put("aws:username", "ana");
        }
      }
      if (left < 1) {
        // Access keys that last have no such key: they work too.
        context.put("aws:MultiFactorAuthPresent", own ? "true" : "false");
      }
      boolean user = arn.startsWith("user");
      all.add(
          new Caller(
              user
                  ? new Principal.User("aws", new AccountId(account), "/", "ana")
                  : new Principal.RoleSession(
                      "aws", new AccountId(account), Optional.of("/"), "r", "ss"),
              context.build(),
              own && left < 2));
    }
  }

  /// What each sends: Step Functions Developer Guide, procedure-create-iam-role; EventBridge
  /// Scheduler User Guide, cross-service-confused-deputy-prevention; IAM User Guide,
  /// condition-keys-sourcearn (S3); SNS tells Lambda the topic (Lambda Developer Guide, with-sns);
  /// EC2 and EKS send nothing.
  private static void services(String account, boolean works, boolean whole, List<Caller> all) {
    service(
        "states",
        account,
        "arn:aws:states:eu-west-1:" + account + ":stateMachine:m",
        all,
        works,
        whole);
    service(
        "scheduler",
        account,
        "arn:aws:scheduler:eu-west-1:" + account + ":schedule-group/g",
        all,
        works,
        whole);
    service("s3", account, "arn:aws:s3:::uploads", all, works, whole);
    service("sns", "", "arn:aws:sns:eu-west-1:" + account + ":t", all, works, whole);
    service("unknown", "", "", all, works, whole);
    service("ec2", "", "", all, works, whole);
    service("eks", "", "", all, works, whole);
  }

  private static void service(
      String name, String account, String source, List<Caller> all, boolean works, boolean whole) {
    RequestContext.Builder context = request();
    if (whole && !account.isEmpty()) {
      context.put("aws:SourceAccount", account);
    }
    if (whole && !source.isEmpty()) {
      context.put("aws:SourceArn", source);
    }
    all.add(new Caller(new Principal.Service(name + ".amazonaws.com"), context.build(), works));
  }

  /// Policies that most checks have something to say about.
  private record Generator(Random random, PolicyType type) {
    private static final List<String> SERVICES =
        List.of("states", "states", "scheduler", "s3", "s3", "sns", "ec2", "eks", "unknown");

    private static final Map<String, List<String>> VALUES =
        Map.ofEntries(
            Map.entry("aws:PrincipalOrgID", List.of("o-octo", "o-octo", "o-other")),
            Map.entry("aws:username", List.of("ana", "an*", "*")),
            Map.entry("aws:PrincipalTag/team", List.of("red", "r*", "*d")),
            Map.entry(
                "aws:PrincipalArn",
                List.of(
                    "arn:aws:iam::111122223333:role/r",
                    "arn:aws:iam::111122223333:*",
                    "arn:aws:iam:*:*:*",
                    "arn:aws:iam::*:user/ana",
                    "arn:aws:iam:*:user/ana")),
            Map.entry(
                "aws:SourceArn",
                List.of(
                    "arn:aws:s3:::uploads",
                    "arn:aws:s3:::*",
                    "arn:aws:states:eu-west-1:111122223333:*",
                    "arn:aws:states:*:*:m",
                    "arn:aws:states:*:111122223333:stateMachine:m",
                    "arn:aws:states:*:stateMachine:m")),
            Map.entry("aws:SourceAccount", List.of("111122223333", "999988887777", "*")),
            Map.entry("aws:RequestedRegion", List.of("eu-west-1", "eu-*")),
            Map.entry("aws:UserAgent", List.of("aws-cli", "*")),
            Map.entry("aws:MultiFactorAuthPresent", List.of("true", "false")),
            Map.entry("aws:SecureTransport", List.of("true", "false")));

    private static final List<String> KEYS = VALUES.keySet().stream().sorted().toList();

    String policy() {
      List<String> statements = new ArrayList<>();
      // A caller that one statement lets in by mistake may be meant by another.
      int count = type.namesPrincipals() ? 1 : 1 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        statements.add(statement());
      }
      String version =
          switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "'Version':'2008-10-17',";
            default -> "'Version':'2012-10-17',";
          };
      return ("{" + version + "'Statement':[" + String.join(",", statements) + "]}")
          .replace('\'', '"');
    }

    private String statement() {
      boolean deny = random.nextInt(5) == 0;
      StringBuilder text = new StringBuilder("{");
      text.append(random.nextInt(40) == 0 ? "'effect'" : "'Effect'")
          .append(deny ? ":'Deny'" : ":'Allow'");
      if (type.namesPrincipals()) {
        text.append(",'Principal':").append(principal());
      }
      text.append(",'Action':")
          .append(
              type == PolicyType.TRUST
                  ? list("sts:AssumeRole", "sts:Assume*")
                  : list("s3:GetObject", "s3:Get*", "s3:PutObject", "*"));
      if (type != PolicyType.TRUST) {
        text.append(random.nextInt(8) == 0 ? ",'NotResource':" : ",'Resource':")
            .append(
                list(
                    "arn:aws:s3:::b/*", "arn:aws:s3:::b/k", "arn:aws:s3:::b/${aws:username}", "*"));
      }
      conditions().ifPresent(conditions -> text.append(",'Condition':").append(conditions));
      if (random.nextInt(40) == 0) {
        text.append(deny ? ",'Effect':'Deny'" : ",'Effect':'Allow'");
      }
      return text.append("}").toString();
    }

    private String principal() {
      List<String> services = new ArrayList<>();
      for (int n = 1 + random.nextInt(2); n > 0; n--) {
        services.add("'" + pick(SERVICES) + ".amazonaws.com'");
      }
      String aws = random.nextBoolean() ? "'111122223333'" : "'arn:aws:iam::111122223333:role/r'";
      return switch (random.nextInt(6)) {
        case 0 -> "'*'";
        case 1 -> "{'AWS':" + aws + "}";
        case 2 -> "{'AWS':" + aws + ",'Service':[" + String.join(",", services) + "]}";
        default -> "{'Service':[" + String.join(",", services) + "]}";
      };
    }

    private Optional<String> conditions() {
      int count = random.nextInt(4) - 1;
      if (count < 0) {
        return random.nextInt(4) == 0 ? Optional.of("{}") : Optional.empty();
      }
      Map<String, Map<String, String>> byOperator = new HashMap<>();
      for (int i = 0; i < count; i++) {
        String key = pick(KEYS);
        String operator = operator(key);
        String operand = list(VALUES.get(key).toArray(String[]::new));
        byOperator
            .computeIfAbsent(operator, _ -> new TreeMap<>())
            .put(random.nextInt(12) == 0 ? key.replace("aws:", "AWS:") : key, operand);
      }
      if (random.nextInt(10) == 0) {
        byOperator.put(random.nextBoolean() ? "StringEquals" : "stringequals", Map.of());
      }
      List<String> operators = new ArrayList<>();
      byOperator.forEach(
          (operator, keys) -> {
            List<String> members = new ArrayList<>();
            keys.forEach((key, operands) -> members.add("'" + key + "':" + operands));
            operators.add("'" + operator + "':{" + String.join(",", members) + "}");
          });
      return Optional.of("{" + String.join(",", operators) + "}");
    }

    private String operator(String key) {
      if (Set.of("aws:MultiFactorAuthPresent", "aws:SecureTransport").contains(key)) {
        return pick(List.of("Bool", "Bool", "BoolIfExists", "bool", "ForAllValues:Bool"));
      }
      String base =
          key.endsWith("Arn")
              ? pick(List.of("ArnLike", "ArnEquals", "StringLike", "StringLike", "StringNotLike"))
              : pick(
                  List.of(
                      "StringEquals",
                      "StringEquals",
                      "StringLike",
                      "StringNotLike",
                      "stringequals",
                      "StringEqualsIgnoreCase"));
      String set = random.nextInt(3) == 0 ? "ForAllValues:" : "";
      return set + base + (random.nextInt(10) == 0 ? "IfExists" : "");
    }

    private String list(String... from) {
      List<String> chosen = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        chosen.add("'" + from[random.nextInt(from.length)] + "'");
      }
      return chosen.size() == 1 && random.nextBoolean()
          ? chosen.getFirst()
          : "[" + String.join(",", chosen) + "]";
    }

    private <T> T pick(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }
  }
}
