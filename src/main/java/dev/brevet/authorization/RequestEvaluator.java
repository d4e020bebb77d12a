package dev.brevet.authorization;

import module java.base;

import dev.brevet.directory.ActionName;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import org.jspecify.annotations.Nullable;

/// One program's questions about one state of the directory: all that one HTTP request asks. Not
/// shared between threads; what follows from a part that several questions share is made once.
final class RequestEvaluator {
  private static final String MFA = "aws:multifactorauthpresent";
  private static final RequestContext WITH_MFA =
      RequestContext.ofLower(Map.of(MFA, List.of("true"), "aws:multifactorauthage", List.of("0")));

  private final DirectorySnapshot directory;
  private final DecisionClientRights rights;
  private final AssertedProperties statements;
  private final CanonicalNames names;
  private final ResolvedResources resources;
  private final WorkBudget budget;
  private final Latest<RequestEntity, ResolvedSubject> subjects;
  private final Latest<RequestAction, RequestContext> actionContexts;
  private final Latest<RequestProperties, RequestContext> contexts;
  private @Nullable String lastType;
  private Latest<RequestAction, Optional<Action>> actions = new Latest<>(_ -> Optional.empty());

  RequestEvaluator(
      DirectorySnapshot directory, DecisionClient client, MappingSessions sessions, Instant now) {
    this.directory = directory;
    this.budget = client.budget();
    this.rights = new DecisionClientRights(directory, client);
    this.statements = new AssertedProperties(rights.enforcementPoint());
    this.names = new CanonicalNames(directory);
    this.resources = new ResolvedResources(directory, statements);
    this.subjects = new Latest<>(new ResolvedSubjects(directory, sessions, statements)::of);
    this.actionContexts = new Latest<>(statements::action);
    RequestContext environment =
        RequestContext.ofLower(
            Map.of(
                "aws:currenttime", List.of(now.toString()),
                "aws:epochtime", List.of(Long.toString(now.getEpochSecond()))));
    this.contexts = new Latest<>(stated -> statements.context(stated, environment));
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
        DecisionClientRights.SEARCH,
        question.subject().type(),
        question.resource().type(),
        question.sought() == SearchQuestion.Sought.ACTION
            ? "*"
            : action(question.action(), question.resource().type())
                .map(Action::toString)
                .orElse("*"),
        Arn.parseFolding(resource).isPresent()
            ? resource
            : question.resource().type() + "/" + (resource.isEmpty() ? "*" : resource));
  }

  /// Whether a search finds this: it may be asked, and is allowed.
  boolean finds(AccessQuestion asked) {
    AccessQuestion question = names.of(asked);
    Optional<Action> action = action(question.action(), question.resource().type());
    ResolvedResources.Resource resolved = resources.of(question.resource());
    String resource = resolved.text();
    if (action.isEmpty() || resource == null || statements.isUnstatable(question.context())) {
      return false;
    }
    ResolvedSubject subject = subject(question.subject());
    return !(subject instanceof ResolvedSubject.Nobody)
        && PolicyEvaluator.evaluate(
                request(subject, action.get(), question.action(), resolved, question.context()),
                subject.policies(resource))
            .isAllowed()
        && rights.mayAsk(
            DecisionClientRights.SEARCH,
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
    ResolvedResources.Resource resolved =
        who
            ? resources.of(question.resource())
            : new ResolvedResources.Resource("", RequestContext.empty());
    if (action.isEmpty() || resolved.text() == null) {
      return Optional.empty();
    }
    if (!who) {
      return Optional.of(
          request(
              subject(question.subject()),
              action.get(),
              question.action(),
              resolved,
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
                    resolved,
                    question.context()));
  }

  /// The answer to one question.
  AccessAnswer evaluate(AccessQuestion asked) {
    AccessQuestion question = names.of(asked);
    RequestEntity resource = question.resource();
    Optional<Action> action = action(question.action(), resource.type());
    ResolvedResources.Resource resolved = resources.of(resource);
    String text = resolved.text();
    if (action.isEmpty() || text == null) {
      return rights.mayAsk(
              DecisionClientRights.EVALUATE, question.subject().type(), resource.type(), "*", "*")
          ? new AccessAnswer.Undecidable(
              action.isEmpty() && (text != null || !isName(question.action()))
                  ? "no policy can name this action"
                  : "no policy can name this resource")
          : notPermitted();
    }
    Optional<Decision> refusal =
        rights.refusal(
            DecisionClientRights.EVALUATE,
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
    ResolvedSubject subject = subject(question.subject());
    AccessAnswer answer =
        subject instanceof ResolvedSubject.Nobody(String reason)
            ? new AccessAnswer.Undecidable(reason)
            : decide(subject, action.get(), question.action(), resolved, question.context());
    // INVARIANT: why a mapping's session may not says which mappings there are, and what they take.
    return ResolvedSubjects.isOfMapping(question.subject().type())
            && !answer.isAllowed()
            && !rights.mayKnowMapping(question.subject().id())
        ? new AccessAnswer.Withheld(answer)
        : answer;
  }

  // Whether it would be an action's on some type.
  private static boolean isName(RequestAction asked) {
    return ActionName.action(asked.name(), "type").isPresent();
  }

  private AccessAnswer decide(
      ResolvedSubject subject,
      Action action,
      RequestAction asked,
      ResolvedResources.Resource resolved,
      RequestProperties stated) {
    AuthorizationRequest request = request(subject, action, asked, resolved, stated);
    Decision decision = PolicyEvaluator.evaluate(request, subject.policies(request.resource()));
    return new AccessAnswer.Decided(
        decision,
        !decision.isAllowed()
            && statements.mayState(MFA)
            && !request.context().lowerValues(MFA).equals(List.of("true"))
            && withMfa(request, subject));
  }

  // INVARIANT: what is known of the resource has only keys `resource:...`, so that it may come
  // first: most conditions ask for it.
  private AuthorizationRequest request(
      ResolvedSubject subject,
      Action action,
      RequestAction asked,
      ResolvedResources.Resource resolved,
      RequestProperties stated) {
    return new AuthorizationRequest(
            subject.principal(),
            action,
            String.valueOf(resolved.text()),
            Optional.empty(),
            RequestContext.layered(
                resolved.context(),
                subject.context(),
                actionContexts.of(asked),
                contexts.of(stated)))
        .within(budget);
  }

  private boolean withMfa(AuthorizationRequest request, ResolvedSubject subject) {
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                    request.principal(),
                    request.action(),
                    request.resource(),
                    Optional.empty(),
                    RequestContext.layered(WITH_MFA, request.context()))
                .within(budget),
            subject.policies(request.resource()))
        .isAllowed();
  }

  private static AccessAnswer notPermitted() {
    return new AccessAnswer.NotPermitted(new Decision.ImplicitlyDenied(PolicyType.IDENTITY));
  }

  /// The subject; [ResolvedSubject.Nobody] where there can be no such subject.
  ResolvedSubject subject(RequestEntity asked) {
    return subjects.of(asked);
  }

  private Optional<Action> action(RequestAction asked, String resourceType) {
    if (!resourceType.equals(lastType)) {
      actions = new Latest<>(action -> ActionName.action(action.name(), resourceType));
      lastType = resourceType;
    }
    return actions.of(asked);
  }
}
