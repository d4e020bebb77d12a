package dev.brevet.authorization;

import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Resources that are asked about, in the one spelling of their names, with what the directory and
/// the program say of them. For one request; the same one is made once.
final class AskedResources {
  private final DirectorySnapshot directory;
  private final AssertedProperties statements;
  private @Nullable AskedEntity lastResource;
  private @Nullable Thing lastThing;

  AskedResources(DirectorySnapshot directory, AssertedProperties statements) {
    this.directory = directory;
    this.statements = statements;
  }

  /// A resource as the engine sees it; `text` is null where no policy could name it.
  record Thing(@Nullable String text, RequestContext context) {}

  Thing thing(AskedEntity asked) {
    Thing made = lastThing;
    if (made == null || !isSame(asked, lastResource)) {
      made = makeThing(asked);
      lastThing = made;
      lastResource = asked;
    }
    return made;
  }

  private Thing makeThing(AskedEntity asked) {
    boolean arn = IamWords.isArn(asked.id());
    RequestContext own =
        RequestContext.ofLower(
            Map.of("resource:type", List.of(asked.type()), "resource:id", List.of(asked.id())));
    if (arn) {
      return ofArn(asked, own);
    }
    Optional<Entity> stored = directory.entity(asked.type(), asked.id());
    if (stored.isPresent()) {
      return new Thing(
          stored.get().resource(),
          statements.resource(asked.properties(), stored.get().resourceContext()));
    }
    return new Thing(
        EntityId.parse(asked.type(), asked.id()).map(EntityId::resource).orElse(null),
        statements.resource(asked.properties(), own));
  }

  // Of an ARN that several types have nobody can say which properties are its own.
  private Thing ofArn(AskedEntity asked, RequestContext own) {
    List<Entity> stored = directory.entitiesOfArn(asked.id());
    return switch (stored.size()) {
      case 0 -> new Thing(asked.id(), statements.resource(asked.properties(), own));
      case 1 ->
          new Thing(
              asked.id(),
              statements.resource(
                  asked.properties(),
                  RequestContext.layered(own, stored.getFirst().resourceContext())));
      default -> new Thing(null, own);
    };
  }

  // Parts that questions share are the same object.
  @SuppressWarnings("ReferenceEquality") // It is what is wanted.
  private static boolean isSame(Object one, @Nullable Object other) {
    return one == other;
  }
}
