package dev.brevet.authorization;

import module java.base;

import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.Subject;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.Action;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import org.jspecify.annotations.Nullable;

/// What one program may ask about, by its own policies in one state of the directory. Not shared
/// between threads; what the questions of a batch share is made once.
///
/// The resource of a permission is what the program asks about, `<type>/<id>` or an ARN, or
/// `<type>/*` of a search for resources; `brevet:SubjectType`, `brevet:ResourceType` and
/// `brevet:Action` are condition keys.
final class DecisionClientRights {
  static final Action EVALUATE = new Action("brevet", "Evaluate");
  static final Action SEARCH = new Action("brevet", "Search");
  private static final String MAPPING = "mapping";
  private static final Decision NO_SUBJECT = new Decision.ImplicitlyDenied(PolicyType.IDENTITY);

  private final DirectorySnapshot directory;
  private final DecisionClient client;
  private final Optional<Subject> subject;
  private @Nullable ApplicablePolicies policies;
  private @Nullable Keys lastKeys;

  private record Keys(
      String subjectType, String resourceType, String action, RequestContext context) {
    boolean isOf(String subject, String resource, String name) {
      return subjectType.equals(subject) && resourceType.equals(resource) && action.equals(name);
    }
  }

  DecisionClientRights(DirectorySnapshot directory, DecisionClient client) {
    this.directory = directory;
    this.client = client;
    this.subject = Subject.of(client.identity().principal());
  }

  /// The enforcement point that the program is, if it is one.
  Optional<EnforcementPoint> enforcementPoint() {
    return subject.flatMap(directory::enforcementPoint);
  }

  /// Whether it may know of a mapping: it may ask about that as a resource, `mapping/<id>`.
  boolean mayKnowMapping(String id) {
    return mayAsk(EVALUATE, MAPPING, MAPPING, "*", MAPPING + "/" + id);
  }

  /// Whether it may ask about a resource, or (`*`) about those of a type.
  boolean mayAsk(
      Action permission, String subjectType, String resourceType, String action, String resource) {
    return refusal(permission, subjectType, resourceType, action, resource).isEmpty();
  }

  /// As [#mayAsk], with why not.
  Optional<Decision> refusal(
      Action permission, String subjectType, String resourceType, String action, String resource) {
    return client.administrator()
        ? Optional.empty()
        : Optional.of(decide(permission, resource, keys(subjectType, resourceType, action)))
            .filter(decision -> !decision.isAllowed());
  }

  /// Whether its policies allow something that is about no subject and no resource.
  boolean may(Action action) {
    return decide(action, "*", client.context()).isAllowed();
  }

  private Decision decide(Action action, String resource, RequestContext keys) {
    if (subject.isEmpty()) {
      return NO_SUBJECT;
    }
    ApplicablePolicies own = policies;
    if (own == null) {
      own = directory.policiesOf(subject.get()).applicable();
      policies = own;
    }
    return PolicyEvaluator.evaluate(
        new AuthorizationRequest(
                client.identity().principal(), action, resource, Optional.empty(), keys)
            .within(client.budget()),
        own);
  }

  private RequestContext keys(String subjectType, String resourceType, String action) {
    Keys keys = lastKeys;
    if (keys == null || !keys.isOf(subjectType, resourceType, action)) {
      keys =
          new Keys(
              subjectType,
              resourceType,
              action,
              RequestContext.layered(
                  RequestContext.ofLower(
                      Map.of(
                          "brevet:subjecttype", List.of(subjectType),
                          "brevet:resourcetype", List.of(resourceType),
                          "brevet:action", List.of(action))),
                  client.context()));
      lastKeys = keys;
    }
    return keys.context();
  }
}
