package dev.brevet.identity;

import java.util.List;

/// Where registered issuers are kept.
public interface IssuerStore extends Issuers {
  /// Every readable registration, by URL; a broken item is left out here and logged by its reader.
  ///
  /// @throws IdentityUnavailable when the store did not answer
  List<TrustedIssuer> list();

  /// Writes `issuer` if the stored version is `expectedVersion` (0: if there is none) and no other
  /// stored issuer has its condition keys ([IssuerUrl#keyName]). The new version was never used: it
  /// is `expectedVersion + 1`, or for a new issuer one more than the last ever stored under its
  /// name, 1 for the first. The `version` of `issuer` itself does not matter.
  ///
  /// @throws IdentityUnavailable when the store did not answer; it is then not known whether it was
  ///   written
  WriteOutcome put(TrustedIssuer issuer, long expectedVersion);

  /// Removes `issuer` if its stored version is `expectedVersion`.
  ///
  /// @throws IdentityUnavailable when the store did not answer
  WriteOutcome delete(IssuerUrl issuer, long expectedVersion);

  /// What a conditional write came to.
  sealed interface WriteOutcome {
    /// Done; `version` is what is stored now (of a deletion: what was).
    record Written(long version) implements WriteOutcome {}

    /// Another writer was first, or it does not exist.
    record Conflict() implements WriteOutcome {}

    /// `other` is registered, and has the same condition keys.
    record Taken(IssuerUrl other) implements WriteOutcome {}
  }
}
