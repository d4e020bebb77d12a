package dev.brevet.policy;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import java.util.Optional;

/// One entry of `Principal` or `NotPrincipal`. No entry has wildcards except `*` as a whole.
///
/// Source: IAM User Guide, reference_policies_elements_principal.
public sealed interface PrincipalPattern {
  /// Which list of the element it is in: `AWS`, `Federated`, `Service`, `CanonicalUser`; `*` for
  /// [Everyone].
  String kind();

  /// As the policy wrote it.
  String text();

  /// `"Principal": "*"`: everyone, anonymous callers included.
  record Everyone() implements PrincipalPattern {
    @Override
    public String kind() {
      return "*";
    }

    @Override
    public String text() {
      return "*";
    }
  }

  /// `{"AWS": "*"}`: everyone too, except that it does not grant to the bearers of tokens, which
  /// only `Federated` and `"*"` name.
  record EveryAwsPrincipal() implements PrincipalPattern {
    @Override
    public String kind() {
      return "AWS";
    }

    @Override
    public String text() {
      return "*";
    }
  }

  /// An account, as 12 digits or as `arn:<partition>:iam::<account>:root`: delegates to its
  /// identity-based policies.
  record Account(AccountId account, String text) implements PrincipalPattern {
    @Override
    public String kind() {
      return "AWS";
    }
  }

  /// A user, role, role session or federated user, by ARN. A role's ARN covers its sessions.
  record Named(Principal principal, String text) implements PrincipalPattern {
    @Override
    public String kind() {
      return "AWS";
    }
  }

  /// An identity provider: the issuer's URL, its host and path, an OIDC or SAML provider's ARN.
  record FederatedProvider(String text) implements PrincipalPattern {
    @Override
    public String kind() {
      return "Federated";
    }
  }

  /// An AWS service.
  record Service(String text) implements PrincipalPattern {
    @Override
    public String kind() {
      return "Service";
    }
  }

  /// What names no principal of a request: a deleted principal's unique id, a group, an instance
  /// profile, a canonical user, an empty string. Matches no principal.
  record Nobody(String kind, String text) implements PrincipalPattern {}

  /// The entry `text` of the list `kind`; empty when `kind` is unknown or `text` has a wildcard
  /// that is not alone.
  static Optional<PrincipalPattern> parse(String kind, String text) {
    return switch (kind) {
      case "AWS" -> text.equals("*") ? Optional.of(new EveryAwsPrincipal()) : aws(text);
      case "Federated" ->
          isWild(text)
              ? Optional.empty()
              : Optional.of(orNobody(kind, new FederatedProvider(text)));
      case "Service" ->
          isWild(text) ? Optional.empty() : Optional.of(orNobody(kind, new Service(text)));
      case "CanonicalUser" -> Optional.of(new Nobody(kind, text));
      default -> Optional.empty();
    };
  }

  private static Optional<PrincipalPattern> aws(String text) {
    if (isWild(text)) {
      return Optional.empty();
    }
    Optional<AccountId> account = AccountId.parse(text);
    if (account.isPresent()) {
      return Optional.of(new Account(account.get(), text));
    }
    return Optional.of(
        Principal.parseArn(text)
            .<PrincipalPattern>map(
                named ->
                    named instanceof Principal.Root root
                        ? new Account(root.ofAccount(), text)
                        : new Named(named, text))
            .orElseGet(() -> new Nobody("AWS", text)));
  }

  private static PrincipalPattern orNobody(String kind, PrincipalPattern pattern) {
    return pattern.text().isEmpty() ? new Nobody(kind, "") : pattern;
  }

  private static boolean isWild(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }
}
