package dev.brevet.directory.document;

import dev.brevet.directory.ApiName;
import dev.brevet.directory.AuthorizerCache;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ProtectedApi.ClaimedEntity;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  static Optional<ProtectedApi> read(DocumentFields fields) {
    Optional<ApiName> name = fields.required("name", ApiName::new);
    String description = fields.description();
    Optional<String> arn = fields.required("api", text -> text);
    List<String> audiences = texts(fields, "audiences");
    List<ClaimedEntity> entities = entities(fields);
    List<ProtectedRoute> routes = fields.has("openapi") ? operations(fields) : routes(fields);
    boolean isComplete = complete(fields);
    AuthorizerCache cache =
        fields.object("cache").map(ApiDocument::cache).orElseGet(AuthorizerCache::usual);
    Map<String, String> context = context(fields);
    return name.flatMap(
        known ->
            arn.flatMap(
                api ->
                    fields.attempt(
                        "",
                        () ->
                            new ProtectedApi(
                                known,
                                description,
                                api,
                                audiences,
                                entities,
                                routes,
                                isComplete,
                                cache,
                                context))));
  }

  private static List<String> texts(DocumentFields fields, String name) {
    List<String> out = new ArrayList<>();
    List<JsonValue> elements = fields.list(name);
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof JsonString(String text, _)) {
        out.add(text);
      } else {
        fields.problem(name + "[" + i + "]", "must be a string");
      }
    }
    return out;
  }

  private static List<ClaimedEntity> entities(DocumentFields fields) {
    List<ClaimedEntity> out = new ArrayList<>();
    List<JsonValue> listed = fields.list("entities");
    for (int i = 0; i < listed.size(); i++) {
      fields
          .fields("entities[" + i + "]", listed.get(i))
          .flatMap(
              each -> {
                Optional<String> issuer = each.required("issuer", text -> text);
                Optional<String> type = each.required("type", text -> text);
                Optional<String> claim = each.required("claim", text -> text);
                each.refuseUnknown();
                return issuer.isPresent() && type.isPresent() && claim.isPresent()
                    ? each.attempt(
                        "", () -> new ClaimedEntity(issuer.get(), type.get(), claim.get()))
                    : Optional.empty();
              })
          .ifPresent(out::add);
    }
    return out;
  }

  private static List<ProtectedRoute> routes(DocumentFields fields) {
    fields.require("routes");
    List<ProtectedRoute> out = new ArrayList<>();
    List<JsonValue> listed = fields.list("routes");
    for (int i = 0; i < listed.size(); i++) {
      fields
          .fields("routes[" + i + "]", listed.get(i))
          .flatMap(
              each -> {
                Optional<String> key = each.required("route", text -> text);
                Optional<String> action = each.required("action", text -> text);
                Optional<JsonValue> resource = each.any("resource");
                each.require("resource");
                each.refuseUnknown();
                return key.isPresent() && action.isPresent() && resource.isPresent()
                    ? route(each, key.get(), action.get(), resource.get())
                    : Optional.empty();
              })
          .ifPresent(out::add);
    }
    return out;
  }

  private static Optional<ProtectedRoute> route(
      DocumentFields fields, String key, String action, JsonValue resource) {
    int space = key.indexOf(' ');
    if (space < 0) {
      fields.problem("route", "must be a method and a path such as `GET /orders/{orderId}`");
      return Optional.empty();
    }
    return fields
        .fields("resource", resource)
        .flatMap(
            of -> {
              Optional<String> type = of.required("type", text -> text);
              Optional<String> id = of.required("id", text -> text);
              of.refuseUnknown();
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
            });
  }

  private static Action action(String name, String type) {
    return Action.parse(name.indexOf(':') >= 0 ? name : type + ":" + name)
        .orElseThrow(
            () ->
                new IllegalArgumentException("not an action: `" + UntrustedText.shown(name) + "`"));
  }

  private static List<ProtectedRoute> operations(DocumentFields fields) {
    if (fields.has("routes")) {
      fields.problem("openapi", "and `routes` cannot be used together");
      fields.ignore("routes");
    }
    List<ProtectedRoute> out = new ArrayList<>();
    Optional<JsonObject> paths =
        fields
            .any("openapi")
            .flatMap(JsonValue::asObject)
            .flatMap(document -> document.get("paths"))
            .flatMap(JsonValue::asObject);
    if (paths.isEmpty()) {
      fields.problem("openapi", "has no `paths`");
      return out;
    }
    for (Member path : paths.get().members()) {
      for (Member operation : path.value().asObject().map(JsonObject::members).orElse(List.of())) {
        boolean any = operation.name().equals(ANY_OPERATION);
        if (any || OPERATIONS.contains(operation.name())) {
          String method = any ? "ANY" : AsciiCase.upper(operation.name());
          operation(fields, method + " " + path.name(), operation.value()).ifPresent(out::add);
        }
      }
    }
    return out;
  }

  private static Optional<ProtectedRoute> operation(
      DocumentFields fields, String key, JsonValue operation) {
    Optional<JsonObject> object = operation.asObject();
    Optional<String> action = object.flatMap(of -> of.text("x-brevet-action"));
    Optional<JsonValue> resource = object.flatMap(of -> of.get("x-brevet-resource"));
    if (action.isEmpty() && resource.isEmpty()) {
      return Optional.empty();
    }
    String at = "openapi: " + UntrustedText.shown(key);
    if (action.isEmpty() || resource.isEmpty()) {
      fields.problem(
          at, "has only one of `x-brevet-action` and `x-brevet-resource`: it needs both");
      return Optional.empty();
    }
    return fields
        .fields(at, operation)
        .flatMap(own -> route(own, key, action.get(), resource.get()));
  }

  private static boolean complete(DocumentFields fields) {
    return switch (fields.any("complete").orElse(JsonValue.of(false))) {
      case JsonBoolean(boolean truth, _) -> truth;
      case JsonValue _ -> {
        fields.problem("complete", "must be true or false");
        yield false;
      }
    };
  }

  private static AuthorizerCache cache(DocumentFields fields) {
    Duration forgets =
        switch (fields.any("seconds").orElse(JsonValue.of(300))) {
          case JsonNumber(String digits, _) when digits.matches("[0-9]{1,5}") ->
              Duration.ofSeconds(Integer.parseInt(digits));
          case JsonValue _ -> {
            fields.problem("seconds", "must be a whole number of seconds");
            yield AuthorizerCache.usual().forgets();
          }
        };
    List<String> sources =
        fields.has("identitySources")
            ? texts(fields, "identitySources")
            : AuthorizerCache.usual().identitySources();
    fields.refuseUnknown();
    return fields
        .attempt("", () -> new AuthorizerCache(forgets, sources))
        .orElseGet(AuthorizerCache::usual);
  }

  private static Map<String, String> context(DocumentFields fields) {
    Map<String, String> out = new TreeMap<>();
    Optional<DocumentFields> names = fields.object("context");
    names.ifPresent(
        all -> {
          for (Member member : all.object().members()) {
            all.text(member.name()).ifPresent(claim -> out.put(member.name(), claim));
          }
        });
    return out;
  }

  static void write(Map<String, JsonValue> fields, ProtectedApi api) {
    fields.put("api", JsonValue.of(api.arn()));
    fields.put("audiences", JsonValue.texts(api.audiences()));
    fields.put("entities", JsonValue.of(api.entities().stream().map(ApiDocument::write).toList()));
    fields.put("routes", JsonValue.of(api.routes().stream().map(ApiDocument::write).toList()));
    fields.put("complete", JsonValue.of(api.isComplete()));
    Map<String, JsonValue> cache = new LinkedHashMap<>();
    cache.put("seconds", JsonValue.of(api.cache().forgets().toSeconds()));
    cache.put("identitySources", JsonValue.texts(api.cache().identitySources()));
    fields.put("cache", JsonValue.of(cache));
    Map<String, JsonValue> context = new TreeMap<>();
    api.context().forEach((name, claim) -> context.put(name, JsonValue.of(claim)));
    fields.put("context", JsonValue.of(context));
  }

  private static JsonObject write(ClaimedEntity entity) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    fields.put("issuer", JsonValue.of(entity.issuer()));
    fields.put("type", JsonValue.of(entity.type()));
    fields.put("claim", JsonValue.of(entity.claim()));
    return JsonValue.of(fields);
  }

  private static JsonObject write(ProtectedRoute route) {
    Map<String, JsonValue> resource = new LinkedHashMap<>();
    resource.put("type", JsonValue.of(route.resourceType()));
    resource.put("id", JsonValue.of(route.resourceId()));
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    fields.put("route", JsonValue.of(route.key()));
    fields.put("action", JsonValue.of(route.action().toString()));
    fields.put("resource", JsonValue.of(resource));
    return JsonValue.of(fields);
  }
}
