package dev.brevet.identity;

import java.util.Optional;

/// Registered issuers, to be looked up: all that verifying a token needs of an [IssuerStore].
public interface Issuers {
  /// The issuer registered under exactly this URL, disabled ones too. Empty when none is.
  ///
  /// @throws IdentityUnavailable when the store did not answer; never empty then
  /// @throws BrokenIssuer when what is stored is not a valid registration; never empty then
  Optional<TrustedIssuer> find(IssuerUrl issuer);
}
