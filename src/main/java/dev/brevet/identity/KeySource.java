package dev.brevet.identity;

import java.util.List;

/// Where an issuer's public keys come from.
interface KeySource {
  /// The usable signing keys that the issuer publishes now.
  ///
  /// @throws IdentityUnavailable when they could not be had, in time, whole and from where they
  ///   belong
  List<SigningKey> fetch(TrustedIssuer issuer);
}
