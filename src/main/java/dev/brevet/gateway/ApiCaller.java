package dev.brevet.gateway;

import module java.base;

import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ProtectedApi.ClaimedEntity;
import dev.brevet.directory.Subject;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.VerifiedIdentity;

/// The caller of an API, as its policies see it: the subject, and the condition keys that follow
/// from the token and from what the directory knows.
record ApiCaller(Subject subject, Principal principal, RequestContext context) {
  /// Empty when the token does not identify its bearer in this API: the claim is missing, has
  /// several values, or names no entity, as where the directory spells the type in two ways.
  static Optional<ApiCaller> of(
      VerifiedIdentity identity, ProtectedApi api, DirectorySnapshot directory) {
    if (identity.principal() instanceof Principal.WebIdentity(String issuer, String _)) {
      for (ClaimedEntity claimed : api.entities()) {
        if (claimed.issuer().equals(issuer)) {
          return entity(identity, claimed, directory);
        }
      }
    }
    return Subject.of(identity.principal())
        .map(subject -> new ApiCaller(subject, identity.principal(), identity.context()));
  }

  private static Optional<ApiCaller> entity(
      VerifiedIdentity identity, ClaimedEntity claimed, DirectorySnapshot directory) {
    List<String> values = identity.claims().getOrDefault(claimed.claim(), List.of());
    return values.size() != 1
        ? Optional.empty()
        : directory
            .canonicalType(claimed.type())
            .flatMap(type -> EntityId.parse(type, values.getFirst()))
            .map(
                id ->
                    new ApiCaller(
                        id,
                        id.principal(),
                        identity.context().toBuilder().putAll(known(id, directory)).build()));
  }

  private static RequestContext known(EntityId id, DirectorySnapshot directory) {
    return directory
        .entity(id)
        .map(Entity::subjectContext)
        .orElseGet(
            () ->
                RequestContext.builder()
                    .put("subject:type", id.type())
                    .put("subject:id", id.id())
                    .build());
  }
}
