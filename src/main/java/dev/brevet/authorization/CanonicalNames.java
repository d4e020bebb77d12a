package dev.brevet.authorization;

import dev.brevet.directory.ActionName;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.Arn;
import dev.brevet.iam.AsciiCase;
import org.jspecify.annotations.Nullable;

/// What requests name, each in its one spelling: everything that decides, and everything that
/// limits who may ask, sees these names and no others.
/// - A type is spelled as the directory spells it ([DirectorySnapshot#canonicalType]).
/// - The type of a resource whose id is an ARN is the ARN's service, whatever the request says; the
///   ARN's partition and service are in lower case.
/// - An action's name is lower case, and without a prefix that is the resource's type.
///
/// A resource is `T/id`; an id that is an ARN is itself. `T/id` is injective and never an ARN, as a
/// type holds neither `/` nor `:`; `*` and `?` in an id stand for themselves, as only policies have
/// wildcards.
///
/// A type that the directory has in two spellings becomes the empty one, which nothing can be named
/// by. For the questions of one request; the same object is spelled once.
final class CanonicalNames {
  private static final String NONE = "";

  private final DirectorySnapshot directory;
  private final Latest<RequestEntity, RequestEntity> subjects = new Latest<>(this::subject);
  private final Latest<RequestEntity, RequestEntity> resources = new Latest<>(this::resource);
  private @Nullable String lastType;
  private Latest<RequestAction, RequestAction> actions = new Latest<>(asked -> asked);

  CanonicalNames(DirectorySnapshot directory) {
    this.directory = directory;
  }

  AccessQuestion of(AccessQuestion asked) {
    RequestEntity resource = resources.of(asked.resource());
    return new AccessQuestion(
        subjects.of(asked.subject()),
        action(asked.action(), resource.type()),
        resource,
        asked.context());
  }

  SearchQuestion of(SearchQuestion asked) {
    RequestEntity resource = resources.of(asked.resource());
    return new SearchQuestion(
        asked.sought(),
        subjects.of(asked.subject()),
        asked.sought() == SearchQuestion.Sought.ACTION
            ? asked.action()
            : action(asked.action(), resource.type()),
        resource,
        asked.context());
  }

  private RequestEntity subject(RequestEntity asked) {
    String lower = AsciiCase.lower(asked.type());
    return spelled(
        asked, ResolvedSubjects.isReserved(lower) ? lower : type(asked.type()), asked.id());
  }

  private RequestEntity resource(RequestEntity asked) {
    return Arn.parseFolding(asked.id())
        .map(arn -> spelled(asked, arn.service(), arn.toString()))
        .orElseGet(() -> spelled(asked, type(asked.type()), asked.id()));
  }

  private RequestAction action(RequestAction asked, String resourceType) {
    if (!resourceType.equals(lastType)) {
      actions = new Latest<>(action -> spelled(action, resourceType));
      lastType = resourceType;
    }
    return actions.of(asked);
  }

  private static RequestAction spelled(RequestAction asked, String resourceType) {
    return ActionName.action(asked.name(), resourceType)
        .map(action -> ActionName.of(action, resourceType))
        .filter(name -> !name.equals(asked.name()))
        .map(name -> new RequestAction(name, asked.properties()))
        .orElse(asked);
  }

  // What is no type stays as it was asked: no policy names it.
  private String type(String asked) {
    return directory.canonicalType(asked).orElse(EntityId.isType(asked) ? NONE : asked);
  }

  private static RequestEntity spelled(RequestEntity asked, String type, String id) {
    return type.equals(asked.type()) && id.equals(asked.id())
        ? asked
        : new RequestEntity(type, id, asked.properties());
  }
}
