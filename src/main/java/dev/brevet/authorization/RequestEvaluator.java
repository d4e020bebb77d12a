package dev.brevet.authorization;

import dev.brevet.directory.ActionName;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.Action;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One program's questions about one state of the directory: all that one HTTP request asks. Not
/// shared between threads; what follows from a part that several questions share is made once.
final class RequestEvaluator {
  private static final String MFA = "aws:multifactorauthpresent";
  private static final RequestContext WITH_MFA =
      RequestContext.ofLower(Map.of(MFA, List.of("true"), "aws:multifactorauthage", List.of("0")));

  private final DirectorySnapshot directory;
  private final AskerRights rights;
  private final ResolvedSubjects actors;
  private final AssertedProperties statements;
  private final CanonicalNames names;
  private final AskedResources resources;
  private final RequestContext environment;
  private final WorkBudget budget;

  private @Nullable AskedEntity lastSubject;
  private @Nullable ResolvedSubject lastActor;
  private @Nullable AskedAction lastAction;
  private @Nullable String lastActionType;
  private Optional<Action> lastMapped = Optional.empty();
  private RequestContext lastActionContext = RequestContext.empty();
  private @Nullable AskedProperties lastContext;
  private RequestContext lastContextKeys = RequestContext.empty();

  RequestEvaluator(
      DirectorySnapshot directory, Asker asker, MappingSessions sessions, Instant now) {
    this.directory = directory;
    this.budget = asker.budget();
    this.rights = new AskerRights(directory, asker);
    this.statements = AssertedProperties.of(rights.enforcementPoint());
    this.actors = new ResolvedSubjects(directory, sessions, statements);
    this.names = new CanonicalNames(directory);
    this.resources = new AskedResources(directory, statements);
    this.environment =
        RequestContext.ofLower(
            Map.of(
                "aws:currenttime", List.of(now.toString()),
                "aws:epochtime", List.of(Long.toString(now.getEpochSecond()))));
  }

  DirectorySnapshot directory() {
    return directory;
  }

  /// A search in the one spelling of its names, which the other methods expect.
  SearchQuestion canonical(SearchQuestion asked) {
    return names.of(asked);
  }

  /// Whether the program may search at all for this; what it may not ask about is not found.
  boolean maySearch(SearchQuestion question) {
    String resource = question.resource().id();
    return rights.mayAsk(
        Permission.SEARCH,
        question.subject().type(),
        question.resource().type(),
        question.sought() == SearchQuestion.Sought.ACTION
            ? "*"
            : action(question.action(), question.resource().type())
                .map(Action::toString)
                .orElse("*"),
        IamWords.isArn(resource)
            ? resource
            : question.resource().type() + "/" + (resource.isEmpty() ? "*" : resource));
  }

  /// Whether a search finds this: it may be asked, and is allowed.
  boolean finds(AccessQuestion asked) {
    AccessQuestion question = names.of(asked);
    Optional<Action> action = action(question.action(), question.resource().type());
    AskedResources.Thing thing = resources.thing(question.resource());
    String resource = thing.text();
    if (action.isEmpty() || resource == null || statements.isUnstatable(question.context())) {
      return false;
    }
    ResolvedSubject actor = actor(question.subject());
    return !(actor instanceof ResolvedSubject.Nobody)
        && PolicyEvaluator.evaluate(
                request(actor, action.get(), question.action(), thing, question.context()),
                actor.policies(resource))
            .isAllowed()
        && rights.mayAsk(
            Permission.SEARCH,
            question.subject().type(),
            question.resource().type(),
            action.get().toString(),
            resource);
  }

  /// What is known of what is sought: a request in which the sought entity has no name and no
  /// properties but its type. Empty where nothing can be found.
  Optional<AuthorizationRequest> known(SearchQuestion question) {
    Optional<Action> action = action(question.action(), question.resource().type());
    boolean who = question.sought() == SearchQuestion.Sought.SUBJECT;
    AskedResources.Thing thing =
        who
            ? resources.thing(question.resource())
            : new AskedResources.Thing("", RequestContext.empty());
    if (action.isEmpty() || thing.text() == null) {
      return Optional.empty();
    }
    if (!who) {
      return Optional.of(
          request(
              actor(question.subject()),
              action.get(),
              question.action(),
              thing,
              question.context()));
    }
    // Any name will do: nothing but the condition keys of the subject follows from it.
    return EntityId.parse(question.subject().type(), "-")
        .map(
            id ->
                request(
                    new ResolvedSubject.Known(
                        directory,
                        directory.policiesOf(id),
                        id.principal(),
                        RequestContext.empty()),
                    action.get(),
                    question.action(),
                    thing,
                    question.context()));
  }

  /// The answer to one question.
  AccessAnswer evaluate(AccessQuestion asked) {
    AccessQuestion question = names.of(asked);
    AskedEntity resource = question.resource();
    Optional<Action> action = action(question.action(), resource.type());
    AskedResources.Thing thing = resources.thing(resource);
    String text = thing.text();
    if (action.isEmpty() || text == null) {
      return rights.mayAsk(
              Permission.EVALUATE, question.subject().type(), resource.type(), "*", "*")
          ? new AccessAnswer.Undecidable(
              action.isEmpty() && (text != null || !isName(question.action()))
                  ? "no policy can name this action"
                  : "no policy can name this resource")
          : notPermitted();
    }
    Optional<Decision> refusal =
        rights.refusal(
            Permission.EVALUATE,
            question.subject().type(),
            resource.type(),
            action.get().toString(),
            text);
    if (refusal.isPresent()) {
      return new AccessAnswer.NotPermitted(refusal.get());
    }
    if (statements.isUnstatable(question.context())) {
      return new AccessAnswer.Undecidable(
          "the context contains a key that only a proof of identity can set");
    }
    ResolvedSubject actor = actor(question.subject());
    AccessAnswer answer =
        actor instanceof ResolvedSubject.Nobody(String reason)
            ? new AccessAnswer.Undecidable(reason)
            : decide(actor, action.get(), question.action(), thing, question.context());
    // INVARIANT: why a mapping's session may not says which mappings there are, and what they take.
    return ResolvedSubjects.isOfMapping(question.subject().type())
            && !answer.isAllowed()
            && !rights.mayKnowMapping(question.subject().id())
        ? new AccessAnswer.Withheld(answer)
        : answer;
  }

  // Whether it would be an action's on some type.
  private static boolean isName(AskedAction asked) {
    return ActionName.action(asked.name(), "type").isPresent();
  }

  private AccessAnswer decide(
      ResolvedSubject actor,
      Action action,
      AskedAction asked,
      AskedResources.Thing thing,
      AskedProperties stated) {
    AuthorizationRequest request = request(actor, action, asked, thing, stated);
    Decision decision = PolicyEvaluator.evaluate(request, actor.policies(request.resource()));
    return new AccessAnswer.Decided(
        decision,
        !decision.isAllowed()
            && statements.mayState(MFA)
            && !request.context().lowerValues(MFA).equals(List.of("true"))
            && withMfa(request, actor));
  }

  // INVARIANT: what is known of the resource has keys `resource:...` alone, so that it may come
  // first: most conditions ask for it.
  private AuthorizationRequest request(
      ResolvedSubject actor,
      Action action,
      AskedAction asked,
      AskedResources.Thing thing,
      AskedProperties stated) {
    return new AuthorizationRequest(
            actor.principal(),
            action,
            String.valueOf(thing.text()),
            Optional.empty(),
            RequestContext.layered(
                thing.context(), actor.context(), actionContext(asked), contextKeys(stated)))
        .within(budget);
  }

  private boolean withMfa(AuthorizationRequest request, ResolvedSubject actor) {
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                    request.principal(),
                    request.action(),
                    request.resource(),
                    Optional.empty(),
                    RequestContext.layered(WITH_MFA, request.context()))
                .within(budget),
            actor.policies(request.resource()))
        .isAllowed();
  }

  private static AccessAnswer notPermitted() {
    return new AccessAnswer.NotPermitted(new Decision.ImplicitlyDenied(PolicyType.IDENTITY));
  }

  /// The subject; [ResolvedSubject.Nobody] where there can be no such subject.
  ResolvedSubject actor(AskedEntity asked) {
    ResolvedSubject made = lastActor;
    if (made == null || !isSame(asked, lastSubject)) {
      made = actors.actor(asked);
      lastActor = made;
      lastSubject = asked;
    }
    return made;
  }

  private Optional<Action> action(AskedAction asked, String resourceType) {
    if (!isSame(asked, lastAction) || !resourceType.equals(lastActionType)) {
      if (!isSame(asked, lastAction)) {
        lastActionContext = statements.action(asked);
      }
      lastMapped = ActionName.action(asked.name(), resourceType);
      lastAction = asked;
      lastActionType = resourceType;
    }
    return lastMapped;
  }

  // INVARIANT: asked after [#action] of the same action.
  private RequestContext actionContext(AskedAction asked) {
    return isSame(asked, lastAction) ? lastActionContext : statements.action(asked);
  }

  private RequestContext contextKeys(AskedProperties stated) {
    if (!isSame(stated, lastContext)) {
      lastContextKeys = statements.context(stated, environment);
      lastContext = stated;
    }
    return lastContextKeys;
  }

  // Parts that questions share are the same object; comparing what is in others costs more than it
  // saves.
  @SuppressWarnings("ReferenceEquality") // It is what is wanted.
  private static boolean isSame(Object one, @Nullable Object other) {
    return one == other;
  }
}
