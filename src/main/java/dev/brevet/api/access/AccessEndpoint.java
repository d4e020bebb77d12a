package dev.brevet.api.access;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.api.access.AccessBody.ActionPart;
import dev.brevet.api.access.AccessBody.EntityPart;
import dev.brevet.api.access.AccessBody.Flaw;
import dev.brevet.api.access.AccessBody.Parts;
import dev.brevet.authorization.AccessQuestion;
import dev.brevet.authorization.DecisionClient;
import dev.brevet.authorization.EvaluateAccess;
import dev.brevet.authorization.EvaluateAccess.Item;
import dev.brevet.authorization.RequestAction;
import dev.brevet.authorization.RequestEntity;
import dev.brevet.authorization.RequestProperties;
import org.jspecify.annotations.Nullable;

/// `POST /access/v1/evaluation` and `/access/v1/evaluations`, and the same below `/iam` for AWS
/// principals. Source: OpenID Authorization API 1.0.
public final class AccessEndpoint implements Endpoint {
  private final ClientPermissions callers;
  private final EvaluateAccess access;

  public AccessEndpoint(ClientPermissions callers, EvaluateAccess access) {
    this.callers = callers;
    this.access = access;
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(callers.routes("/access/v1/evaluation", "Evaluate", this::one));
    routes.addAll(callers.routes("/access/v1/evaluations", "Evaluate", this::several));
    return routes;
  }

  private ApiResponse one(ApiRequest request, DecisionClient client, AccessBody body) {
    Parts parts = body.parts();
    Item item = item(parts, NONE);
    return switch (item) {
      case Item.Malformed(String field, String detail) ->
          Problem.malformed(field, detail).response();
      case Item.Question(AccessQuestion question) ->
          AccessAnswers.one(access.evaluate(client, question, request.origin()));
    };
  }

  /// Without evaluations it is as good as a single one.
  private ApiResponse several(ApiRequest request, DecisionClient client, AccessBody body) {
    if (body.evaluations().isEmpty()) {
      return one(request, client, body);
    }
    Parts defaults = body.parts();
    Flaw flaw = defaults.flaw();
    if (flaw != null) {
      return Problem.malformed(flaw.field(), flaw.detail()).response();
    }
    List<Item> items = new ArrayList<>(body.evaluations().size());
    for (Parts parts : body.evaluations()) {
      items.add(within("evaluations[" + items.size() + "].", item(parts, defaults)));
    }
    EvaluateAccess.Until until =
        switch (body.semantic()) {
          case EXECUTE_ALL -> EvaluateAccess.Until.ALL;
          case DENY_ON_FIRST_DENY -> EvaluateAccess.Until.FIRST_DENIAL;
          case PERMIT_ON_FIRST_PERMIT -> EvaluateAccess.Until.FIRST_PERMISSION;
        };
    return AccessAnswers.several(access.evaluateAll(client, items, until, request.origin()));
  }

  /// Names the field of an item by its place in the whole body.
  private static Item within(String prefix, Item item) {
    return item instanceof Item.Malformed(String field, String detail)
        ? new Item.Malformed(prefix + field, detail.replaceFirst("^`", "`" + prefix))
        : item;
  }

  private static final Parts NONE = new Parts(null, null, null, null, null);

  /// The question that `parts` ask, with whole parts of `defaults` where they have none.
  private static Item item(Parts parts, Parts defaults) {
    Flaw flaw = parts.flaw();
    if (flaw != null) {
      return new Item.Malformed(flaw.field(), flaw.detail());
    }
    EntityPart subject = parts.subject() != null ? parts.subject() : defaults.subject();
    ActionPart action = parts.action() != null ? parts.action() : defaults.action();
    EntityPart resource = parts.resource() != null ? parts.resource() : defaults.resource();
    RequestProperties context = parts.context() != null ? parts.context() : defaults.context();
    RequestEntity who = subject == null ? null : subject.whole();
    RequestAction what = action == null ? null : action.whole();
    RequestEntity which = resource == null ? null : resource.whole();
    if (who == null) {
      return missing("subject", subject);
    }
    if (what == null) {
      return new Item.Malformed(
          action == null ? "action" : "action.name",
          action == null ? "`action` is missing" : "`action.name` is missing");
    }
    if (which == null) {
      return missing("resource", resource);
    }
    return new Item.Question(
        new AccessQuestion(who, what, which, context == null ? RequestProperties.none() : context));
  }

  static Item.Malformed missing(String part, @Nullable EntityPart entity) {
    String field = entity == null ? part : part + (entity.type() == null ? ".type" : ".id");
    return new Item.Malformed(field, "`" + field + "` is missing");
  }
}
