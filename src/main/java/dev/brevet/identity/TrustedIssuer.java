package dev.brevet.identity;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.json.RefusedField;

/// A registered issuer of tokens: which signatures count, which audiences its tokens must have, and
/// what its claims mean.
///
/// `audiences` are the values of `aud` that count, by what the tokens are for. `algorithms` is
/// never empty. `jwksUri` is where the keys are; without it they are found by OpenID Connect
/// Discovery. `clockSkew` is 0 to 300 s. `maxTokenAge` is 1 minute to 400 days and counts from
/// `iat`. A disabled issuer's tokens are all rejected. `version` counts writes; 0 is not stored
/// yet. An instance that exists is valid; a constructor's message names the field.
public record TrustedIssuer(
    IssuerUrl issuer,
    Kind kind,
    String description,
    boolean enabled,
    Audiences audiences,
    Set<SignatureAlgorithm> algorithms,
    Optional<String> jwksUri,
    Duration clockSkew,
    Duration maxTokenAge,
    long version) {
  /// 60 s, unless the registration says otherwise.
  public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofMinutes(1);

  /// 24 hours, unless the registration says otherwise.
  public static final Duration DEFAULT_MAX_TOKEN_AGE = Duration.ofDays(1);

  /// As `authorizedParties`: any or none, in tokens with no audience but Brevet's.
  public static final List<String> ANY_AUTHORIZED_PARTY = List.of("*");

  /// What the issuer's claims mean.
  public sealed interface Kind {
    /// Any OpenID Connect issuer.
    ///
    /// `authorizedParties` are the accepted values of `azp`, at most 1,000: when not empty the
    /// claim must be there; when empty, an `azp` that is there must be one of the audiences; `*`
    /// accepts any or none, in tokens whose audiences are all Brevet's. With `clientIdAsAudience` a
    /// token without `aud` is for its `client_id`. `groupsClaim` names the claim that lists the
    /// subject's groups; a token that says that they are elsewhere is rejected. `mfaMethods` and
    /// `mfaClasses` are the values of `amr` (RFC 8176) and `acr` that mean multi-factor
    /// authentication.
    record OpenIdConnect(
        List<String> authorizedParties,
        boolean clientIdAsAudience,
        Optional<String> groupsClaim,
        List<String> mfaMethods,
        List<String> mfaClasses)
        implements Kind {
      private static final int MOST_PARTIES = 1_000;

      public OpenIdConnect {
        authorizedParties =
            IssuerFields.words("authorizedParties", authorizedParties, MOST_PARTIES);
        if (authorizedParties.containsAll(ANY_AUTHORIZED_PARTY) && authorizedParties.size() > 1) {
          throw new RefusedField("authorizedParties", "holds `*` and must then hold nothing else");
        }
        groupsClaim.ifPresent(name -> IssuerFields.requireClaimName("groupsClaim", name));
        mfaMethods = IssuerFields.words("mfa.amr", mfaMethods);
        mfaClasses = IssuerFields.words("mfa.acr", mfaClasses);
      }
    }

    /// AWS's own issuer of `sts:GetWebIdentityToken` tokens, which belongs to one account: `sub` is
    /// the ARN of a principal of `account`, and the claims under `https://sts.amazonaws.com/`
    /// become AWS's condition keys.
    ///
    /// Source: IAM User Guide, id_roles_providers_outbound_token_claims.
    record Aws(AccountId account) implements Kind {}
  }

  public TrustedIssuer {
    IssuerFields.requireDescription(description);
    if (algorithms.isEmpty()) {
      throw new RefusedField("algorithms", "is empty");
    }
    algorithms = Collections.unmodifiableSet(new TreeSet<>(algorithms));
    jwksUri.ifPresent(IssuerFields::requireKeysUrl);
    IssuerFields.requireWithin("clockSkewSeconds", Duration.ZERO, Duration.ofMinutes(5), clockSkew);
    IssuerFields.requireWithin(
        "maxTokenAgeSeconds", Duration.ofMinutes(1), Duration.ofDays(400), maxTokenAge);
    if (version < 0) {
      throw new RefusedField("version", "is negative");
    }
    if (kind instanceof Kind.Aws && !issuer.isLoopback() && !isAwsIssuer(issuer)) {
      throw new RefusedField(
          "issuer",
          "must be, for kind `AWS`, a url `https://<id>.tokens.sts.<...>.api.aws`, as"
              + " GetOutboundWebIdentityFederationInfo returns it");
    }
    if (kind instanceof Kind.Aws && !issuer.isLoopback() && jwksUri.isPresent()) {
      throw new RefusedField(
          "jwksUri",
          "is not allowed for kind `AWS`: its keys are found through aws's own discovery");
    }
  }

  /// The algorithms that `kind` has unless the registration says otherwise: what nearly all issuers
  /// sign with, and what `sts:GetWebIdentityToken` offers.
  public static Set<SignatureAlgorithm> defaultAlgorithms(Kind kind) {
    return switch (kind) {
      case Kind.OpenIdConnect _ -> Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256);
      case Kind.Aws _ -> Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES384);
    };
  }

  /// Whether using this issuer would call this very machine; only the local world may.
  public boolean usesLoopback() {
    return issuer.isLoopback() || jwksUri.filter(IssuerFields::isLoopbackUrl).isPresent();
  }

  /// The same registration as version `version`.
  public TrustedIssuer atVersion(long version) {
    return new TrustedIssuer(
        issuer,
        kind,
        description,
        enabled,
        audiences,
        algorithms,
        jwksUri,
        clockSkew,
        maxTokenAge,
        version);
  }

  // INVARIANT: an issuer of kind AWS vouches for AWS principals, so AWS must own its host, and its
  // keys must come from that host only.
  private static boolean isAwsIssuer(IssuerUrl issuer) {
    String rest = issuer.conditionKeyPrefix();
    return rest.endsWith(".api.aws") && rest.contains(".tokens.sts.") && rest.indexOf('/') < 0;
  }
}
