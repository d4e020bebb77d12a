package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.UnicodeText;
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
public final class IssuersAdminEndpoint implements Endpoint {
  private final Endpoint endpoint;

  /// @param loopbackAllowed whether an issuer may be on this very machine: in the local world only
  public IssuersAdminEndpoint(
      Administration administration, IssuerStore issuers, boolean loopbackAllowed) {
    this.endpoint =
        new StoredEndpoint<>(administration, new StoredIssuers(issuers, loopbackAllowed));
  }

  @Override
  public List<Route> routes() {
    return endpoint.routes();
  }

  private record StoredIssuers(IssuerStore store, boolean loopbackAllowed)
      implements Stored<IssuerUrl, TrustedIssuer> {
    @Override
    public String word() {
      return "Issuer";
    }

    @Override
    public String collection() {
      return "issuers";
    }

    @Override
    public Optional<IssuerUrl> parseId(String segment) {
      try {
        byte[] url = Base64.getUrlDecoder().decode(segment);
        return UnicodeText.decode(url).flatMap(IssuerUrl::parse);
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }

    @Override
    public AdministeredResource resource(IssuerUrl issuer) {
      return AdministeredResource.of(issuer);
    }

    @Override
    public RequestContext content(TrustedIssuer issuer) {
      return ContentKeys.of(issuer);
    }

    @Override
    public Optional<String> mapping(IssuerUrl issuer) {
      return Optional.empty();
    }

    @Override
    public Draft<TrustedIssuer> read(IssuerUrl id, String json, WorkBudget budget) {
      return switch (TrustedIssuerDocument.read(json, loopbackAllowed)) {
        case DocumentReading.Unreadable(List<DocumentReading.Problem> problems) ->
            new Draft.Invalid<>(Problem.malformed(problems));
        case DocumentReading.Readable(TrustedIssuer issuer) when !issuer.issuer().equals(id) ->
            new Draft.Invalid<>(Problem.malformed("issuer", "`issuer` is not the one in the path"));
        case DocumentReading.Readable(TrustedIssuer issuer) -> new Draft.Valid<>(issuer);
      };
    }

    @Override
    public String show(TrustedIssuer issuer) {
      return TrustedIssuerDocument.show(issuer);
    }

    @Override
    public long version(TrustedIssuer issuer) {
      return issuer.version();
    }

    @Override
    public Lookup<TrustedIssuer> find(IssuerUrl id) {
      try {
        return store
            .find(id)
            .<Lookup<TrustedIssuer>>map(Lookup.Found::new)
            .orElseGet(Lookup.Missing::new);
      } catch (BrokenIssuer broken) {
        return new Lookup.Broken<>(String.valueOf(broken.getMessage()));
      }
    }

    @Override
    public String name(TrustedIssuer issuer) {
      return issuer.issuer().value();
    }

    @Override
    public List<TrustedIssuer> list() {
      return store.list();
    }

    @Override
    public Written<TrustedIssuer> put(TrustedIssuer issuer, long expectedVersion) {
      return switch (store.put(issuer, expectedVersion)) {
        case IssuerStore.WriteOutcome.Written(long version) ->
            new Written.Done<>(issuer.atVersion(version));
        case IssuerStore.WriteOutcome.Conflict _ -> new Written.Lost<>();
        case IssuerStore.WriteOutcome.Taken(IssuerUrl other) ->
            new Written.Barred<>(
                "`"
                    + other
                    + "` is registered and would have the same condition keys, because they"
                    + " ignore case and scheme; delete that one first");
      };
    }

    @Override
    public boolean delete(IssuerUrl id, long expectedVersion) {
      return switch (store.delete(id, expectedVersion)) {
        case IssuerStore.WriteOutcome.Written _ -> true;
        case IssuerStore.WriteOutcome.Conflict _, IssuerStore.WriteOutcome.Taken _ -> false;
      };
    }
  }
}
