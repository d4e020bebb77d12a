package dev.brevet.policy;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.AsciiCase;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Whether a statement of a trust policy that allows lets in parties that it names, and no others.
///
/// A condition pins a party when it must hold of every request: a string operator (or an ARN
/// operator on `aws:PrincipalArn`) that is not negated, without `IfExists` and set operator, on a
/// key with one value, of whose operands each begins with a literal that names a party. One such
/// condition is enough, whatever stands beside it, since conditions of a statement must all hold.
/// - A provider that many parties share must be pinned by a claim that tells them apart:
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

  /// Whom a statement lets in that it does not name.
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
              .filter(
                  issuer ->
                      conditions.stream()
                          .noneMatch(condition -> pins(issuer, prefix(provider), condition)))
              .map(Opening.EveryOwner::new);
      case PrincipalPattern.Account _,
          PrincipalPattern.Named _,
          PrincipalPattern.Service _,
          PrincipalPattern.Nobody _ ->
          Optional.empty();
    };
  }

  /// Whether the condition holds for no request in which the key is absent, or has no value that an
  /// operand matches.
  public static boolean isRequired(Condition condition) {
    return !(condition instanceof Condition.Null)
        && !condition.isNegated()
        && !condition.key().ifExists()
        && condition.key().set() != SetOperator.FOR_ALL_VALUES;
  }

  /// The operands of a condition on claims of `provider` that tell owners apart, and which name
  /// none. Empty where the condition is about something else.
  public static List<String> open(String provider, Condition condition) {
    List<OwnerClaim> claims =
        SharedIssuer.find(provider)
            .map(issuer -> claims(issuer, prefix(provider), condition))
            .orElse(List.of());
    return condition instanceof Condition.Text text && !claims.isEmpty() && isRequired(condition)
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
    return isRequired(condition) && condition.key().set() == SetOperator.NONE;
  }

  private static boolean pinsAnyone(Condition condition) {
    String key = condition.key().lowerName();
    if (!isRequired(condition)) {
      return false;
    }
    boolean ofAws = key.startsWith("aws:") || key.startsWith("brevet:");
    return ofAws ? pinsAwsPrincipal(key, condition) : pinsToken(key, condition);
  }

  /// A condition on a key that AWS principals have and tokens do not.
  private static boolean pinsAwsPrincipal(String key, Condition condition) {
    // The one key of several values; all of them are of one organization.
    boolean fits = isOfOneValue(condition) || key.equals("aws:principalorgpaths");
    return fits
        && switch (condition) {
          case Condition.Text text ->
              all(text.operands(), o -> names(key, o.literalPrefix(), o.isLiteral()));
          case Condition.Arn arn ->
              key.equals("aws:principalarn")
                  && all(arn.operands(), o -> names(key, o.literalPrefix(), false));
          case Condition.Numeric _,
              Condition.Date _,
              Condition.Bool _,
              Condition.Binary _,
              Condition.IpAddress _,
              Condition.Null _ ->
              false;
        };
  }

  /// Whether what begins with `literal`, or is it as a `whole`, is one account's or organization's.
  private static boolean names(String key, String literal, boolean whole) {
    return switch (key) {
      case "aws:principalaccount" -> whole && AccountId.parse(literal).isPresent();
      case "aws:principalorgid" -> whole && literal.startsWith("o-") && literal.length() > 2;
      case "aws:principalorgpaths" -> literal.startsWith("o-") && literal.indexOf('/') > 2;
      // A path may hold colons, so that a wildcard before the account could swallow it.
      case "aws:principalarn" -> literal.startsWith("arn:") && isAccount(part(literal, 4));
      // `<account>/<set>`.
      case "brevet:permissionset" -> isAccount(before('/', literal));
      // What follows the colon is a session's name, chosen by the caller that makes the session.
      case "aws:userid" -> isUniqueId(before(':', literal)) || (whole && isUniqueId(literal));
      default -> false;
    };
  }

  /// A claim of an issuer: `<issuer-host>:<claim>`. Of one that is a single party's, any value that
  /// does not begin with a wildcard.
  private static boolean pinsToken(String key, Condition condition) {
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

  private static boolean isAccount(String text) {
    return AccountId.parse(text).isPresent();
  }

  private static boolean isUniqueId(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
  }

  /// `text` before its first `separator`; empty where it has none.
  private static String before(char separator, String text) {
    return text.substring(0, Math.max(0, text.indexOf(separator)));
  }

  /// The part of an ARN with that number, from 0; empty where no colon ends it.
  private static String part(String arn, int number) {
    int from = 0;
    for (int i = 0; i < number && from >= 0; i++) {
      from = arn.indexOf(':', from) + 1;
      if (from == 0) {
        return "";
      }
    }
    int end = arn.indexOf(':', from);
    return end < 0 ? "" : arn.substring(from, end);
  }
}
