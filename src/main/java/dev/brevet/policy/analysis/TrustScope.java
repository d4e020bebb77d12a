package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.PrincipalMatch;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Restriction;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.WildcardPattern;

/// Whether a statement of a trust policy that allows lets in parties that it names, and no others.
///
/// A condition pins a party when it must hold of every request and each of its operands names a
/// party: what restricts AWS principals says [Restriction], what restricts tokens is said here. One
/// such condition is enough, whatever stands beside it, since conditions of a statement must all
/// hold.
/// - A provider that many parties share must be pinned by a claim that distinguishes them:
///   [SharedIssuer].
/// - Any other provider is one party, which `Federated` names; its registration has the audiences.
/// - `*` admits AWS principals of every account and the tokens of every registered issuer. A key
///   that only AWS principals have keeps out all tokens, and the claim of one issuer keeps out all
///   AWS principals and other issuers: so one condition that pins a party on either is enough, and
///   two that pin half are not.
///
/// Source: IAM User Guide, id_roles_providers_oidc_secure-by-default,
/// reference_policies_elements_principal,
/// reference_policies_condition-single-vs-multi-valued-context-keys.
public final class TrustScope {
  private TrustScope() {}

  /// The principals that a statement lets in and does not name.
  public sealed interface Opening {
    /// Every party that has tokens of the issuer.
    record EveryOwner(SharedIssuer issuer) implements Opening {}

    /// Every AWS principal, and for `"Principal": "*"` every token too.
    record Everyone() implements Opening {}
  }

  /// What an entry of `Principal` leaves open under these conditions; empty when it is pinned.
  public static Optional<Opening> opening(PrincipalPattern entry, List<Condition> conditions) {
    return switch (entry) {
      case PrincipalPattern.Everyone _, PrincipalPattern.EveryAwsPrincipal _ ->
          conditions.stream().anyMatch(TrustScope::pinsAnyone)
              ? Optional.empty()
              : Optional.of(new Opening.Everyone());
      case PrincipalPattern.FederatedProvider(String provider) ->
          SharedIssuer.find(provider)
              .filter(issuer -> !isPinned(issuer, provider, conditions))
              .map(Opening.EveryOwner::new);
      case PrincipalPattern.Account _,
          PrincipalPattern.Named _,
          PrincipalPattern.Service _,
          PrincipalPattern.Nobody _ ->
          Optional.empty();
    };
  }

  /// Whether a condition names owners, by the claims of an issuer that `provider` names.
  public static boolean isPinned(SharedIssuer issuer, String provider, List<Condition> conditions) {
    return conditions.stream().anyMatch(condition -> pins(issuer, prefix(provider), condition));
  }

  /// The operands of a condition on claims of `provider` that tell owners apart, and which name
  /// none. Empty where the condition is about something else.
  public static List<String> open(String provider, Condition condition) {
    List<OwnerClaim> claims =
        SharedIssuer.find(provider)
            .map(issuer -> claims(issuer, prefix(provider), condition))
            .orElse(List.of());
    return condition instanceof Condition.Text text
            && !claims.isEmpty()
            && Restriction.isRequired(condition)
        ? text.operands().stream()
            .filter(operand -> claims.stream().noneMatch(claim -> claim.pins(operand)))
            .map(WildcardPattern::text)
            .toList()
        : List.of();
  }

  private static boolean pins(SharedIssuer issuer, String prefix, Condition condition) {
    List<OwnerClaim> claims = claims(issuer, prefix, condition);
    return isOfOneValue(condition)
        && condition instanceof Condition.Text text
        && all(text.operands(), operand -> claims.stream().anyMatch(claim -> claim.pins(operand)));
  }

  private static List<OwnerClaim> claims(SharedIssuer issuer, String prefix, Condition condition) {
    String key = condition.key().lowerName();
    return key.startsWith(prefix)
        ? issuer.claims().stream()
            .filter(claim -> claim.name().equals(key.substring(prefix.length())))
            .toList()
        : List.of();
  }

  /// The host and path of the issuer that an entry of `Federated` names, before the colon of its
  /// claims' condition keys.
  public static String issuer(String provider) {
    return PrincipalMatch.issuerName(provider);
  }

  /// How the condition keys of a provider's claims begin.
  private static String prefix(String provider) {
    return AsciiCase.lower(PrincipalMatch.issuerName(provider)) + ":";
  }

  private static boolean isOfOneValue(Condition condition) {
    return Restriction.isRequired(condition) && condition.key().set() == SetOperator.NONE;
  }

  /// A condition on a key that AWS principals have and tokens do not, or the other way round.
  private static boolean pinsAnyone(Condition condition) {
    return Restriction.of(condition).filter(Restriction::isOfParty).isPresent()
        || (Restriction.isRequired(condition) && pinsToken(condition));
  }

  /// A claim of an issuer: `<issuer-host>:<claim>`. Of one that is a single party's, any value that
  /// does not begin with a wildcard.
  private static boolean pinsToken(Condition condition) {
    String key = condition.key().lowerName();
    Optional<SharedIssuer> shared =
        SharedIssuer.all().stream()
            .filter(
                issuer ->
                    key.startsWith(issuer.name() + ":") || key.startsWith(issuer.name() + "/:"))
            .findFirst();
    if (shared.isPresent()) {
      String prefix = key.startsWith(shared.get().name() + ":") ? ":" : "/:";
      return pins(shared.get(), shared.get().name() + prefix, condition);
    }
    int dot = key.indexOf('.');
    return dot > 0
        && key.indexOf(':') > dot
        && condition instanceof Condition.Text text
        && all(text.operands(), operand -> !operand.literalPrefix().isEmpty());
  }

  private static <T> boolean all(List<T> operands, Predicate<T> pins) {
    return !operands.isEmpty() && operands.stream().allMatch(pins);
  }
}
