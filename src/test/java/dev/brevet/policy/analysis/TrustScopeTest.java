package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustScopeTest {
  /// Whether nothing is left open, `@` standing for the issuer in the conditions.
  private static boolean isPinned(String principal, String issuer, String conditions) {
    String entry = principal.isEmpty() ? "{\"Federated\":\"https://" + issuer + "\"}" : principal;
    String json =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
            + entry.replace('\'', '"')
            + ",\"Action\":\"sts:AssumeRole*\",\"Condition\":{"
            + conditions.replace('\'', '"').replace("@", issuer)
            + "}}}";
    Statement statement =
        assertInstanceOf(Parsed.class, PolicyReader.read(json, PolicyType.TRUST), json)
            .policy()
            .statements()
            .getFirst();
    return statement.principals().orElseThrow().patterns().stream()
        .allMatch(each -> TrustScope.opening(each, statement.conditions()).isEmpty());
  }

  private static String gitHub(String conditions) {
    return conditions.replace("#", "token.actions.githubusercontent.com");
  }

  /// What vendors' and AWS's pages tell to write. Each row names its page.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          docs.github.com oidc-in-aws | token.actions.githubusercontent.com | 'StringEquals':{'@:aud':'sts.amazonaws.com','@:sub':'repo:octo-org/octo-repo:ref:refs/heads/octo-branch'}
          docs.github.com oidc-in-aws, wildcard | token.actions.githubusercontent.com | 'StringLike':{'@:sub':'repo:octo-org/octo-repo:*'},'StringEquals':{'@:aud':'sts.amazonaws.com'}
          docs.github.com oidc-in-aws, environment | token.actions.githubusercontent.com | 'StringEquals':{'@:sub':'repo:octo-org/octo-repo:environment:prod'}
          docs.github.com reference/security/oidc, owner | token.actions.githubusercontent.com | 'StringEquals':{'@:sub':'repository_owner:monalisa'}
          docs.github.com reference/security/oidc, visibility | token.actions.githubusercontent.com | 'StringEquals':{'@:sub':'repository_owner:monalisa:repository_visibility:private'}
          docs.github.com reference/security/oidc, workflow | token.actions.githubusercontent.com | 'StringEquals':{'@:sub':'repo:octo-org/octo-repo:environment:prod:job_workflow_ref:octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main'}
          docs.github.com reference/security/oidc, ids | token.actions.githubusercontent.com | 'StringLike':{'@:sub':['repository_id:123','repository_owner_id:456:*']}
          docs.github.com reusable workflows | token.actions.githubusercontent.com | 'StringLike':{'@:sub':'repo:octo-org/*','@:job_workflow_ref':'octo-org/octo-automation/.github/workflows/*'}
          AWS blog: GitHub Actions, an organization | token.actions.githubusercontent.com | 'StringLike':{'@:sub':'repo:aws-samples/*'}
          IAM User Guide condition keys, GitHub | token.actions.githubusercontent.com | 'StringEquals':{'@:repository_owner_id':'123456','@:sub':'repo:octo-org/x:pull_request'}
          GitHub's names ignore case | token.actions.githubusercontent.com | 'StringEqualsIgnoreCase':{'@:repository_owner':'Octo-Org'}
          docs.github.com, audit log to S3 | oidc-configuration.audit-log.githubusercontent.com | 'StringEquals':{'@:aud':'sts.amazonaws.com','@:sub':'https://github.com/octo-enterprise'}
          docs.github.com, an enterprise's issuer | token.actions.githubusercontent.com/octocat-inc | 'StringEquals':{'@:aud':'sts.amazonaws.com'}
          docs.gitlab.com/ci/cloud_services/aws | gitlab.com | 'StringEquals':{'@:sub':'project_path:mygroup/myproject:ref_type:branch:ref:main'}
          docs.gitlab.com/ci/cloud_services, a group | gitlab.com | 'StringLike':{'@:sub':'project_path:mygroup/*:ref_type:branch:ref:main'}
          docs.gitlab.com/ci/cloud_services, a namespace | gitlab.com | 'StringEquals':{'@:namespace_path':'mygroup'}
          developer.hashicorp.com dynamic-provider-credentials/aws | app.terraform.io | 'StringEquals':{'@:aud':'aws.workload.identity'},'StringLike':{'@:sub':'organization:my-org:project:my-project:workspace:my-workspace:run_phase:*'}
          circleci.com/docs/openid-connect-tokens | oidc.circleci.com/org/11111111-2222-3333-4444-555555555555 | 'StringLike':{'@:sub':'org/11111111-2222-3333-4444-555555555555/project/*'}
          buildkite.com/docs/pipelines/security/oidc/aws | agent.buildkite.com | 'StringEquals':{'@:aud':'sts.amazonaws.com','aws:RequestTag/organization_id':'x'},'StringLike':{'@:sub':'organization:acme-inc:*'}
          support.atlassian.com pipelines oidc aws | api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc | 'StringLike':{'@:sub':'{11111111-2222-3333-4444-555555555555}:*'}
          codefresh.io oidc-pipelines | oidc.codefresh.io | 'StringEquals':{'@:aud':'https://g.codefresh.io'},'StringLike':{'@:sub':'account:5f30ebd30312313ae7f17948:pipeline:64de5cd47626b3ca134e760a:*'}
          docs.scalr.io AWS with OIDC | scalr.io | 'StringEquals':{'@:aud':'aws.scalr-run-workload'},'StringLike':{'@:sub':'account:acme:environment:production:workspace:*'}
          pulumi.com esc oidc aws | api.pulumi.com/oidc | 'StringEquals':{'@:aud':'aws:acme'}
          pulumi.com deployments oidc aws | api.pulumi.com/oidc | 'StringLike':{'@:aud':'acme','@:sub':'pulumi:deploy:org:acme:project:Core:*'}
          vercel.com/docs/oidc/aws, global | oidc.vercel.com | 'StringEquals':{'@:sub':'owner:acme:project:web:environment:production','@:aud':'https://vercel.com/acme'}
          vercel.com/docs/oidc/aws, team | oidc.vercel.com/acme | 'StringEquals':{'@:aud':'https://vercel.com/acme'}
          docs.upbound.io provider-aws | proidc.upbound.io | 'StringEquals':{'@:sub':'mcp:acme/plane:provider:provider-aws','@:aud':'sts.amazonaws.com'}
          modal.com/docs/guide/oidc-integration | oidc.modal.com | 'StringEquals':{'@:aud':'oidc.modal.com'},'StringLike':{'@:sub':'modal:workspace_id:ac-12345abcd:*'}
          docs.envzero.com oidc-with-aws | login.app.env0.com/ | 'StringEquals':{'@:aud':'hoMiq9PdkRh9LUvVpH4wIErWg50VSG1b','@:sub':'auth0-691b8530eba074a8989d8726'}
          IAM User Guide id_roles_providers_oidc_cognito | cognito-identity.amazonaws.com | 'StringEquals':{'@:aud':'us-east-2:12345678-abcd-abcd-abcd-123456790ab'},'ForAnyValue:StringLike':{'@:amr':'unauthenticated'}
          docs.aws.amazon.com/eks, service accounts | oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE | 'StringEquals':{'@:sub':'system:serviceaccount:default:my-sa','@:aud':'sts.amazonaws.com'}
          docs.spacelift.io oidc aws | acme.app.spacelift.io | 'StringEquals':{'@:aud':'acme.app.spacelift.io'},'StringLike':{'@:sub':'space:root:*'}
          docs.semaphoreci.com oidc | acme.semaphoreci.com | 'StringLike':{'@:sub':'org:acme:project:*'}
          fly.io/docs/security/openid-connect | oidc.fly.io/acme | 'StringLike':{'@:sub':'acme:app:*'}
          learn.microsoft.com Azure DevOps | vstoken.dev.azure.com/11111111-2222-3333-4444-555555555555 | 'StringEquals':{'@:sub':'sc://org/project/connection'}
          firebase.google.com | securetoken.google.com/my-project | 'StringEquals':{'@:aud':'my-project'}
          a company's own | login.corp.example | 'StringEquals':{'@:aud':'brevet'}
          a company's own, everybody | acme.okta.com | 'Bool':{'aws:MultiFactorAuthPresent':'true'}
          """)
  void documentedPolicy_isPinned(String page, String issuer, String conditions) {
    assertTrue(isPinned("", issuer, conditions), page);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          StringLike                | sub | ['repo*']
          StringLike                | sub | ['r*']
          StringLike                | sub | ['repo:octo*']
          StringLike                | sub | ['repo:octo-org*/x:*']
          StringLike                | sub | ['repo:octo-org@*/x@1:*']
          StringLike                | sub | ['repo:octo-org-*/x:*']
          StringLike                | sub | ['repo:oct?/x:*']
          StringLike                | sub | ['repo:/x']
          StringLike                | sub | ['repo:octo/*','repo?*']
          StringLike                | sub | ['repo:octo/*','*']
          StringLike                | sub | ['repo:${#:repository}:*']
          StringLike                | sub | ['repo:octo${#:actor}/*']
          StringLike                | sub | ['${#:sub}']
          StringLike                | sub | ['repository_owner:octo*']
          StringLike                | sub | ['environment:prod:repository_owner:octo']
          StringLike                | sub | ['repo:${aws:username, 'octo'}/*']
          StringEquals              | sub | ['job_workflow_ref:octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main']
          StringEquals              | sub | ['environment:production']
          StringEquals              | sub | []
          StringEquals              | sub | ['']
          StringEquals              | repository_owner | ['${#:repository_owner}']
          StringEquals              | repository_owner | ['']
          StringLike                | repository_owner | ['octo*']
          StringLike                | repository       | ['octo*/x']
          StringEquals              | job_workflow_ref | ['${#:job_workflow_ref}']
          StringLike                | job_workflow_ref | ['octo/automation/*']
          StringEquals              | actor            | ['octocat']
          StringEquals              | aud              | ['https://github.com/octo']
          StringEquals              | repo_property_team | ['octo']
          ForAllValues:StringEquals | enterprise       | ['octo']
          ForAnyValue:StringEquals  | enterprise       | ['octo']
          StringEqualsIfExists      | enterprise       | ['octo']
          StringNotEquals           | repository_owner | ['evil']
          StringEqualsIgnoreCase    | repository_owner_id | ['12a']
          ArnLike                   | sub              | ['repo:octo/x:a:b:c:d']
          Null                      | sub              | ['false']
          Null                      | enterprise       | ['true']
          """)
  void everyOwnerAtGitHub_isOpen(String operator, String claim, String operands) {
    String conditions = "'" + operator + "':{'#:" + claim + "':" + operands + "}";
    String issuer = "token.actions.githubusercontent.com";
    assertFalse(isPinned("", issuer, gitHub(quoted(conditions))), conditions);
    assertFalse(isPinned("'*'", issuer, gitHub(quoted(conditions))), conditions);
  }

  /// The quotes of a default value are its own.
  private static String quoted(String conditions) {
    return conditions.replace("'octo'}", "\\u0027octo\\u0027}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          gitlab.com | 'StringLike':{'@:sub':'project_path:*'}
          gitlab.com | 'StringLike':{'@:namespace_path':'mygroup*'}
          gitlab.com | 'StringEquals':{'@:user_login':'me'}
          gitlab.com | 'StringEquals':{'@:aud':'https://gitlab.com'}
          app.terraform.io | 'StringEquals':{'@:aud':'aws.workload.identity'}
          app.terraform.io | 'StringLike':{'@:sub':'organization:my-org*'}
          app.terraform.io | 'StringEqualsIgnoreCase':{'@:terraform_organization_id':'org-abc'}
          agent.buildkite.com | 'StringEquals':{'@:pipeline_slug':'deploy'}
          oidc.vercel.com | 'StringEquals':{'@:aud':'https://vercel.com/acme'}
          api.pulumi.com/oidc | 'StringLike':{'@:sub':'pulumi:deploy:org:acme*'}
          cognito-identity.amazonaws.com | 'ForAnyValue:StringLike':{'@:amr':'authenticated'}
          accounts.google.com | 'StringEquals':{'@:aud':'my-app'}
          accounts.google.com | 'StringEquals':{'@:email':'me@example.com'}
          sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d | 'StringEquals':{'sts:RoleSessionName':'MicrosoftSentinel_x','@:sub':'y'}
          login.app.env0.com/ | 'StringEquals':{'@:aud':'hoMiq9PdkRh9LUvVpH4wIErWg50VSG1b'}
          """)
  void everyOwnerElsewhere_isOpen(String issuer, String conditions) {
    assertFalse(isPinned("", issuer, conditions), conditions);
    assertFalse(isPinned("'*'", issuer, conditions), conditions);
  }

  @ParameterizedTest
  @CsvSource({
    "https://token.actions.githubusercontent.com",
    "https://token.actions.githubusercontent.com/",
    "https://token.actions.githubusercontent.com:443",
    "https://TOKEN.actions.githubusercontent.com",
    "token.actions.githubusercontent.com",
    "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    "arn:aws-cn:iam::111122223333:oidc-provider/token.actions.githubusercontent.com/"
  })
  void everySpellingOfAnIssuer_isIt(String provider) {
    assertEquals(
        "token.actions.githubusercontent.com", SharedIssuer.find(provider).orElseThrow().name());
    assertFalse(isPinned("{'Federated':'" + provider + "'}", "x.example", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}
          'StringEquals':{'aws:PrincipalAccount':['111122223333','444455556666']}
          'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':['o-a1b2c3d4e5/r-ab12/*']}
          'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/team/*'}
          'StringLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:*'}
          'StringLike':{'aws:userid':'AROAEXAMPLE:*'}
          'StringEquals':{'brevet:PermissionSet':'111122223333/ReadOnly'}
          'StringLike':{'idp.example:sub':'a*'}
          'ForAnyValue:StringEquals':{'idp.example:groups':'staff'}
          'StringLike':{'token.actions.githubusercontent.com:sub':'repo:octo/*'}
          'StringEquals':{'login.app.env0.com/:sub':'auth0-1'}
          """)
  void everyone_isPinnedByOneCondition(String conditions) {
    assertTrue(isPinned("'*'", "x.example", conditions), conditions);
    assertTrue(isPinned("{'AWS':'*'}", "x.example", conditions), conditions);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'StringLike':{'token.actions.githubusercontent.com:sub':'r*'},'StringEqualsIfExists':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}
          'StringEqualsIfExists':{'token.actions.githubusercontent.com:sub':'repo:octo/x','aws:PrincipalOrgID':'o-a1b2c3d4e5'}
          'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}
          'ForAllValues:StringLike':{'aws:PrincipalOrgPaths':'o-a1b2c3d4e5/*'}
          'ForAnyValue:StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}
          'StringEquals':{'aws:PrincipalOrgID':['o-a1b2c3d4e5','${aws:PrincipalOrgID}']}
          'StringEquals':{'aws:PrincipalAccount':'${aws:PrincipalAccount}'}
          'StringLike':{'aws:PrincipalOrgID':'o-a*'}
          'StringLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/x'}
          'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::11112222333?:role/x'}
          'ArnLike':{'aws:PrincipalArn':['arn:aws:iam::111122223333:role/x','arn:aws:iam::*:role/x']}
          'StringLike':{'aws:userid':'AROA*'}
          'StringEquals':{'aws:userid':'anonymous'}
          'StringEquals':{'aws:PrincipalTag/team':'octo'}
          'StringEquals':{'aws:FederatedProvider':'https://token.actions.githubusercontent.com'}
          'StringEquals':{'brevet:Parameter/owner':'octo'}
          'StringLike':{'brevet:PermissionSet':'*/ReadOnly'}
          'StringLike':{'idp.example:sub':'*'}
          'StringLike':{'idp.example:sub':['a','?']}
          'ForAllValues:StringEquals':{'idp.example:groups':'staff'}
          'StringEquals':{'token.actions.githubusercontent.com:443:sub':'repo:octo/x'}
          'Null':{'aws:PrincipalOrgID':'false'}
          'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}
          'StringEquals':{'aws:PrincipalOrgID':[]}
          """)
  void everyone_isOpen(String conditions) {
    assertFalse(isPinned("'*'", "x.example", conditions), conditions);
    assertFalse(isPinned("{'AWS':'*'}", "x.example", conditions), conditions);
  }

  @Test
  void onePin_isEnoughBesideWeakerConditions() {
    assertTrue(
        isPinned(
            "",
            "token.actions.githubusercontent.com",
            "'StringLike':{'@:sub':'*','@:repository':'octo/*'},'Null':{'@:sub':'false'}"));
  }

  @Test
  void table_hasEachIssuerOnceInItsPlainSpelling() {
    List<String> names = SharedIssuer.all().stream().map(SharedIssuer::name).toList();
    assertEquals(names.stream().distinct().toList(), names);
    for (SharedIssuer issuer : SharedIssuer.all()) {
      assertEquals(issuer, SharedIssuer.find("https://" + issuer.name()).orElseThrow());
      assertFalse(issuer.page().isEmpty());
      assertFalse(issuer.wanted().isEmpty());
    }
  }

  /// What no page of AWS or the vendor could be found to say; users are told.
  @Test
  void rowsThatNoPageConfirms_areMarked() {
    assertEquals(
        List.of(
            "app.eu.terraform.io",
            "appleid.apple.com",
            "oauth.id.jumpcloud.com",
            "oauth.id.eu.jumpcloud.com",
            "oauth.id.in.jumpcloud.com"),
        SharedIssuer.all().stream()
            .filter(issuer -> !issuer.verified())
            .map(SharedIssuer::name)
            .toList());
    assertTrue(
        SharedIssuer.find("appleid.apple.com").orElseThrow().wanted().endsWith("(unverified)"));
  }

  /// The claim that IAM wants a condition on tells owners apart, but for Vercel's, whose audience a
  /// deployment can choose.
  @Test
  void claimThatIamAsksFor_isOneThatTells() {
    for (SharedIssuer issuer : SharedIssuer.all()) {
      assertTrue(
          issuer.asked().isEmpty()
              || issuer.name().equals("oidc.vercel.com")
              || issuer.claims().stream().anyMatch(claim -> claim.name().equals(issuer.asked())),
          issuer::name);
    }
  }
}
