package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.Subject;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.Spelling;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.WildcardPattern;

/// The principals and things that an administered thing names, gathered for its condition keys.
///
/// Everything has one spelling: roles are without their path, as nothing here compares paths, and
/// issuers without their scheme. What else names the same is among the spellings that count against
/// a caller.
final class Named {
  private static final String EVERYONE = "*";
  private static final String OIDC_PROVIDER = ":oidc-provider/";

  private final Set<String> principals = new LinkedHashSet<>();
  private final List<Spelling> principalSpellings = new ArrayList<>();
  private final Set<String> issuers = new LinkedHashSet<>();
  private final Set<String> hosts = new LinkedHashSet<>();
  private final Set<String> entityTypes = new LinkedHashSet<>();
  private final Set<String> groups = new LinkedHashSet<>();
  private final Set<String> targetKinds = new LinkedHashSet<>();
  private final Set<String> targets = new LinkedHashSet<>();
  private final List<Spelling> targetSpellings = new ArrayList<>();
  private final Set<String> actions = new LinkedHashSet<>();

  /// What all statements of a policy are about, and the principals that they name.
  void addPolicy(Policy policy) {
    for (Statement statement : policy.statements()) {
      switch (statement.actions()) {
        case Matcher.In<WildcardPattern>(List<WildcardPattern> patterns) ->
            patterns.forEach(pattern -> actions.add(AsciiCase.lower(pattern.text())));
        case Matcher.NotIn<WildcardPattern> _ -> actions.add(EVERYONE);
      }
    }
    addPrincipals(policy, "aws");
  }

  /// The principals that a policy lets in.
  ///
  /// @param partition of accounts that are named only by their number
  void addPrincipals(Policy policy, String partition) {
    for (Statement statement : policy.statements()) {
      if (statement.effect() == Effect.ALLOW) {
        switch (statement.principals().orElse(null)) {
          case Matcher.In<PrincipalPattern>(List<PrincipalPattern> patterns) ->
              patterns.forEach(pattern -> add(pattern, partition));
          case Matcher.NotIn<PrincipalPattern> _ -> addEveryone();
          case null -> {}
        }
      }
    }
  }

  private void addEveryone() {
    principals.add(EVERYONE);
    issuers.add(EVERYONE);
    hosts.add(EVERYONE);
  }

  private void add(PrincipalPattern pattern, String partition) {
    switch (pattern) {
      case PrincipalPattern.Everyone _ -> addEveryone();
      case PrincipalPattern.EveryAwsPrincipal _ -> principals.add(EVERYONE);
      case PrincipalPattern.Account(var account, String text) -> {
        principals.add(
            text.startsWith("arn:") ? text : "arn:" + partition + ":iam::" + account + ":root");
        principalSpellings.add(new Spelling.Text(account.digits()));
      }
      case PrincipalPattern.Named(Principal principal, String _) -> add(principal);
      case PrincipalPattern.FederatedProvider(String text) -> addIssuer(text);
      case PrincipalPattern.Service(String text) -> principals.add(text);
      case PrincipalPattern.Nobody(String _, String text) -> principals.add(text);
    }
  }

  private void add(Principal principal) {
    switch (principal) {
      case Principal.Role(RoleArn role) -> {
        principals.add(role.withoutPath().toString());
        principalSpellings.add(Spelling.underAnyPath(role));
      }
      case Principal.RoleSession session -> {
        principals.add(session.identifier());
        principalSpellings.add(Spelling.underAnyPath(session.role()));
      }
      case Principal.Root _,
          Principal.User _,
          Principal.FederatedUser _,
          Principal.WebIdentity _,
          Principal.SamlIdentity _,
          Principal.Service _,
          Principal.Anonymous _ ->
          principals.add(principal.identifier());
    }
  }

  /// A subject of the directory.
  void add(Subject subject) {
    switch (subject) {
      case Subject.AwsPrincipal(Principal principal) -> add(principal);
      case Subject.TokenSubject(String issuer, String _) -> addIssuer(issuer);
      case EntityId entity -> addEntityType(entity.type());
    }
  }

  /// The provider of an identity: an issuer by URL, by host and path or by its provider's ARN.
  void addIssuer(String text) {
    int provider = text.startsWith("arn:") ? text.indexOf(OIDC_PROVIDER) : -1;
    int scheme =
        text.startsWith("https://") || text.startsWith("http://") ? text.indexOf("//") : -1;
    String bare =
        provider >= 0
            ? text.substring(provider + OIDC_PROVIDER.length())
            : text.substring(scheme < 0 ? 0 : scheme + 2);
    issuers.add(bare);
    // What has no host is its own: a key that is absent would pass for one that is bounded.
    hosts.add(
        IssuerUrl.parse((text.startsWith("http://") ? "http://" : "https://") + bare)
            .map(IssuerUrl::hostName)
            .orElse(bare));
  }

  void addEntityType(String type) {
    entityTypes.add(type);
  }

  void addGroup(GroupName name) {
    groups.add(name.value());
  }

  /// A target by its text.
  void addTarget(String text) {
    AdministeredResource target = AdministeredResource.target(text);
    targetKinds.add(text.substring(0, text.indexOf('/')));
    targets.add(target.path());
    if (target.extent()
        instanceof AdministeredResource.Extent.RoleOfAnyPath(String before, String after)) {
      targetSpellings.add(new Spelling.OfAnyPath(before, AdministeredResource.SLASH, after));
    }
  }

  RequestContext.Builder putInto(RequestContext.Builder keys) {
    return keys.put("brevet:Principal", List.copyOf(principals), principalSpellings)
        .put("brevet:TrustedIssuer", List.copyOf(issuers))
        .put("brevet:IssuerHost", List.copyOf(hosts))
        .put("brevet:EntityType", List.copyOf(entityTypes))
        .put("brevet:Group", List.copyOf(groups))
        .put("brevet:TargetKind", List.copyOf(targetKinds))
        .put("brevet:Target", List.copyOf(targets), targetSpellings)
        .put("brevet:PolicyAction", List.copyOf(actions));
  }
}
