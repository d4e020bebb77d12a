package dev.brevet.authorization;

import module java.base;

import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.Arn;
import dev.brevet.iam.RequestContext;
import org.jspecify.annotations.Nullable;

/// Resources that are asked about, in the one spelling of their names, with what the directory and
/// the program say of them. For one request; the same one is made once.
final class ResolvedResources {
  private final DirectorySnapshot directory;
  private final AssertedProperties statements;
  private final Latest<RequestEntity, Resource> latest = new Latest<>(this::made);

  ResolvedResources(DirectorySnapshot directory, AssertedProperties statements) {
    this.directory = directory;
    this.statements = statements;
  }

  /// A resource as the engine sees it; `text` is null where no policy could name it.
  record Resource(@Nullable String text, RequestContext context) {}

  Resource of(RequestEntity asked) {
    return latest.of(asked);
  }

  private Resource made(RequestEntity asked) {
    RequestContext own =
        RequestContext.ofLower(
            Map.of("resource:type", List.of(asked.type()), "resource:id", List.of(asked.id())));
    if (Arn.parseFolding(asked.id()).isPresent()) {
      return ofArn(asked, own);
    }
    Optional<Entity> stored = directory.entity(asked.type(), asked.id());
    if (stored.isPresent()) {
      return new Resource(
          stored.get().resource(),
          statements.resource(asked.properties(), stored.get().resourceContext()));
    }
    return new Resource(
        EntityId.parse(asked.type(), asked.id()).map(EntityId::resource).orElse(null),
        statements.resource(asked.properties(), own));
  }

  // Where several types have the ARN, it is unknown which properties are its own.
  private Resource ofArn(RequestEntity asked, RequestContext own) {
    List<Entity> stored = directory.entitiesOfArn(asked.id());
    return switch (stored.size()) {
      case 0 -> new Resource(asked.id(), statements.resource(asked.properties(), own));
      case 1 ->
          new Resource(
              asked.id(),
              statements.resource(
                  asked.properties(),
                  RequestContext.layered(own, stored.getFirst().resourceContext())));
      default -> new Resource(null, own);
    };
  }
}
