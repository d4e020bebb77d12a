package dev.brevet.directory.document;

import module java.base;

import dev.brevet.directory.ApiName;
import dev.brevet.directory.AuthorizerCache;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ProtectedApi.ClaimedEntity;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// A protected API's document:
///
/// ```json
/// { "name": "orders", "api": "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5",
///   "audiences": ["https://orders.example.com"],
///   "entities": [ { "issuer": "https://idp.example.com", "type": "user", "claim": "sub" } ],
///   "routes": [ { "route": "GET /orders/{orderId}", "action": "read",
///                 "resource": { "type": "order", "id": "{orderId}" } } ],
///   "complete": false,
///   "cache": { "seconds": 300, "identitySources": ["$request.header.Authorization", "$context.routeKey"] },
///   "context": { "tenant": "tenant_id" } }
/// ```
///
/// Instead of `routes` it may hold `openapi`, a document of OpenAPI whose operations have
/// `x-brevet-action` and `x-brevet-resource`: these become the routes; an operation without them is
/// no route.
final class ApiDocument {
  private static final Set<String> OPERATIONS =
      Set.of("get", "head", "post", "put", "patch", "delete", "options");
  private static final String ANY_OPERATION = "x-amazon-apigateway-any-method";

  private ApiDocument() {}

  static Optional<ProtectedApi> read(Fields fields) {
    Optional<ApiName> name = fields.required("name", ApiName::new);
    String description = fields.text("description").orElse("");
    Optional<String> arn = fields.required("api");
    List<String> audiences = fields.texts("audiences");
    List<ClaimedEntity> entities = entities(fields);
    List<ProtectedRoute> routes = fields.has("openapi") ? operations(fields) : routes(fields);
    boolean isComplete = fields.bool("complete", false);
    AuthorizerCache cache =
        fields.object("cache").map(ApiDocument::cache).orElseGet(AuthorizerCache::usual);
    Map<String, String> context = context(fields);
    return fields.made(
        "",
        () ->
            new ProtectedApi(
                name.get(),
                description,
                arn.get(),
                audiences,
                entities,
                routes,
                isComplete,
                cache,
                context),
        name,
        arn);
  }

  private static List<ClaimedEntity> entities(Fields fields) {
    List<ClaimedEntity> out = new ArrayList<>();
    for (Fields each : fields.objects("entities")) {
      Optional<String> issuer = each.required("issuer");
      Optional<String> type = each.required("type");
      Optional<String> claim = each.required("claim");
      each.made(
              "",
              () -> new ClaimedEntity(issuer.get(), type.get(), claim.get()),
              issuer,
              type,
              claim)
          .ifPresent(out::add);
    }
    return out;
  }

  private static List<ProtectedRoute> routes(Fields fields) {
    fields.require("routes");
    List<ProtectedRoute> out = new ArrayList<>();
    for (Fields each : fields.objects("routes")) {
      Optional<String> key = each.required("route");
      Optional<String> action = each.required("action");
      each.require("resource");
      Optional<Fields> resource = each.object("resource");
      if (key.isPresent() && action.isPresent() && resource.isPresent()) {
        route(each, key.get(), action.get(), resource.get()).ifPresent(out::add);
      }
    }
    return out;
  }

  private static Optional<ProtectedRoute> route(
      Fields fields, String key, String action, Fields resource) {
    Optional<String> type = resource.required("type");
    Optional<String> id = resource.required("id");
    int space = key.indexOf(' ');
    if (space < 0) {
      fields.problem("route", "must be a method and a path such as `GET /orders/{orderId}`");
      return Optional.empty();
    }
    return type.isPresent() && id.isPresent()
        ? fields.attempt(
            "",
            () ->
                new ProtectedRoute(
                    key.substring(0, space),
                    key.substring(space + 1),
                    action(action, type.get()),
                    type.get(),
                    id.get()))
        : Optional.empty();
  }

  private static Action action(String name, String type) {
    return Action.parse(name.indexOf(':') >= 0 ? name : type + ":" + name)
        .orElseThrow(() -> UntrustedText.not("an action", name));
  }

  private static List<ProtectedRoute> operations(Fields fields) {
    if (fields.has("routes")) {
      fields.problem("openapi", "and `routes` cannot be used together");
      fields.ignore("routes");
    }
    Optional<Fields> paths = fields.open("openapi").flatMap(document -> document.open("paths"));
    if (paths.isEmpty()) {
      fields.problem("openapi", "has no `paths`");
      return List.of();
    }
    List<ProtectedRoute> out = new ArrayList<>();
    for (String path : paths.get().names()) {
      Optional<Fields> operations = paths.get().open(path);
      for (String name : operations.map(Fields::names).orElse(Set.of())) {
        boolean any = name.equals(ANY_OPERATION);
        if (any || OPERATIONS.contains(name)) {
          String method = any ? "ANY" : AsciiCase.upper(name);
          operations
              .flatMap(all -> all.open(name))
              .flatMap(operation -> operation(operation, method + " " + path))
              .ifPresent(out::add);
        }
      }
    }
    return out;
  }

  private static Optional<ProtectedRoute> operation(Fields fields, String key) {
    Optional<String> action = fields.text("x-brevet-action");
    Optional<Fields> resource = fields.object("x-brevet-resource");
    if (fields.has("x-brevet-action") != fields.has("x-brevet-resource")) {
      fields.problem(
          "", "has only one of `x-brevet-action` and `x-brevet-resource`: it needs both");
    }
    return action.flatMap(verb -> resource.flatMap(of -> route(fields, key, verb, of)));
  }

  private static AuthorizerCache cache(Fields fields) {
    AuthorizerCache usual = AuthorizerCache.usual();
    long seconds = fields.whole("seconds", usual.forgets().toSeconds());
    List<String> given = fields.texts("identitySources");
    List<String> sources = fields.has("identitySources") ? given : usual.identitySources();
    return fields
        .attempt("", () -> new AuthorizerCache(Duration.ofSeconds(seconds), sources))
        .orElse(usual);
  }

  private static Map<String, String> context(Fields fields) {
    Map<String, String> out = new TreeMap<>();
    fields
        .object("context")
        .ifPresent(
            all -> {
              for (String name : all.names()) {
                all.text(name).ifPresent(claim -> out.put(name, claim));
              }
            });
    return out;
  }

  /// `named` with all that is the API's own.
  static JsonObject write(JsonObject named, ProtectedApi api) {
    Map<String, JsonValue> context = new TreeMap<>();
    api.context().forEach((name, claim) -> context.put(name, JsonValue.of(claim)));
    return named
        .with("api", api.arn())
        .with("audiences", api.audiences())
        .with("entities", JsonValue.of(api.entities().stream().map(ApiDocument::write).toList()))
        .with("routes", JsonValue.of(api.routes().stream().map(ApiDocument::write).toList()))
        .with("complete", api.isComplete())
        .with(
            "cache",
            JsonValue.object()
                .with("seconds", api.cache().forgets().toSeconds())
                .with("identitySources", api.cache().identitySources()))
        .with("context", JsonValue.of(context));
  }

  private static JsonObject write(ClaimedEntity entity) {
    return JsonValue.object()
        .with("issuer", entity.issuer())
        .with("type", entity.type())
        .with("claim", entity.claim());
  }

  private static JsonObject write(ProtectedRoute route) {
    return JsonValue.object()
        .with("route", route.key())
        .with("action", route.action().toString())
        .with(
            "resource",
            JsonValue.object().with("type", route.resourceType()).with("id", route.resourceId()));
  }
}
