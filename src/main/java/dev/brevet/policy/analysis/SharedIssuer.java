package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.PrincipalMatch;

/// An issuer whose tokens many parties get, so that to trust it is to trust them all: only claims
/// tell whose a token is.
///
/// The issuers are those of which IAM User Guide, id_roles_providers_oidc_secure-by-default says
/// so, and others that say so themselves. An issuer that has a host or a path for each party
/// (CircleCI, Bitbucket, Azure DevOps, Spacelift, Semaphore, Fly.io, Firebase, Auth0, Okta, EKS,
/// Cognito user pools, GitHub's with an enterprise's slug) is not one.
///
/// @param name without scheme and last slash, in lower case
/// @param claims of which one is enough; none where nothing in its tokens distinguishes parties
/// @param page where its claims are described
/// @param asked the claim that IAM wants a condition on, or it refuses to make or change a role;
///   empty where it asks for none
/// @param verified whether a page of AWS or of the vendor says that these claims tell
public record SharedIssuer(
    String name, List<OwnerClaim> claims, String page, String asked, boolean verified) {
  // What follows is not here, as it does not identify a token's owner: audiences that the bearer
  // chooses; GitHub's `job_workflow_ref`, which names the workflow that is called and not the
  // repository that calls it; its `actor`, whose pull request can run in any repository.
  private static final List<SharedIssuer> ALL =
      List.of(
          gitHub("token.actions.githubusercontent.com"),
          gitHub("vstoken.actions.githubusercontent.com"),
          issuer(
                  "oidc-configuration.audit-log.githubusercontent.com",
                  "docs.github.com, streaming the audit log: S3 with OpenID Connect",
                  OwnerClaim.whole("sub").inAnyCase())
              .asking("sub"),
          // Namespaces are nested: the first one is the owner's. Paths ignore case.
          issuer(
                  "gitlab.com",
                  "docs.gitlab.com/ci/secrets/id_token_authentication",
                  OwnerClaim.begins("sub", "project_path:*/").inAnyCase(),
                  OwnerClaim.begins("project_path", "*/").inAnyCase(),
                  OwnerClaim.begins("namespace_path", "*[/]").inAnyCase(),
                  OwnerClaim.whole("namespace_id"),
                  OwnerClaim.whole("project_id"))
              .asking("sub"),
          terraform("app.terraform.io").asking("sub"),
          terraform("app.eu.terraform.io").unverified(),
          issuer(
                  "agent.buildkite.com",
                  "buildkite.com/docs/pipelines/security/oidc",
                  OwnerClaim.begins("sub", "organization:*:"),
                  OwnerClaim.whole("organization_slug"),
                  OwnerClaim.whole("organization_id"),
                  OwnerClaim.whole("pipeline_id"))
              .asking("sub"),
          issuer(
                  "oidc.codefresh.io",
                  "codefresh.io/docs/docs/integrations/oidc-pipelines",
                  OwnerClaim.begins("sub", "account:*:"),
                  OwnerClaim.whole("account_id"),
                  OwnerClaim.whole("pipeline_id"))
              .asking("sub"),
          issuer(
                  "scalr.io",
                  "docs.scalr.io, provider configurations: AWS with OIDC",
                  OwnerClaim.begins("sub", "account:*:"))
              .asking("sub"),
          pulumi("api.pulumi.com/oidc").asking("aud"),
          // As AWS's examples of data perimeters write it.
          pulumi("api.pulumi.com"),
          // Its global mode; the team's own issuer has the team in its path. A deployment can ask
          // for another audience.
          issuer(
                  "oidc.vercel.com",
                  "vercel.com/docs/oidc/reference",
                  OwnerClaim.begins("sub", "owner:*:"),
                  OwnerClaim.whole("owner"),
                  OwnerClaim.whole("owner_id"),
                  OwnerClaim.whole("project_id"))
              .asking("aud"),
          issuer(
                  "proidc.upbound.io",
                  "docs.upbound.io, provider authentication: AWS with Upbound OIDC",
                  OwnerClaim.begins("sub", "mcp:*/"))
              .asking("sub"),
          issuer(
              "oidc.modal.com",
              "modal.com/docs/guide/oidc-integration",
              OwnerClaim.begins("sub", "modal:workspace_id:*:"),
              OwnerClaim.whole("workspace_id")),
          issuer(
              "identity.depot.dev",
              "depot.dev/docs/ci/oidc",
              OwnerClaim.begins("sub", "spiffe://identity.depot.dev/org/*/"),
              OwnerClaim.whole("org_id")),
          // A subject is an organization of env zero; the audience is one for all.
          issuer(
              "login.app.env0.com",
              "docs.envzero.com/guides/integrations/oidc-integrations",
              OwnerClaim.whole("sub")),
          subject("studio.datachain.ai/api").asking("sub"),
          subject("tokens.cloud.shisho.dev").asking("sub"),
          // IBM Turbonomic, which changes its issuers.
          subject("oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb"),
          subject("oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu"),
          subject("rh-oidc.s3.us-east-1.amazonaws.com/22ejvnnvturfmt6km08idd0nt4hekbn7"),
          subject("rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr"),
          subject("rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg"),
          subject("rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26"),
          issuer("sandboxes.cloud", aws(), OwnerClaim.whole("aud"), OwnerClaim.whole("sub"))
              .asking("aud"),
          // The connector of all customers of Sentinel; IAM distinguishes them by
          // `sts:RoleSessionName`, which a caller of Brevet does not choose.
          issuer("sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", aws()),
          // The audience is the identity pool.
          issuer(
                  "cognito-identity.amazonaws.com",
                  "IAM User Guide, id_roles_providers_oidc_cognito",
                  OwnerClaim.whole("aud"),
                  OwnerClaim.whole("sub"))
              .asking("aud"),
          // A service account gets tokens for any audience. `azp` is the client that Google knows.
          issuer(
              "accounts.google.com",
              "developers.google.com/identity/openid-connect/openid-connect",
              OwnerClaim.whole("sub"),
              OwnerClaim.whole("azp"),
              OwnerClaim.whole("hd")),
          application("appleid.apple.com", "developer.apple.com, Sign in with Apple REST API")
              .unverified(),
          application("oauth.id.jumpcloud.com", "jumpcloud.com/support/sso-with-oidc").unverified(),
          application("oauth.id.eu.jumpcloud.com", "jumpcloud.com/support/sso-with-oidc")
              .unverified(),
          application("oauth.id.in.jumpcloud.com", "jumpcloud.com/support/sso-with-oidc")
              .unverified(),
          legacy("graph.facebook.com"),
          legacy("www.amazon.com"));

  private static final Pattern CLUSTER =
      Pattern.compile("oidc\\.eks\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/id/[^/]+/?");

  public SharedIssuer {
    claims = List.copyOf(claims);
  }

  /// The shared issuer that an entry of `Federated` names: by its URL, its host and path, or the
  /// ARN of a provider. Empty for an issuer that is one party's, as far as this table knows.
  public static Optional<SharedIssuer> find(String provider) {
    String name = AsciiCase.lower(PrincipalMatch.issuerName(provider));
    while (name.endsWith("/")) {
      name = name.substring(0, name.length() - 1);
    }
    String plain = name.replaceFirst(":443(?=/|$)", "");
    return ALL.stream().filter(issuer -> issuer.name.equals(plain)).findFirst();
  }

  /// An issuer of one party's that gives tokens to all of its workloads: the cluster of EKS that an
  /// entry of `Federated` names. Its claims tell the namespaces of the cluster apart.
  public static Optional<SharedIssuer> ofWorkloads(String provider) {
    String name = AsciiCase.lower(PrincipalMatch.issuerName(provider));
    return CLUSTER.matcher(name).matches()
        ? Optional.of(
            issuer(
                name,
                "EKS User Guide, iam-roles-for-service-accounts-technical-overview",
                OwnerClaim.begins("sub", "system:serviceaccount:*:")))
        : Optional.empty();
  }

  static List<SharedIssuer> all() {
    return ALL;
  }

  /// What a condition may ask for, for messages: claims, each with a value that would do.
  public String wanted() {
    Map<String, String> exampleByClaim = new LinkedHashMap<>();
    claims.forEach(claim -> exampleByClaim.putIfAbsent(claim.name(), claim.example()));
    return exampleByClaim.isEmpty()
        ? "nothing in its tokens does"
        : exampleByClaim.entrySet().stream()
                .limit(4)
                .map(claim -> "`" + claim.getKey() + "` as `" + claim.getValue() + "`")
                .collect(Collectors.joining(", "))
            + (verified ? "" : " (unverified)");
  }

  private static SharedIssuer issuer(String name, String page, OwnerClaim... claims) {
    return new SharedIssuer(name, List.of(claims), page, "", true);
  }

  /// Source: the table of id_roles_providers_oidc_secure-by-default; of Cognito,
  /// id_roles_providers_oidc_cognito.
  private SharedIssuer asking(String claim) {
    return new SharedIssuer(name, claims, page, claim, verified);
  }

  /// The page could not be read when this was written.
  private SharedIssuer unverified() {
    return new SharedIssuer(name, claims, page, asked, false);
  }

  private static String aws() {
    return "IAM User Guide, id_roles_providers_oidc_secure-by-default";
  }

  /// IAM asks for the subject, and does not say how it begins.
  private static SharedIssuer subject(String name) {
    return issuer(name, aws(), OwnerClaim.whole("sub"));
  }

  /// Its audience is an application that one party registered.
  private static SharedIssuer application(String name, String page) {
    return issuer(name, page, OwnerClaim.whole("aud"), OwnerClaim.whole("sub"));
  }

  private static SharedIssuer legacy(String name) {
    return issuer(
        name,
        "IAM User Guide, reference_policies_iam-condition-keys",
        OwnerClaim.whole("app_id"),
        OwnerClaim.whole("sub"));
  }

  /// The audience is the organization, or `aws:` and the organization.
  private static SharedIssuer pulumi(String name) {
    return issuer(
        name,
        "www.pulumi.com/docs/esc/guides/configuring-oidc/aws",
        OwnerClaim.whole("aud"),
        OwnerClaim.begins("sub", "pulumi:deploy:org:*:"),
        OwnerClaim.begins("sub", "pulumi:environments:org:*:"));
  }

  private static SharedIssuer terraform(String name) {
    return issuer(
        name,
        "developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials",
        OwnerClaim.begins("sub", "organization:*:"),
        OwnerClaim.whole("terraform_organization_name"),
        OwnerClaim.whole("terraform_organization_id"),
        OwnerClaim.whole("terraform_project_id"),
        OwnerClaim.whole("terraform_workspace_id"));
  }

  /// Names of owners ignore case and hold neither `/` nor `:`. Since 2026 an owner may be
  /// `name@id`; and an owner chooses which claims its subjects are made of, each with its name
  /// before it.
  private static SharedIssuer gitHub(String name) {
    return issuer(
            name,
            "docs.github.com/actions/reference/security/oidc",
            OwnerClaim.begins("sub", "repo:*/").inAnyCase(),
            OwnerClaim.begins("sub", "repository:*/").inAnyCase(),
            OwnerClaim.begins("sub", "repository_owner:*[:]").inAnyCase(),
            OwnerClaim.begins("sub", "repository_owner_id:*[:]"),
            OwnerClaim.begins("sub", "repository_id:*[:]"),
            OwnerClaim.begins("sub", "enterprise:*[:]").inAnyCase(),
            OwnerClaim.begins("sub", "enterprise_id:*[:]"),
            OwnerClaim.begins("repository", "*/").inAnyCase(),
            OwnerClaim.whole("repository_owner").inAnyCase(),
            OwnerClaim.whole("repository_owner_id"),
            OwnerClaim.whole("repository_id"),
            OwnerClaim.whole("enterprise").inAnyCase(),
            OwnerClaim.whole("enterprise_id"))
        .asking("sub");
  }
}
