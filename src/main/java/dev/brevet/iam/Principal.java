package dev.brevet.iam;

import java.util.Optional;

/// The identity that makes a request, of one of IAM's kinds of principals.
///
/// A group is never a principal, and neither is an instance profile. Source: IAM User Guide,
/// reference_policies_elements_principal.
public sealed interface Principal {
  /// The account that the principal belongs to; empty for services, tokens and anonymous callers.
  Optional<AccountId> account();

  /// The name under which a decision is recorded: an ARN, `<issuer>#<subject>`, a service name or
  /// `anonymous`. Injective within a kind, since neither an issuer URL nor a service name holds
  /// `#`.
  String identifier();

  /// An account's root user: the account itself. Refused as a caller everywhere.
  record Root(String partition, AccountId ofAccount) implements Principal {
    @Override
    public Optional<AccountId> account() {
      return Optional.of(ofAccount);
    }

    @Override
    public String identifier() {
      return "arn:" + partition + ":iam::" + ofAccount + ":root";
    }
  }

  /// An IAM user; `path` begins and ends with `/`.
  record User(String partition, AccountId ofAccount, String path, String name)
      implements Principal {
    public User {
      requirePathAndName(path, name);
    }

    @Override
    public Optional<AccountId> account() {
      return Optional.of(ofAccount);
    }

    @Override
    public String identifier() {
      return "arn:" + partition + ":iam::" + ofAccount + ":user" + path + name;
    }
  }

  /// A role itself, as a policy simulation or a stored subject names it. Requests are made by
  /// [RoleSession].
  record Role(RoleArn arn) implements Principal {
    @Override
    public Optional<AccountId> account() {
      return Optional.of(arn.account());
    }

    @Override
    public String identifier() {
      return arn.toString();
    }
  }

  /// A session of a role: `arn:aws:sts::<account>:assumed-role/<role name>/<session name>`, which
  /// holds no path.
  ///
  /// `rolePath` is known only where something other than the session's ARN gave it; a session named
  /// only by its ARN has none, and then `aws:PrincipalArn` is the role's ARN without its path. The
  /// session name was chosen by the principal that assumed the role.
  record RoleSession(
      String partition,
      AccountId ofAccount,
      Optional<String> rolePath,
      String roleName,
      String sessionName)
      implements Principal {
    public RoleSession {
      requirePathAndName(rolePath.orElse("/"), roleName);
      if (SessionName.parse(sessionName).isEmpty()) {
        throw new IllegalArgumentException(
            "not a role session name: `" + UntrustedText.shown(sessionName) + "`");
      }
    }

    /// The role's ARN, with its path where that is known.
    public RoleArn role() {
      return new RoleArn(partition, ofAccount, rolePath.orElse("/"), roleName);
    }

    @Override
    public Optional<AccountId> account() {
      return Optional.of(ofAccount);
    }

    @Override
    public String identifier() {
      return "arn:"
          + partition
          + ":sts::"
          + ofAccount
          + ":assumed-role/"
          + roleName
          + "/"
          + sessionName;
    }
  }

  /// A federated user session: `arn:aws:sts::<account>:federated-user/<name>`.
  record FederatedUser(String partition, AccountId ofAccount, String name) implements Principal {
    public FederatedUser {
      requirePathAndName("/", name);
    }

    @Override
    public Optional<AccountId> account() {
      return Optional.of(ofAccount);
    }

    @Override
    public String identifier() {
      return "arn:" + partition + ":sts::" + ofAccount + ":federated-user/" + name;
    }
  }

  /// The subject of a token: the same `subject` at two issuers is two principals. `issuer` is the
  /// `iss` claim, verbatim.
  record WebIdentity(String issuer, String subject) implements Principal {
    public WebIdentity {
      if (issuer.isEmpty() || issuer.indexOf('#') >= 0 || subject.isEmpty()) {
        throw new IllegalArgumentException(
            "not an issuer and a subject: `" + UntrustedText.shown(issuer + "#" + subject) + "`");
      }
    }

    @Override
    public Optional<AccountId> account() {
      return Optional.empty();
    }

    @Override
    public String identifier() {
      return issuer + "#" + subject;
    }
  }

  /// A user that a SAML provider vouches for; `provider` is
  /// `arn:<partition>:iam::<account>:saml-provider/<name>`.
  record SamlIdentity(Arn provider, String subject) implements Principal {
    @Override
    public Optional<AccountId> account() {
      return Optional.empty();
    }

    @Override
    public String identifier() {
      return provider + "#" + subject;
    }
  }

  /// An AWS service, by its service principal name such as `states.amazonaws.com`.
  record Service(String name) implements Principal {
    @Override
    public Optional<AccountId> account() {
      return Optional.empty();
    }

    @Override
    public String identifier() {
      return name;
    }
  }

  /// No principal: an unsigned request.
  record Anonymous() implements Principal {
    @Override
    public Optional<AccountId> account() {
      return Optional.empty();
    }

    @Override
    public String identifier() {
      return "anonymous";
    }
  }

  /// The principal that an ARN names: root, user, role, role session or federated user. Empty for
  /// anything else: groups, instance profiles, other services' ARNs, malformed text.
  static Optional<Principal> parseArn(String text) {
    return Arn.parse(text).filter(arn -> arn.region().isEmpty()).flatMap(PrincipalArns::principal);
  }

  private static void requirePathAndName(String path, String name) {
    if (!IamPath.isValid(path) || !IamPath.isName(name, 64)) {
      throw new IllegalArgumentException(
          "not a path and name: `" + UntrustedText.shown(path + name) + "`");
    }
  }
}
