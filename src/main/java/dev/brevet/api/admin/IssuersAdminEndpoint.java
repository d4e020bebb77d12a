package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.Endpoint;
import dev.brevet.api.PageQuery;
import dev.brevet.api.Problem;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.BrokenIssuer;
import dev.brevet.identity.IssuerStore;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.identity.TrustedIssuerDocument;
import dev.brevet.json.DocumentReading;
import dev.brevet.policy.element.WorkBudget;

/// `/v1/admin/issuers`, `/v1/admin/issuers/{id}` and the same below `/v1/iam`: the issuers whose
/// tokens are trusted, as `brevet:ListIssuers`, `GetIssuer`, `PutIssuer` and `DeleteIssuer` on
/// `issuer/<host and path>`.
///
/// `{id}` is the issuer's URL in base64url without padding: an HTTP API decodes a path before it is
/// matched, so a URL that is percent-encoded would fall apart at its slashes.
public final class IssuersAdminEndpoint extends StoredKind<IssuerUrl, TrustedIssuer>
    implements Endpoint {
  private final IssuerStore store;
  private final boolean loopbackAllowed;

  /// @param loopbackAllowed whether an issuer may be on this very machine: in the local world only
  public IssuersAdminEndpoint(
      Administration administration, IssuerStore issuers, boolean loopbackAllowed) {
    super(
        administration,
        new Names("Issuer", "Issuers", "issuer", "issuers", "/{id}", "issuer", Filter.NONE));
    this.store = issuers;
    this.loopbackAllowed = loopbackAllowed;
  }

  @Override
  Optional<StoredKey<IssuerUrl>> key(Map<String, String> path) {
    return PageQuery.base64(path.getOrDefault("id", ""))
        .flatMap(IssuerUrl::parse)
        .map(IssuersAdminEndpoint::key);
  }

  @Override
  StoredKey<IssuerUrl> key(TrustedIssuer issuer) {
    return key(issuer.issuer());
  }

  private static StoredKey<IssuerUrl> key(IssuerUrl issuer) {
    String path = "issuers/" + PageQuery.token(issuer.value());
    AdministeredResource resource = AdministeredResource.of(issuer);
    return new StoredKey<>(issuer, issuer.value(), path, resource, Optional.empty());
  }

  @Override
  RequestContext content(TrustedIssuer issuer) {
    return ContentKeys.of(issuer);
  }

  @Override
  Stored.Draft<TrustedIssuer> read(
      String json, Optional<TrustedIssuer> replaced, WorkBudget budget) {
    return switch (TrustedIssuerDocument.read(json, loopbackAllowed)) {
      case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
          new Stored.Draft.Invalid<>(Problem.malformed(problems));
      case DocumentReading.Readable(TrustedIssuer issuer) -> new Stored.Draft.Valid<>(issuer);
    };
  }

  @Override
  String show(TrustedIssuer issuer, long version) {
    return TrustedIssuerDocument.show(issuer.atVersion(version));
  }

  @Override
  Stored<TrustedIssuer> find(IssuerUrl id) {
    try {
      return store.find(id).map(IssuersAdminEndpoint::found).orElseGet(Stored.Missing::new);
    } catch (BrokenIssuer broken) {
      return new Stored.Broken<>(String.valueOf(broken.getMessage()), OptionalLong.empty());
    }
  }

  private static Stored<TrustedIssuer> found(TrustedIssuer issuer) {
    return new Stored.Found<>(issuer, issuer.version());
  }

  @Override
  List<Row<IssuerUrl, TrustedIssuer>> list(String prefix, String after, int most) {
    return store.list().stream()
        .filter(issuer -> issuer.issuer().value().compareTo(after) > 0)
        .limit(most)
        .map(issuer -> new Row<>(key(issuer), found(issuer)))
        .toList();
  }

  @Override
  Stored.Written write(TrustedIssuer issuer, long expectedVersion) {
    return written(store.put(issuer, expectedVersion));
  }

  @Override
  Stored.Written remove(IssuerUrl id, long expectedVersion) {
    return written(store.delete(id, expectedVersion));
  }

  private static Stored.Written written(IssuerStore.WriteOutcome outcome) {
    return switch (outcome) {
      case IssuerStore.WriteOutcome.Written(long version) -> new Stored.Written.Done(version);
      case IssuerStore.WriteOutcome.Conflict _ -> new Stored.Written.Lost();
      case IssuerStore.WriteOutcome.Taken(IssuerUrl other) ->
          new Stored.Written.Refused(
              Problem.of(Problem.Code.CONFLICT)
                  .detail(
                      "`"
                          + other
                          + "` is registered and would have the same condition keys, because they"
                          + " ignore case and scheme; delete that one first"));
    };
  }
}
