package dev.brevet.directory;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.UntrustedText;
import java.util.Optional;

/// A caller, as the directory distinguishes callers: an entity of its own, an AWS principal, or the
/// subject of a token. The same name among two of them is two subjects.
public sealed interface Subject extends Target, Member
    permits EntityId, Subject.AwsPrincipal, Subject.TokenSubject {
  /// The principal that the engine decides about.
  Principal principal();

  /// An IAM user or role. Policies of a role are those of its sessions.
  ///
  /// A role's name is unique in its account and a session's ARN does not tell its path: so paths of
  /// roles are not compared, and two of these that differ in the role's path are equal.
  record AwsPrincipal(Principal principal) implements Subject {
    public AwsPrincipal {
      if (!(principal instanceof Principal.User) && !(principal instanceof Principal.Role)) {
        throw UntrustedText.not("an IAM user or role", principal.identifier());
      }
      DirectoryText.requireTarget("principal/" + principal.identifier());
    }

    /// The user or role that an ARN names; empty for any other ARN, a role session's too.
    public static Optional<AwsPrincipal> parse(String arn) {
      return arn.length() > 600
          ? Optional.empty()
          : Principal.parseArn(arn)
              .filter(p -> p instanceof Principal.User || p instanceof Principal.Role)
              .map(AwsPrincipal::new);
    }

    /// The ARN as it was written.
    public String arn() {
      return principal.identifier();
    }

    @Override
    public String text() {
      return "principal/" + unpathed();
    }

    private String unpathed() {
      return principal instanceof Principal.Role(RoleArn role)
          ? "arn:" + role.partition() + ":iam::" + role.account() + ":role/" + role.name()
          : principal.identifier();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof AwsPrincipal that && unpathed().equals(that.unpathed());
    }

    @Override
    public int hashCode() {
      return unpathed().hashCode();
    }
  }

  /// The bearer of a token: `issuer` and `sub` as the token has them.
  record TokenSubject(String issuer, String sub) implements Subject {
    public TokenSubject {
      if (!issuer.startsWith("https://") && !issuer.startsWith("http://")) {
        throw UntrustedText.not("the url of an issuer", issuer);
      }
      if (issuer.indexOf('#') >= 0 || !DirectoryText.isLine(issuer, 255)) {
        throw new IllegalArgumentException("an issuer must be a url of at most 255 characters");
      }
      if (!DirectoryText.isLine(sub, 255)) {
        throw new IllegalArgumentException("a token's subject has 1 to 255 characters");
      }
      DirectoryText.requireTarget("token/" + issuer + "#" + sub);
    }

    @Override
    public Principal principal() {
      return new Principal.WebIdentity(issuer, sub);
    }

    @Override
    public String text() {
      return "token/" + issuer + "#" + sub;
    }
  }

  /// The subject that a principal of the engine stands for. Empty for those that nothing can be
  /// attached to: root users, federated users, services, anonymous callers.
  static Optional<Subject> of(Principal principal) {
    return switch (principal) {
      case Principal.User user -> Optional.of(new AwsPrincipal(user));
      case Principal.Role role -> Optional.of(new AwsPrincipal(role));
      case Principal.RoleSession session ->
          Optional.of(new AwsPrincipal(new Principal.Role(session.role())));
      case Principal.WebIdentity(String issuer, String subject) ->
          issuer.startsWith(EntityId.PROVIDER)
              ? EntityId.parse(issuer.substring(EntityId.PROVIDER.length()), subject)
                  .map(entity -> entity)
              : token(issuer, subject);
      case Principal.Root _,
          Principal.FederatedUser _,
          Principal.SamlIdentity _,
          Principal.Service _,
          Principal.Anonymous _ ->
          Optional.empty();
    };
  }

  private static Optional<Subject> token(String issuer, String subject) {
    try {
      return Optional.of(new TokenSubject(issuer, subject));
    } catch (IllegalArgumentException _) {
      // Nothing can be attached to it, so nothing is.
      return Optional.empty();
    }
  }
}
