package dev.brevet.authorization;

import dev.brevet.directory.ActionName;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.Arn;
import dev.brevet.iam.AsciiCase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What requests name, each in its one spelling: everything that decides, and everything that
/// limits who may ask, is told these names and no others.
/// - A type is spelled as the directory spells it ([DirectorySnapshot#canonicalType]).
/// - The type of a resource whose id is an ARN is the ARN's service, whatever the request says; the
///   ARN's partition and service are in lower case.
/// - An action's name is lower case, and without a prefix that is the resource's type.
///
/// A type that the directory has in two spellings becomes the empty one, which nothing can be named
/// by. For the questions of one request; the same object is spelled once.
final class CanonicalNames {
  private static final String NONE = "";

  private final DirectorySnapshot directory;
  private @Nullable AskedEntity lastSubject;
  private @Nullable AskedEntity spelledSubject;
  private @Nullable AskedEntity lastResource;
  private @Nullable AskedEntity spelledResource;
  private @Nullable AskedAction lastAction;
  private @Nullable String lastActionType;
  private @Nullable AskedAction spelledAction;

  CanonicalNames(DirectorySnapshot directory) {
    this.directory = directory;
  }

  AccessQuestion of(AccessQuestion asked) {
    AskedEntity resource = resource(asked.resource());
    return new AccessQuestion(
        subject(asked.subject()),
        action(asked.action(), resource.type()),
        resource,
        asked.context());
  }

  SearchQuestion of(SearchQuestion asked) {
    AskedEntity resource = resource(asked.resource());
    return new SearchQuestion(
        asked.sought(),
        subject(asked.subject()),
        asked.sought() == SearchQuestion.Sought.ACTION
            ? asked.action()
            : action(asked.action(), resource.type()),
        resource,
        asked.context());
  }

  private AskedEntity subject(AskedEntity asked) {
    AskedEntity made = spelledSubject;
    if (made == null || !isSame(asked, lastSubject)) {
      String lower = AsciiCase.lower(asked.type());
      made =
          spelled(
              asked, ResolvedSubjects.isReserved(lower) ? lower : type(asked.type()), asked.id());
      spelledSubject = made;
      lastSubject = asked;
    }
    return made;
  }

  private AskedEntity resource(AskedEntity asked) {
    AskedEntity made = spelledResource;
    if (made == null || !isSame(asked, lastResource)) {
      Optional<Arn> arn = IamWords.arn(asked.id());
      made =
          arn.isPresent()
              ? spelled(asked, arn.get().service(), arn.get().toString())
              : spelled(asked, type(asked.type()), asked.id());
      spelledResource = made;
      lastResource = asked;
    }
    return made;
  }

  private AskedAction action(AskedAction asked, String resourceType) {
    AskedAction made = spelledAction;
    if (made == null || !isSame(asked, lastAction) || !resourceType.equals(lastActionType)) {
      made =
          ActionName.action(asked.name(), resourceType)
              .map(action -> ActionName.of(action, resourceType))
              .filter(name -> !name.equals(asked.name()))
              .map(name -> new AskedAction(name, asked.properties()))
              .orElse(asked);
      spelledAction = made;
      lastAction = asked;
      lastActionType = resourceType;
    }
    return made;
  }

  // What is no type stays as it was asked: no policy names it.
  private String type(String asked) {
    return directory.canonicalType(asked).orElse(EntityId.isType(asked) ? NONE : asked);
  }

  private static AskedEntity spelled(AskedEntity asked, String type, String id) {
    return type.equals(asked.type()) && id.equals(asked.id())
        ? asked
        : new AskedEntity(type, id, asked.properties());
  }

  // Parts that questions share are the same object.
  @SuppressWarnings("ReferenceEquality") // It is what is wanted.
  private static boolean isSame(Object one, @Nullable Object other) {
    return one == other;
  }
}
