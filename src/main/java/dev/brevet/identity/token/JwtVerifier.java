package dev.brevet.identity.token;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.UntrustedText;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.BrokenIssuer;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.Issuers;
import dev.brevet.identity.SignatureAlgorithm;
import dev.brevet.identity.TokenTerms;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.identity.VendedSession;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.json.JsonValue.JsonObject;

/// Verifies tokens of registered issuers.
///
/// `iss` of the unverified token only looks up a registration; everything that then decides (keys,
/// algorithms, audiences, what the claims mean) is the registration's. Cheap checks run before
/// expensive ones, so that a token for another party makes no request to its issuer. The signature
/// of an expired token is checked too: only a caller with a token that was good learns that it
/// expired. [TokenRules] has what a token must say.
///
/// The identity: [Principal.WebIdentity] of issuer and `sub`, or for an issuer of kind AWS the AWS
/// principal that `sub` names. Its condition keys: `<issuer without https://>:<claim>` for every
/// claim, `aws:FederatedProvider` (the issuer's URL, as a trust policy names it),
/// `aws:TokenIssueTime`, and `aws:MultiFactorAuthPresent` (`true` or `false`) with
/// `aws:MultiFactorAuthAge` where the token tells `auth_time`; for kind AWS the keys of AWS's
/// claims, and nothing about MFA, of which its tokens do not speak.
public final class JwtVerifier implements TokenVerifier {
  /// As many characters as STS takes in `WebIdentityToken`.
  static final int LONGEST_TOKEN = 20_000;

  /// RFC 7517, 4.5, wants a `kid` for each key and does not demand it: those that fit are tried.
  static final int MOST_KEYS_TRIED = 8;

  // With an issuer's URL of 255 this fits the key of a DynamoDB item.
  private static final int LONGEST_SUBJECT_BYTES = 1024;
  private static final int LONGEST_GROUP = 256;

  private final Issuers issuers;
  private final SigningKeys keys;
  private final InstantSource clock;

  /// A verifier that knows the issuers in `issuers`, and no other.
  ///
  /// @param issuers the registered issuers; a broken registration rejects its tokens
  /// @param keys their public keys
  /// @param clock the time that `exp`, `nbf` and `iat` are held against
  public JwtVerifier(Issuers issuers, SigningKeys keys, InstantSource clock) {
    this.issuers = issuers;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public Verification verify(SecretString bearer, TokenUse use) {
    if (bearer.length() > LONGEST_TOKEN) {
      return rejected("the token is longer than " + LONGEST_TOKEN + " characters");
    }
    return switch (CompactToken.parse(bearer.reveal())) {
      case CompactToken.Parse.Malformed(String reason) -> rejected(reason);
      case CompactToken.Parse.Parsed(CompactToken token) -> verify(token, use);
    };
  }

  private Verification verify(CompactToken token, TokenUse use) {
    Optional<IssuerUrl> issuer = token.payload().text("iss").flatMap(IssuerUrl::parse);
    if (issuer.isEmpty()) {
      return rejected("the token names no issuer");
    }
    Optional<TrustedIssuer> registered;
    try {
      registered = issuers.find(issuer.get());
    } catch (BrokenIssuer e) {
      keys.forget(issuer.get());
      return rejected(String.valueOf(e.getMessage()));
    }
    if (registered.isEmpty()) {
      keys.forget(issuer.get());
      return rejected("the token's issuer is not registered");
    }
    if (!registered.get().enabled()) {
      keys.forget(issuer.get());
      return rejectedBy(registered.get(), "the issuer is disabled");
    }
    return verify(token, registered.get(), use);
  }

  private Verification verify(CompactToken token, TrustedIssuer issuer, TokenUse use) {
    Instant now = clock.instant();
    Optional<String> problem =
        TokenRules.header(token.header())
            .or(() -> TokenRules.audience(issuer, token.payload(), use))
            .or(() -> TokenRules.times(issuer, token.payload(), now))
            .or(() -> signature(token, issuer));
    if (problem.isEmpty()) {
      return TokenRules.isExpired(issuer, token.payload(), now)
          ? new Verification.Rejected(
              Verification.Rejected.Cause.EXPIRED, by(issuer, "the token is expired"))
          : identity(token.payload(), issuer, use, now);
    }
    return rejectedBy(issuer, problem.get());
  }

  private Optional<String> signature(CompactToken token, TrustedIssuer issuer) {
    Optional<SignatureAlgorithm> algorithm =
        token
            .header()
            .text("alg")
            .flatMap(SignatureAlgorithm::parse)
            .filter(issuer.algorithms()::contains);
    if (algorithm.isEmpty()) {
      return Optional.of("the token's algorithm is not one that the issuer is registered with");
    }
    Optional<String> keyId = token.header().text("kid");
    List<SigningKey> found = keys.find(issuer, algorithm.get(), keyId);
    if (found.isEmpty()) {
      return Optional.of("the issuer has no key of the token's id and algorithm");
    }
    if (found.size() > MOST_KEYS_TRIED) {
      return Optional.of(
          "more than " + MOST_KEYS_TRIED + " keys of the issuer could have signed the token");
    }
    return found.stream()
            .anyMatch(key -> key.verifies(algorithm.get(), token.signingInput(), token.signature()))
        ? Optional.empty()
        : Optional.of("the token's signature is wrong");
  }

  private static Verification identity(
      JsonObject payload, TrustedIssuer issuer, TokenUse use, Instant now) {
    Optional<String> subject = payload.text("sub").filter(JwtVerifier::isSubject);
    if (subject.isEmpty()) {
      return rejectedBy(issuer, "the token has no readable `sub`");
    }
    return switch (TokenClaims.of(payload)) {
      case TokenClaims.Reading.Ambiguous(String reason) -> rejectedBy(issuer, reason);
      case TokenClaims.Reading.Read(TokenClaims claims) -> {
        TokenTerms terms = TokenRules.terms(issuer, payload, use);
        yield switch (issuer.kind()) {
          case TrustedIssuer.Kind.OpenIdConnect kind ->
              openIdConnect(payload, claims, issuer, kind, subject.get(), terms, now);
          case TrustedIssuer.Kind.Aws kind -> aws(payload, claims, issuer, kind, terms);
        };
      }
    };
  }

  private static Verification openIdConnect(
      JsonObject payload,
      TokenClaims claims,
      TrustedIssuer issuer,
      TrustedIssuer.Kind.OpenIdConnect kind,
      String subject,
      TokenTerms terms,
      Instant now) {
    if (kind.groupsClaim().filter(claim -> TokenRules.leavesOut(payload, claim)).isPresent()) {
      return rejectedBy(
          issuer, "the token says that its groups are elsewhere, so membership is not known");
    }
    RequestContext.Builder context = RequestContext.builder();
    addClaims(claims, issuer, context);
    context.put("aws:FederatedProvider", issuer.issuer().value());
    addIssueTime(payload, context);
    boolean multiFactor =
        claims.get("amr").stream().anyMatch(kind.mfaMethods()::contains)
            || claims.get("acr").stream().anyMatch(kind.mfaClasses()::contains);
    context.put("aws:MultiFactorAuthPresent", Boolean.toString(multiFactor));
    if (multiFactor) {
      TokenRules.instant(payload, "auth_time")
          .map(at -> Math.max(0, Duration.between(at, now).toSeconds()))
          .ifPresent(age -> context.put("aws:MultiFactorAuthAge", Long.toString(age)));
    }
    List<String> groups =
        kind.groupsClaim().map(claims::get).orElseGet(List::of).stream()
            .filter(JwtVerifier::isGroup)
            .toList();
    Principal principal = new Principal.WebIdentity(issuer.issuer().value(), subject);
    return verified(principal, context, payload, claims, groups, terms);
  }

  private static Verification aws(
      JsonObject payload,
      TokenClaims claims,
      TrustedIssuer issuer,
      TrustedIssuer.Kind.Aws kind,
      TokenTerms terms) {
    Optional<Principal> principal = AwsTokenClaims.principal(kind.account(), payload);
    if (principal.isEmpty()) {
      return rejectedBy(issuer, "the token's subject is not a principal of the issuer's account");
    }
    RequestContext.Builder context = AwsTokenClaims.keys(principal.get(), payload);
    addClaims(claims, issuer, context);
    addIssueTime(payload, context);
    return verified(principal.get(), context, payload, claims, List.of(), terms);
  }

  private static void addClaims(
      TokenClaims claims, TrustedIssuer issuer, RequestContext.Builder context) {
    String prefix = issuer.issuer().conditionKeyPrefix() + ":";
    claims
        .values()
        .forEach(
            (name, values) -> {
              if (!beginsLikeAPort(name)) {
                context.put(prefix + name, values);
              }
            });
  }

  // INVARIANT: `idp.example:8443:sub` is `sub` of the issuer at that port, and never the claim
  // `8443:sub` of the one without.
  private static boolean beginsLikeAPort(String claim) {
    int end = 0;
    while (end < claim.length() && claim.charAt(end) >= '0' && claim.charAt(end) <= '9') {
      end++;
    }
    return end > 0
        && end < claim.length()
        && (claim.charAt(end) == ':' || claim.charAt(end) == '/');
  }

  private static void addIssueTime(JsonObject payload, RequestContext.Builder context) {
    TokenRules.instant(payload, "iat")
        .map(at -> at.truncatedTo(ChronoUnit.SECONDS))
        .ifPresent(at -> context.put("aws:TokenIssueTime", at.toString()));
  }

  private static Verification verified(
      Principal principal,
      RequestContext.Builder context,
      JsonObject payload,
      TokenClaims claims,
      List<String> groups,
      TokenTerms terms) {
    return VendedSession.verification(
        new VerifiedIdentity(
            principal,
            AuthenticationMethod.TOKEN,
            context.build(),
            claims.values(),
            groups,
            Optional.empty(),
            AwsTokenClaims.distinguishing(payload),
            Optional.of(terms)));
  }

  private static boolean isSubject(String text) {
    return !text.isBlank()
        && text.length() <= LONGEST_SUBJECT_BYTES
        && UntrustedText.isOneLine(text)
        && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SUBJECT_BYTES;
  }

  private static boolean isGroup(String text) {
    return !text.isBlank() && text.length() <= LONGEST_GROUP && UntrustedText.isOneLine(text);
  }

  private static Verification rejectedBy(TrustedIssuer issuer, String reason) {
    return rejected(by(issuer, reason));
  }

  private static String by(TrustedIssuer issuer, String reason) {
    return reason + " (issuer `" + issuer.issuer() + "`)";
  }

  private static Verification rejected(String reason) {
    return new Verification.Rejected(reason);
  }
}
