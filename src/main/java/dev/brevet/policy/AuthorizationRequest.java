package dev.brevet.policy;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.Spelling;
import dev.brevet.policy.element.Variables;
import dev.brevet.policy.element.WorkBudget;
import org.jspecify.annotations.Nullable;

/// One question: may this principal do this action on this resource, in this context?
///
/// `resource` is an ARN, or `*` for an action that has no resource. `resourceAccount` is the
/// account that owns it; where it is empty the ARN's account counts, and where that is empty too
/// (an S3 bucket's ARN names none) the resource is taken to be in the principal's account. Keys
/// that follow from the principal (`aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:PrincipalType`,
/// `aws:username`, ...) need not be in the context; where they are, the context's values count.
/// Immutable; may be asked again.
public final class AuthorizationRequest implements Variables {
  private final Principal principal;
  private final Action action;
  private final String resource;
  private final Optional<AccountId> resourceAccount;
  private final RequestContext context;
  private final Optional<AccountId> owner;
  // Made when first asked for; every thread would make the same.
  private @Nullable PrincipalKeys principalKeys;
  private String @Nullable [] principalKeyring;
  private final @Nullable WorkBudget budget;

  public AuthorizationRequest(
      Principal principal,
      Action action,
      String resource,
      Optional<AccountId> resourceAccount,
      RequestContext context) {
    this(principal, action, resource, resourceAccount, context, null);
  }

  private AuthorizationRequest(
      Principal principal,
      Action action,
      String resource,
      Optional<AccountId> resourceAccount,
      RequestContext context,
      @Nullable WorkBudget budget) {
    this.principal = principal;
    this.action = action;
    this.resource = resource;
    this.resourceAccount = resourceAccount;
    this.context = context;
    this.owner = resourceAccount.isPresent() ? resourceAccount : accountOf(resource);
    this.budget = budget;
  }

  /// The same, whose evaluation is paid from `budget`: it throws [WorkBudget.TooMuchWork] where
  /// that does not have what it takes.
  public AuthorizationRequest within(WorkBudget budget) {
    return new AuthorizationRequest(principal, action, resource, resourceAccount, context, budget);
  }

  /// The same caller and action on another resource, which `owner` owns.
  AuthorizationRequest on(String otherResource, Optional<AccountId> owner, RequestContext with) {
    AuthorizationRequest other =
        new AuthorizationRequest(principal, action, otherResource, owner, with, budget);
    other.principalKeyring = principalKeyring;
    return other;
  }

  public Principal principal() {
    return principal;
  }

  public Action action() {
    return action;
  }

  public String resource() {
    return resource;
  }

  public Optional<AccountId> resourceAccount() {
    return resourceAccount;
  }

  public RequestContext context() {
    return context;
  }

  /// The account that owns the resource, as far as it is known.
  public Optional<AccountId> owner() {
    return owner;
  }

  /// Whether the resource is owned by another account than the principal's, as far as both are
  /// known.
  public boolean isCrossAccount() {
    return owner.isPresent()
        && principal.account().isPresent()
        && !owner.get().equals(principal.account().get());
  }

  // "If an administrator adds a policy that explicitly denies access to the sts:GetCallerIdentity
  // action, you can still perform this operation" (STS API, GetCallerIdentity). It needs
  // credentials, not permissions; so does GetSessionToken, with long-term ones
  // (id_credentials_temp_control-access_getsessiontoken).
  boolean needsNoPermission() {
    return switch (action.lowerCase()) {
      case "sts:getcalleridentity" -> principal.account().isPresent();
      case "sts:getsessiontoken" ->
          principal instanceof Principal.User || principal instanceof Principal.Root;
      default -> false;
    };
  }

  // The kind of policy that must allow whatever else does, in the same account too: of a role its
  // trust policy, of a KMS key its key policy. "Unless the key policy explicitly allows it, you
  // cannot use IAM policies to allow access to a KMS key" (KMS Developer Guide, key-policies);
  // "the role trust policy and KMS key policies are exceptions, because they must explicitly allow
  // access" (policy-eval-denyallow, resource-based policies). Where it is not given, nothing does.
  @Nullable PolicyType guard() {
    String name = action.lowerCase();
    if (name.startsWith("kms:")) {
      return resource.contains(":key/") ? PolicyType.RESOURCE : null;
    }
    boolean ofRole =
        name.startsWith("sts:assumerole")
            || (resource.contains(":role/")
                && (name.equals("sts:tagsession")
                    || name.equals("sts:setsourceidentity")
                    || name.equals("sts:setcontext")));
    return ofRole ? PolicyType.TRUST : null;
  }

  // To hand on a source identity a chained session needs the permission on both sides, in one
  // account too (id_credentials_temp_control-access_monitor, permissions).
  boolean chainsSourceIdentity() {
    return principal instanceof Principal.RoleSession
        && action.lowerCase().equals("sts:setsourceidentity");
  }

  /// The values of a key, lower case: the context's, else what follows from the principal.
  public List<String> values(String lowerKey) {
    List<String> given = context.lowerValues(lowerKey);
    return given.isEmpty() && lowerKey.startsWith("aws:") ? keys().values(lowerKey) : given;
  }

  /// The other ways in which the values of a key, lower case, may be spelled: of a role that is
  /// known only by a session's ARN, which does not have its path, the ARN under any path.
  List<Spelling> spellings(String lowerKey) {
    List<String> given = context.lowerValues(lowerKey);
    List<Spelling> told = given.isEmpty() ? List.of() : context.spellings(lowerKey);
    if (!told.isEmpty() || !lowerKey.equals("aws:principalarn")) {
      return told;
    }
    // A context that has another value knows better.
    return given.isEmpty() || given.equals(keys().arn()) ? keys().otherArns() : told;
  }

  /// Whether the action is one of Brevet's own.
  boolean isOfBrevet() {
    return BrevetActions.isOne(action.lowerCase());
  }

  @Override
  public @Nullable String variable(String lowerKey) {
    List<String> values = values(lowerKey);
    return values.size() == 1 && !values.get(0).isEmpty() ? values.get(0) : null;
  }

  @Override
  public void work(long steps) {
    if (budget != null) {
      budget.buy(steps);
    }
  }

  /// Whether the caller is a service-linked role, which organization policies do not limit.
  boolean isByServiceLinkedRole() {
    return keys().isServiceLinked(context);
  }

  /// Whether a service assumes its service-linked role.
  boolean isForServiceLinkedRole() {
    return principal instanceof Principal.Service
        && action.lowerCase().equals("sts:assumerole")
        && resource.startsWith(
            "role" + PrincipalKeys.SERVICE_ROLE_PATH, resource.lastIndexOf(':') + 1);
  }

  /// The keys that lead from the principal to the statements that name it.
  String[] principalKeyring() {
    String[] made = principalKeyring;
    if (made == null) {
      made = PrincipalKeyring.of(principal);
      principalKeyring = made;
    }
    return made;
  }

  private PrincipalKeys keys() {
    PrincipalKeys made = principalKeys;
    if (made == null) {
      made = PrincipalKeys.of(principal, owner);
      principalKeys = made;
    }
    return made;
  }

  private static Optional<AccountId> accountOf(String resource) {
    int from = 0;
    for (int i = 0; i < 4; i++) {
      from = resource.indexOf(':', from) + 1;
      if (from == 0) {
        return Optional.empty();
      }
    }
    int to = resource.indexOf(':', from);
    return to - from == 12 ? AccountId.parse(resource.substring(from, to)) : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AuthorizationRequest that
        && principal.equals(that.principal)
        && action.equals(that.action)
        && resource.equals(that.resource)
        && resourceAccount.equals(that.resourceAccount)
        && context.equals(that.context);
  }

  @Override
  public int hashCode() {
    return Objects.hash(principal, action, resource, resourceAccount, context);
  }

  @Override
  public String toString() {
    return principal.identifier() + " " + action + " " + resource;
  }
}
