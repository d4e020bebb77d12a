package dev.brevet.identity.token;

import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.TrustedIssuer;
import java.util.List;

/// Where an issuer's public keys come from.
public interface KeySource {
  /// The usable signing keys that the issuer publishes now.
  ///
  /// @throws IdentityUnavailable when they could not be had, in time, whole and from where they
  ///   belong
  List<SigningKey> fetch(TrustedIssuer issuer);
}
