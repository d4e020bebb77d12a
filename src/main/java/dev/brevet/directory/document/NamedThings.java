package dev.brevet.directory.document;

import module java.base;

import dev.brevet.directory.EntityId;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.ResourceName;
import dev.brevet.directory.Subject;
import dev.brevet.directory.Target;
import dev.brevet.iam.Arn;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;

/// How documents name subjects, groups and resources: an object with one field, `{"entity":
/// {"type": "user", "id": "alice"}}`, `{"principal": "arn:..."}`, `{"token": {"issuer":
/// "https://...", "sub": "..."}}`, `{"group": "admins"}`, `{"resource": {"type": "record", "id":
/// "record-1"}}` or `{"resource": "arn:..."}`.
final class NamedThings {
  private static final List<String> KINDS =
      List.of("principal", "entity", "token", "group", "resource");

  private NamedThings() {}

  /// The target that an object names, all of whose fields are read.
  static Optional<Target> target(Fields fields) {
    List<String> kinds = KINDS.stream().filter(fields::has).toList();
    if (kinds.size() != 1) {
      fields.problem("", "must have one of `principal`, `entity`, `token`, `group`, `resource`");
      kinds.forEach(name -> fields.ignore(name));
      return Optional.empty();
    }
    return target(kinds.getFirst(), fields).map(target -> target);
  }

  private static Optional<? extends Target> target(String kind, Fields fields) {
    return switch (kind) {
      case "principal" -> fields.required(kind, NamedThings::principal);
      case "group" -> fields.required(kind, GroupName::new);
      case "token" -> fields.object(kind).flatMap(NamedThings::token);
      case "entity" -> fields.object(kind).flatMap(NamedThings::entity);
      default -> resource(fields);
    };
  }

  private static Subject.AwsPrincipal principal(String arn) {
    return Subject.AwsPrincipal.parse(arn)
        .orElseThrow(() -> UntrustedText.not("the ARN of an IAM user or role", arn));
  }

  private static Optional<Subject.TokenSubject> token(Fields fields) {
    Optional<String> issuer = fields.required("issuer");
    Optional<String> sub = fields.required("sub");
    return fields.made("", () -> new Subject.TokenSubject(issuer.get(), sub.get()), issuer, sub);
  }

  private static Optional<ResourceName> resource(Fields fields) {
    if (fields.any("resource").orElse(null) instanceof JsonString(String arn, _)) {
      return fields.attempt(
          "resource",
          () -> {
            if (Arn.parseFolding(arn).isEmpty()) {
              throw new IllegalArgumentException(
                  "must be an ARN, or an object with `type` and `id`");
            }
            return new ResourceName(arn);
          });
    }
    return fields
        .object("resource")
        .flatMap(NamedThings::entity)
        .flatMap(entity -> fields.attempt("resource", () -> ResourceName.of(entity)));
  }

  /// An entity's name from the fields `type` and `id`.
  static Optional<EntityId> entity(Fields fields) {
    Optional<String> type =
        fields.required(
            "type",
            text -> {
              if (!EntityId.isType(text)) {
                throw new IllegalArgumentException("has 1 to 64 letters, digits, `_` and `-`");
              }
              return text;
            });
    Optional<String> id = fields.required("id");
    return fields.made("id", () -> new EntityId(type.get(), id.get()), type, id);
  }

  /// What [#target] reads.
  static JsonObject write(Target target) {
    JsonObject named = JsonValue.object();
    return switch (target) {
      case Subject.AwsPrincipal principal -> named.with("principal", principal.arn());
      case Subject.TokenSubject(String issuer, String sub) ->
          named.with("token", JsonValue.object().with("issuer", issuer).with("sub", sub));
      case EntityId entity -> named.with("entity", write(entity));
      case GroupName group -> named.with("group", group.value());
      case ResourceName resource ->
          resource
              .entity()
              .map(entity -> named.with("resource", write(entity)))
              .orElseGet(() -> named.with("resource", resource.value()));
    };
  }

  static JsonObject write(EntityId entity) {
    return JsonValue.object().with("type", entity.type()).with("id", entity.id());
  }
}
