package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.api.Test;

/// Of generated trust policies that pass the rule, none lets in a token or an AWS principal of a
/// party that the policy does not name.
///
/// Names of foreign parties hold `z` and `9`, which no generated value holds. What a party may
/// choose (audiences where the issuer lets it, names of repositories, branches, environments and
/// workflows, the make-up of GitHub's subjects) speaks of the victim wherever it can. A failure
/// names the seed of its policy.
class TrustScopePropertyTest {
  private static final int POLICIES = 20_000;
  private static final AccountId OWN = new AccountId("111122223333");
  private static final String ROLE = "arn:aws:iam::111122223333:role/R";
  private static final String GITHUB = "token.actions.githubusercontent.com";

  private record Caller(Principal principal, RequestContext context) {}

  private static final List<Caller> FOREIGN = foreign();
  private static final List<Caller> OWNERS = owners();

  @Test
  void policyThatPasses_admitsNoForeignParty() {
    int passed = 0;
    int useful = 0;
    int open = 0;
    for (int seed = 0; seed < POLICIES; seed++) {
      String json = new Generator(new Random(seed)).policy();
      if (!(PolicyReader.read(json, PolicyType.TRUST) instanceof Parsed(Policy policy))) {
        continue;
      }
      ApplicablePolicies applicable =
          ApplicablePolicies.builder()
              .named(PolicyType.TRUST, List.of(new NamedPolicy("m", policy)))
              .build();
      if (!passes(policy)) {
        open += FOREIGN.stream().anyMatch(caller -> isAllowed(caller, applicable)) ? 1 : 0;
        continue;
      }
      passed++;
      for (Caller caller : FOREIGN) {
        assertNotEquals(
            true, isAllowed(caller, applicable), "seed " + seed + ": " + caller + " by " + json);
      }
      useful += OWNERS.stream().anyMatch(caller -> isAllowed(caller, applicable)) ? 1 : 0;
    }
    // Else the test would show nothing.
    assertTrue(passed > POLICIES / 20, "only " + passed + " policies pass");
    assertTrue(useful > POLICIES / 150, "only " + useful + " policies let their owner in");
    assertTrue(open > POLICIES / 20, "only " + open + " policies let anybody in");
  }

  private static boolean passes(Policy policy) {
    return policy.statements().stream()
        .filter(statement -> statement.effect() == Effect.ALLOW)
        .allMatch(
            statement ->
                statement.principals().orElseThrow() instanceof Matcher.In<PrincipalPattern> in
                    && in.patterns().stream()
                        .allMatch(
                            entry -> TrustScope.opening(entry, statement.conditions()).isEmpty()));
  }

  private static boolean isAllowed(Caller caller, ApplicablePolicies policies) {
    Action action =
        caller.principal() instanceof Principal.WebIdentity
            ? Action.ASSUME_ROLE_WITH_WEB_IDENTITY
            : Action.ASSUME_ROLE;
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                caller.principal(), action, ROLE, Optional.of(OWN), caller.context()),
            policies)
        .isAllowed();
  }

  private static Caller token(String issuer, Map<String, String> claims) {
    RequestContext.Builder context =
        RequestContext.builder()
            .put("aws:FederatedProvider", "https://" + issuer)
            .put("aws:SourceIp", "192.0.2.1")
            .put("sts:RoleSessionName", "octo")
            .put("aws:RequestTag/owner", "octo");
    claims.forEach((name, value) -> context.put(issuer + ":" + name, value));
    return new Caller(
        new Principal.WebIdentity("https://" + issuer, claims.getOrDefault("sub", "s")),
        context.build());
  }

  private static Caller aws(String account, String organization, String arn) {
    return new Caller(
        new Principal.User("aws", new AccountId(account), "/", "octo"),
        RequestContext.builder()
            .put("aws:PrincipalArn", arn)
            .put("aws:PrincipalAccount", account)
            .put("aws:PrincipalOrgID", organization)
            .put(
                "aws:PrincipalOrgPaths",
                List.of(organization + "/r-ab12/", organization + "/r-ab12/ou-octo/"))
            .put("aws:userid", account.startsWith("9") ? "AIDAZ9" : "AIDAOCTO")
            .put("aws:username", "octo")
            .put("aws:PrincipalTag/owner", "octo")
            .put("brevet:PermissionSet", account + "/octo")
            .build());
  }

  private static List<Caller> owners() {
    List<Caller> all = new ArrayList<>();
    gitHub("octo", "123", "octo", all);
    others("octo", all);
    all.add(aws("111122223333", "o-octo", "arn:aws:iam::111122223333:role/octo"));
    return all;
  }

  private static List<Caller> foreign() {
    List<Caller> all = new ArrayList<>();
    for (String owner : List.of("octoz9", "z9", "octo-z9", "octo-org-z9", "z9-octo", "OCTOZ9")) {
      gitHub(owner, "1239", "octo", all);
      gitHub(owner + "@1239", "1239", "octo-org", all);
      others(owner, all);
    }
    all.add(aws("999988887777", "o-octoz9", "arn:aws:iam::999988887777:role/octo"));
    all.add(
        aws(
            "999988887777",
            "o-z9",
            "arn:aws:iam::999988887777:role/arn:aws:iam::111122223333:role/octo"));
    return all;
  }

  /// Every kind of subject that an owner can have its tokens made with.
  private static void gitHub(String owner, String id, String victim, List<Caller> all) {
    String workflow = victim + "/automation/.github/workflows/deploy.yml@refs/heads/main";
    String named = owner.indexOf('@') < 0 ? owner : owner.substring(0, owner.indexOf('@'));
    List<String> subjects =
        List.of(
            "repo:" + owner + "/" + victim + ":ref:refs/heads/main",
            "repo:" + owner + "/orders@123:environment:repo%3A" + victim + "/orders",
            "repository_owner:" + named,
            "repository_owner:" + named + ":repository_owner_id:" + id,
            "repository_owner_id:" + id,
            "repository_id:" + id + ":actor:" + victim,
            "job_workflow_ref:" + workflow,
            "environment:repo%3A" + victim + "/orders",
            "actor:" + victim + ":repo:" + owner + "/orders",
            "ref:refs/heads/" + victim);
    for (String subject : subjects) {
      Map<String, String> claims = new LinkedHashMap<>();
      claims.put("sub", subject);
      claims.put("aud", "sts.amazonaws.com");
      claims.put("repository", named + "/" + victim);
      claims.put("repository_owner", named);
      claims.put("repository_id", id);
      claims.put("repository_owner_id", id);
      claims.put("actor", victim);
      claims.put("workflow", "repo:" + victim + "/orders");
      claims.put("job_workflow_ref", workflow);
      claims.put("environment", "repo:" + victim + "/orders");
      claims.put("ref", "refs/heads/" + victim);
      claims.put("repo_property_owner", victim);
      all.add(token(GITHUB, claims));
      claims.put("enterprise", named);
      claims.put("enterprise_id", id);
      all.add(token(GITHUB, claims));
    }
  }

  private static void others(String owner, List<Caller> all) {
    String victim = "octo";
    for (String sub :
        List.of(
            "project_path:" + owner + "/octo:ref_type:branch:ref:main",
            "project_path:" + owner + "/octo/octo:ref_type:branch:ref:octo")) {
      all.add(
          token(
              "gitlab.com",
              Map.of(
                  "sub", sub,
                  "aud", victim,
                  "project_path", owner + "/octo",
                  "namespace_path", owner + "/octo",
                  "namespace_id", owner,
                  "project_id", owner,
                  "user_login", victim,
                  "ref", victim)));
    }
    all.add(
        token(
            "app.terraform.io",
            Map.of(
                "sub", "organization:" + owner + ":project:octo:workspace:octo:run_phase:plan",
                "aud", victim,
                "terraform_organization_name", owner,
                "terraform_organization_id", "org-" + owner,
                "terraform_workspace_name", victim,
                "terraform_project_name", victim)));
    all.add(
        token(
            "agent.buildkite.com",
            Map.of(
                "sub", "organization:" + owner + ":pipeline:octo:ref:octo:commit:1:step:octo",
                "aud", victim,
                "organization_slug", owner,
                "pipeline_slug", victim)));
    all.add(
        token(
            "oidc.vercel.com",
            Map.of(
                "sub", "owner:" + owner + ":project:octo:environment:production",
                "aud", victim,
                "owner", owner,
                "project", victim)));
    all.add(
        token(
            "api.pulumi.com/oidc",
            Map.of("sub", "pulumi:deploy:org:" + owner + ":project:octo", "aud", owner)));
    all.add(
        token(
            "accounts.google.com",
            Map.of("sub", owner, "azp", owner, "aud", victim, "email", "octo", "hd", owner)));
    all.add(
        token(
            "cognito-identity.amazonaws.com",
            Map.of("sub", owner, "aud", owner, "amr", "authenticated")));
    all.add(
        token(
            "oauth.id.jumpcloud.com/",
            Map.of("sub", owner, "aud", owner, "email", "octo@octo.example")));
  }

  /// Policies about `octo` and `octo-org`, mostly almost right.
  private record Generator(Random random) {
    private static final List<String> ISSUERS =
        List.of(
            GITHUB,
            "gitlab.com",
            "app.terraform.io",
            "agent.buildkite.com",
            "oidc.vercel.com",
            "api.pulumi.com/oidc",
            "accounts.google.com",
            "cognito-identity.amazonaws.com",
            "oauth.id.jumpcloud.com/");

    private static final List<String> VALUES =
        List.of(
            "repo:octo/*",
            "repo:octo/orders:ref:refs/heads/main",
            "repo:octo@123/*",
            "repo:octo-org-123/*",
            "repository_owner:octo",
            "repository_owner:octo:*",
            "repository_owner_id:123",
            "octo",
            "octo-org",
            "octo/*",
            "octo/orders",
            "123",
            "project_path:octo/orders:*",
            "project_path:octo/*",
            "organization:octo:*",
            "organization:octo:project:octo:workspace:octo:run_phase:plan",
            "owner:octo:*",
            "pulumi:deploy:org:octo:*",
            "job_workflow_ref:octo/automation/.github/workflows/deploy.yml@refs/heads/main",
            "org-octo",
            "sts.amazonaws.com",
            "111122223333",
            "o-octo",
            "o-octo/*",
            "arn:aws:iam::111122223333:role/octo",
            "arn:aws:iam::111122223333:*",
            "AIDAOCTO",
            "AIDAOCTO:*",
            "111122223333/octo",
            "true",
            "false");

    /// What would do, by the end of the key.
    private static final Map<String, List<String>> FITTING =
        Map.ofEntries(
            Map.entry(GITHUB + ":sub", VALUES.subList(0, 7)),
            Map.entry("gitlab.com:sub", VALUES.subList(12, 14)),
            Map.entry("app.terraform.io:sub", VALUES.subList(14, 16)),
            Map.entry("agent.buildkite.com:sub", VALUES.subList(14, 15)),
            Map.entry("oidc.vercel.com:sub", List.of("owner:octo:*")),
            Map.entry("api.pulumi.com/oidc:sub", List.of("pulumi:deploy:org:octo:*")),
            Map.entry(GITHUB + ":repository", List.of("octo/*", "octo/orders")),
            Map.entry("aws:PrincipalOrgID", List.of("o-octo")),
            Map.entry("aws:PrincipalOrgPaths", List.of("o-octo/*")),
            Map.entry("aws:PrincipalArn", VALUES.subList(24, 26)),
            Map.entry("aws:PrincipalAccount", List.of("111122223333")),
            Map.entry("aws:userid", List.of("AIDAOCTO", "AIDAOCTO:*")),
            Map.entry("brevet:PermissionSet", List.of("111122223333/octo")));

    private static final List<String> CLAIMS =
        List.of(
            "sub",
            "aud",
            "sub",
            "repository",
            "repository_owner",
            "repository_owner_id",
            "enterprise",
            "job_workflow_ref",
            "actor",
            "environment",
            "project_path",
            "namespace_path",
            "terraform_organization_name",
            "organization_slug",
            "owner",
            "azp",
            "hd",
            "SUB",
            "email",
            "ref");

    private static final List<String> KEYS =
        List.of(
            "aws:PrincipalOrgID",
            "aws:PrincipalOrgPaths",
            "aws:PrincipalArn",
            "aws:PrincipalAccount",
            "aws:userid",
            "aws:username",
            "brevet:PermissionSet",
            "aws:PrincipalTag/owner",
            "aws:RequestTag/owner",
            "sts:RoleSessionName",
            "aws:FederatedProvider");

    private static final List<String> OPERATORS =
        List.of(
            "StringLike",
            "StringLike",
            "StringLike",
            "StringLike",
            "StringLike",
            "StringLike",
            "StringEquals",
            "StringEquals",
            "StringEquals",
            "StringEqualsIgnoreCase",
            "StringNotEquals",
            "StringNotLike",
            "StringNotEqualsIgnoreCase",
            "ArnLike",
            "ArnEquals",
            "ArnNotLike",
            "Null",
            "Bool");

    String policy() {
      List<String> statements = new ArrayList<>();
      int count = 1 + random.nextInt(4) / 3;
      for (int i = 0; i < count; i++) {
        statements.add(statement());
      }
      return "{\"Version\":\""
          + (random.nextInt(12) == 0 ? "2008-10-17" : "2012-10-17")
          + "\",\"Statement\":["
          + String.join(",", statements)
          + "]}";
    }

    private String statement() {
      String issuer = random.nextInt(2) == 0 ? GITHUB : pick(ISSUERS);
      Map<String, Map<String, String>> conditions = new LinkedHashMap<>();
      String principal = principal(issuer);
      int count = (random.nextInt(8) + 3) / 4;
      for (int i = 0; i < count; i++) {
        boolean key = random.nextInt(principal.indexOf('*') >= 0 ? 2 : 8) == 0;
        String asked = key ? pick(KEYS) : issuer + ":" + pick(CLAIMS);
        List<String> values =
            random.nextInt(5) == 0 ? VALUES : FITTING.getOrDefault(asked, List.of("octo", "123"));
        String operands = operands(values, issuer);
        conditions.computeIfAbsent(operator(), _ -> new LinkedHashMap<>()).put(asked, operands);
      }
      StringBuilder text = new StringBuilder("{\"Effect\":\"");
      text.append(random.nextInt(20) == 0 ? "Deny" : "Allow")
          .append("\",\"Principal\":")
          .append(principal)
          .append(",\"Action\":\"sts:*\",\"Condition\":{");
      List<String> written = new ArrayList<>();
      conditions.forEach(
          (operator, keys) -> {
            List<String> entries = new ArrayList<>();
            keys.forEach((key, operands) -> entries.add("\"" + key + "\":" + operands));
            written.add("\"" + operator + "\":{" + String.join(",", entries) + "}");
          });
      return text.append(String.join(",", written)).append("}}").toString();
    }

    private String principal(String issuer) {
      return switch (random.nextInt(9)) {
        case 0 -> "\"*\"";
        case 1 -> "{\"AWS\":\"*\"}";
        case 2 -> "{\"AWS\":\"*\",\"Federated\":\"https://" + issuer + "\"}";
        case 3 -> "{\"Federated\":\"" + issuer + "\"}";
        case 4 -> "{\"Federated\":\"arn:aws:iam::111122223333:oidc-provider/" + issuer + "\"}";
        case 5 -> "{\"Federated\":[\"https://" + issuer + "\",\"https://" + pick(ISSUERS) + "\"]}";
        default -> "{\"Federated\":\"https://" + issuer + "\"}";
      };
    }

    private String operator() {
      String base = pick(OPERATORS);
      if (base.equals("Null")) {
        return base;
      }
      String set =
          switch (random.nextInt(8)) {
            case 0 -> "ForAllValues:";
            case 1 -> "ForAnyValue:";
            default -> "";
          };
      return set + base + (random.nextInt(8) == 0 ? "IfExists" : "");
    }

    private String operands(List<String> values, String issuer) {
      List<String> operands = new ArrayList<>();
      int count = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(4) / 2;
      for (int i = 0; i < count; i++) {
        operands.add("\"" + operand(values, issuer) + "\"");
      }
      return "[" + String.join(",", operands) + "]";
    }

    private String operand(List<String> values, String issuer) {
      String value = pick(values);
      int at = random.nextInt(value.length() + 1);
      return switch (random.nextInt(16)) {
        case 0 -> value.substring(0, at) + "*";
        case 1 -> value.substring(0, at) + "?*" + value.substring(at);
        case 2 -> value.substring(0, at) + "*" + value.substring(at);
        case 3 -> value.substring(0, at) + "${" + issuer + ":" + pick(CLAIMS) + "}";
        case 4 -> "${" + issuer + ":" + pick(CLAIMS) + "}" + value.substring(at);
        case 5 ->
            value.substring(0, at)
                + "${"
                + pick(List.of("*", "?", "$", "aws:username, 'octo'", ""))
                + "}"
                + value.substring(at);
        case 6 -> value.substring(at);
        case 7 -> value.substring(0, at);
        default -> value;
      };
    }

    private <T> T pick(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }
  }
}
