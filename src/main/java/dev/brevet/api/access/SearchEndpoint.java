package dev.brevet.api.access;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Endpoint;
import dev.brevet.api.JsonText;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.api.RowPage;
import dev.brevet.api.access.AccessBody.ActionPart;
import dev.brevet.api.access.AccessBody.EntityPart;
import dev.brevet.api.access.AccessBody.Flaw;
import dev.brevet.api.access.AccessBody.Page;
import dev.brevet.api.access.AccessBody.Parts;
import dev.brevet.authorization.DecisionClient;
import dev.brevet.authorization.EvaluateAccess.Item;
import dev.brevet.authorization.RequestAction;
import dev.brevet.authorization.RequestEntity;
import dev.brevet.authorization.RequestProperties;
import dev.brevet.authorization.SearchAccess;
import dev.brevet.authorization.SearchAccess.Outcome;
import dev.brevet.authorization.SearchQuestion;
import dev.brevet.authorization.SearchQuestion.Sought;
import org.jspecify.annotations.Nullable;

/// `POST /access/v1/search/subject`, `/resource` and `/action`, and the same below `/iam` for AWS
/// principals. Source: OpenID Authorization API 1.0, Search APIs.
public final class SearchEndpoint implements Endpoint {
  private static final RequestAction SOUGHT = new RequestAction("", RequestProperties.none());

  private final ClientPermissions callers;
  private final SearchAccess access;

  public SearchEndpoint(ClientPermissions callers, SearchAccess access) {
    this.callers = callers;
    this.access = access;
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Sought sought : Sought.values()) {
      routes.addAll(
          callers.routes(
              "/access/v1/search/" + word(sought),
              "Search",
              (request, client, body) -> search(request, client, body, sought)));
    }
    return routes;
  }

  private static String word(Sought sought) {
    return switch (sought) {
      case SUBJECT -> "subject";
      case RESOURCE -> "resource";
      case ACTION -> "action";
    };
  }

  private ApiResponse search(
      ApiRequest request, DecisionClient client, AccessBody body, Sought sought) {
    Parts parts = body.parts();
    Flaw flaw = parts.flaw();
    if (flaw != null && !flaw.field().equals(word(sought) + ".id")) {
      return Problem.malformed(flaw.field(), flaw.detail()).response();
    }
    RequestEntity subject = entity(parts.subject(), sought == Sought.SUBJECT);
    if (subject == null) {
      return missing("subject", parts.subject());
    }
    RequestEntity resource = entity(parts.resource(), sought == Sought.RESOURCE);
    if (resource == null) {
      return missing("resource", parts.resource());
    }
    ActionPart part = parts.action();
    RequestAction action = sought == Sought.ACTION ? SOUGHT : part == null ? null : part.whole();
    if (action == null) {
      String field = part == null ? "action" : "action.name";
      return Problem.malformed(field, "`" + field + "` is missing").response();
    }
    RequestProperties context = parts.context();
    SearchQuestion question =
        new SearchQuestion(
            sought,
            subject,
            action,
            resource,
            context == null ? RequestProperties.none() : context);
    Page page = body.page();
    RowPage rows = new RowPage(SearchAccess.MOST, "results");
    Outcome outcome =
        access.search(
            client,
            question,
            page.limit(),
            page.token(),
            result -> rows.add("results", result, row(question, result)),
            request.origin());
    return answered(outcome, rows);
  }

  /// A whole entity; of a sought one the type, whatever id was sent. Null where something lacks.
  private static @Nullable RequestEntity entity(@Nullable EntityPart part, boolean sought) {
    if (part == null) {
      return null;
    }
    String type = part.type();
    return !sought
        ? part.whole()
        : type == null ? null : new RequestEntity(type, "", part.properties());
  }

  private static ApiResponse missing(String name, @Nullable EntityPart part) {
    Item.Malformed missing = AccessEndpoint.missing(name, part);
    return Problem.malformed(missing.field(), missing.detail()).response();
  }

  private static ApiResponse answered(Outcome outcome, RowPage rows) {
    return switch (outcome) {
      case Outcome.Forbidden(var id, var freshness) -> AccessAnswers.forbidden(id, freshness);
      case Outcome.BadToken _ ->
          Problem.malformed("page.token", "`page.token` is not from a page of this search")
              .response();
      case Outcome.OtherLimit _ ->
          Problem.malformed("page.limit", "`page.limit` must be the same as on the page before")
              .response();
      case Outcome.Found found -> found(found, rows);
    };
  }

  private static ApiResponse found(Outcome.Found found, RowPage rows) {
    String head =
        JsonText.object(
            json -> {
              json.writeObjectFieldStart("page");
              json.writeStringField("next_token", found.nextToken());
              json.writeNumberField("count", found.results().size());
              json.writeEndObject();
              json.writeObjectFieldStart("context");
              json.writeStringField("decision_id", found.id().value());
              json.writeObjectFieldStart("directory");
              json.writeNumberField("stamp", found.freshness().stamp());
              json.writeNumberField("age_ms", found.freshness().age().toMillis());
              json.writeEndObject();
              json.writeEndObject();
            });
    String body =
        head.substring(0, head.length() - 1) + ",\"results\":" + rows.rows("results") + "}";
    return AccessAnswers.response(body, found.id(), found.freshness());
  }

  private static String row(SearchQuestion question, String result) {
    return JsonText.object(
        json -> {
          switch (question.sought()) {
            case SUBJECT -> json.writeStringField("type", question.subject().type());
            case RESOURCE -> json.writeStringField("type", question.resource().type());
            case ACTION -> {}
          }
          json.writeStringField(question.sought() == Sought.ACTION ? "name" : "id", result);
        });
  }
}
