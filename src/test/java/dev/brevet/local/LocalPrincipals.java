package dev.brevet.local;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;

/// Gives keys to principals that nobody signed in as: an EC2 instance, an Identity Center user, the
/// root user.
final class LocalPrincipals {
  private static final Duration LIFETIME = Duration.ofHours(1);

  private LocalPrincipals() {}

  /// A new key of the principal that `arn` names.
  ///
  /// @throws IllegalArgumentException when it names none that can sign
  static LocalKey key(LocalIam iam, LocalKeys keys, Clock clock, String arn) {
    Principal principal =
        Principal.parseArn(arn)
            .orElseThrow(() -> new IllegalArgumentException("not a principal: " + arn));
    Instant now = clock.instant();
    return switch (principal) {
      case Principal.User user ->
          keys.longTerm(
              iam.user(arn)
                  .map(LocalIam.User::caller)
                  .orElseGet(() -> stranger(user, LocalIam.uniqueId("AIDA", arn))));
      case Principal.Root root -> keys.longTerm(stranger(root, root.ofAccount().digits()));
      case Principal.RoleSession session ->
          keys.temporary(session(iam, session, now), now.plus(LIFETIME));
      case Principal.FederatedUser federated ->
          keys.temporary(
              temporary(federated, federated.ofAccount() + ":" + federated.name(), now),
              now.plus(LIFETIME));
      case Principal.Role _,
          Principal.WebIdentity _,
          Principal.SamlIdentity _,
          Principal.Service _,
          Principal.Anonymous _ ->
          throw new IllegalArgumentException("it cannot sign: " + arn);
    };
  }

  private static LocalCaller session(LocalIam iam, Principal.RoleSession session, Instant now) {
    RoleArn arn = session.role();
    Optional<LocalIam.Role> role = iam.role(arn);
    if (role.isPresent()) {
      return LocalIam.session(role.get(), session.sessionName(), now);
    }
    String uniqueId = LocalIam.uniqueId("AROA", arn.toString()) + ":" + session.sessionName();
    return temporary(session, uniqueId, now);
  }

  private static LocalCaller stranger(Principal principal, String uniqueId) {
    return LocalCaller.longTerm(principal, uniqueId, InvokePermission.OF_STRANGERS, Map.of());
  }

  private static LocalCaller temporary(Principal principal, String uniqueId, Instant now) {
    return new LocalCaller(
        principal,
        uniqueId,
        InvokePermission.OF_STRANGERS,
        Optional.empty(),
        Map.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(now));
  }
}
