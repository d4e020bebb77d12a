package dev.brevet.directory;

import module java.base;

import dev.brevet.iam.UntrustedText;

/// An API Gateway that asks for decisions through the authorizer: which one it is, whose tokens it
/// takes, and what its routes are. A route that is not among them is always denied.
///
/// @param arn `arn:<partition>:execute-api:<region>:<account>:<api id>`
/// @param audiences of which a token must have one, besides what its issuer's registration asks:
///   tokens for another API are not for this one
/// @param entities how the bearers of an issuer's tokens are entities; bearers of any other's are
///   [Subject.TokenSubject]s
/// @param isComplete whether `routes` are all of the API's that have the authorizer: where a
///   gateway caches only by the token, an answer also serves routes that are not among them
/// @param context the names of context values for the API's integration, with the claims that they
///   come from
public record ProtectedApi(
    ApiName name,
    String description,
    String arn,
    List<String> audiences,
    List<ClaimedEntity> entities,
    List<ProtectedRoute> routes,
    boolean isComplete,
    AuthorizerCache cache,
    Map<String, String> context)
    implements DirectoryItem {
  private static final String ARN =
      "arn:aws[a-z-]{0,16}:execute-api:[a-z0-9-]{1,32}:[0-9]{12}:[a-z0-9]{1,64}";
  private static final int MOST_ROUTES = 300;

  /// Names of the context that are the gateway's or the authorizer's own.
  private static final Set<String> RESERVED =
      Set.of("principalId", "decisionId", "subject", "directoryStamp", "directoryAgeMillis");

  /// The bearer of a token of `issuer` is the entity of `type` whose id is the claim's one value.
  public record ClaimedEntity(String issuer, String type, String claim) {
    public ClaimedEntity {
      if (!DirectoryText.isLine(issuer, 255)) {
        throw new IllegalArgumentException("an issuer must be a url of at most 255 characters");
      }
      if (!EntityId.isType(type)) {
        throw new IllegalArgumentException(
            "an entity's type is 1 to 64 letters, digits, `_` and `-`");
      }
      requireClaim(claim);
    }
  }

  public ProtectedApi {
    DirectoryText.requireDescription(description);
    audiences = List.copyOf(audiences);
    entities = List.copyOf(entities);
    routes = List.copyOf(routes);
    context = Map.copyOf(context);
    if (!arn.matches(ARN)) {
      throw UntrustedText.not(
          "an API's ARN, `arn:aws:execute-api:<region>:<account>:<api id>`", arn);
    }
    if (audiences.isEmpty()
        || audiences.size() > 16
        || audiences.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("an API has 1 to 16 audiences");
    }
    if (routes.isEmpty() || routes.size() > MOST_ROUTES) {
      throw new IllegalArgumentException("an API has 1 to " + MOST_ROUTES + " routes");
    }
    DirectoryText.requireOnce(routes.stream().map(ProtectedRoute::key).toList(), "the route");
    DirectoryText.requireOnce(entities.stream().map(ClaimedEntity::issuer).toList(), "the issuer");
    if (context.size() > 32) {
      throw new IllegalArgumentException("an API's context has at most 32 names");
    }
    context.forEach(
        (key, claim) -> {
          if (!key.matches("[A-Za-z][A-Za-z0-9_]{0,63}") || RESERVED.contains(key)) {
            throw UntrustedText.not("a name for the context", key);
          }
          requireClaim(claim);
        });
  }

  private static void requireClaim(String claim) {
    if (!DirectoryText.isLine(claim, 256)) {
      throw new IllegalArgumentException("a claim's name has 1 to 256 characters");
    }
  }

  /// The route that API Gateway calls `GET /orders/{orderId}`. Empty when there is none here.
  public Optional<ProtectedRoute> route(String key) {
    return routes.stream().filter(route -> route.key().equals(key)).findFirst();
  }

  @Override
  public ItemKey key() {
    return new ItemKey(ItemKind.API, name.value());
  }
}
