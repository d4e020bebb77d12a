package dev.brevet.authorization;

import module java.base;

import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.Subject;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;

/// The subjects of questions: entities of the directory, and under types that no entity has AWS
/// principals, bearers of tokens and sessions of mappings. For the questions of one request.
final class ResolvedSubjects {
  /// Subjects of this type are AWS principals, named by ARN.
  private static final String PRINCIPAL = "principal";

  /// Subjects of this type are bearers of tokens, `<issuer>#<sub>`.
  private static final String TOKEN = "token";

  /// Subjects of this type are sessions that a mapping would vend.
  private static final String MAPPING = "mapping";

  private final DirectorySnapshot directory;
  private final MappingSessions sessions;
  private final AssertedProperties statements;

  ResolvedSubjects(
      DirectorySnapshot directory, MappingSessions sessions, AssertedProperties statements) {
    this.directory = directory;
    this.sessions = sessions;
    this.statements = statements;
  }

  /// Whether subjects of this type are no entities.
  static boolean isReserved(String subjectType) {
    return switch (subjectType) {
      case PRINCIPAL, TOKEN, MAPPING -> true;
      default -> false;
    };
  }

  /// Whether subjects of this type are sessions of mappings.
  static boolean isOfMapping(String subjectType) {
    return subjectType.equals(MAPPING);
  }

  /// The subject that is asked about; [ResolvedSubject.Nobody] where there can be no such subject.
  ResolvedSubject of(RequestEntity asked) {
    return switch (asked.type()) {
      case PRINCIPAL ->
          Principal.parseArn(asked.id())
              .<ResolvedSubject>flatMap(
                  principal ->
                      Subject.of(principal).map(subject -> stranger(asked, subject, principal)))
              .orElseGet(
                  () ->
                      new ResolvedSubject.Nobody(
                          "the id is not the ARN of a user, role or session"));
      case TOKEN -> token(asked);
      case MAPPING -> sessions.session(asked, directory);
      default ->
          EntityId.parse(asked.type(), asked.id())
              .map(id -> entity(asked, id))
              .orElseGet(() -> new ResolvedSubject.Nobody("no policy can name this subject"));
    };
  }

  private ResolvedSubject token(RequestEntity asked) {
    int hash = asked.id().indexOf('#');
    if (hash > 0 && hash < asked.id().length() - 1) {
      Principal principal =
          new Principal.WebIdentity(asked.id().substring(0, hash), asked.id().substring(hash + 1));
      Optional<Subject> subject = Subject.of(principal);
      // An entity has a provider that no issuer's name can be.
      if (subject.isPresent() && subject.get() instanceof Subject.TokenSubject) {
        return stranger(asked, subject.get(), principal);
      }
    }
    return new ResolvedSubject.Nobody("the id is not an issuer and a subject, `<issuer>#<sub>`");
  }

  private ResolvedSubject entity(RequestEntity asked, EntityId id) {
    Optional<Entity> stored = directory.entity(id);
    return stored.isPresent()
        ? new ResolvedSubject.Known(
            directory,
            directory.policiesOf(id),
            stored.get().principal(),
            statements.subject(asked.properties(), stored.get().subjectContext()))
        : stranger(asked, id, id.principal());
  }

  private ResolvedSubject stranger(RequestEntity asked, Subject subject, Principal principal) {
    RequestContext own =
        RequestContext.ofLower(
            Map.of("subject:type", List.of(asked.type()), "subject:id", List.of(asked.id())));
    return new ResolvedSubject.Known(
        directory,
        directory.policiesOf(subject),
        principal,
        statements.subject(asked.properties(), own));
  }
}
