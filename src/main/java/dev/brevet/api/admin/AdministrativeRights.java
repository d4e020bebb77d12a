package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.AdministrationPolicy;
import dev.brevet.directory.Subject;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.SubjectPolicies;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;

/// What a caller may administer: everything where the policy of administration names it, else what
/// the policies allow that the directory attaches to it, to its token's subject or to its groups.
/// An allowance counts where its actions are written `brevet:...`.
///
/// Configured administrators are looked up first, and the directory is not read for them: nothing
/// that is written to the directory, or broken in it, locks them out.
public final class AdministrativeRights {
  private final AdministrationPolicy policy;
  private final Directory directory;
  private final String partition;
  private final String region;

  public AdministrativeRights(
      AdministrationPolicy policy, Directory directory, String partition, String region) {
    this.policy = policy;
    this.directory = directory;
    this.partition = partition;
    this.region = region;
  }

  /// One thing that a caller wants to do.
  record Wish(
      VerifiedIdentity caller,
      Action action,
      AdministeredResource resource,
      AccountId account,
      RequestContext context,
      WorkBudget budget) {}

  /// What a caller may do, as of one state of the directory.
  interface Rights {
    /// Whether the wish may be granted, whatever the content: what is not allowed here is not
    /// allowed with any, and nothing of it is looked at.
    Decision beforehand();

    /// Whether what it is done to may be anything.
    boolean isUnbounded();

    /// Whether the wish is granted where the content has these condition keys ([ContentKeys]).
    Decision on(RequestContext content);

    /// Whether the wish is granted whatever the content: what is allowed here is allowed with any.
    Decision onAny();
  }

  /// What the caller of a wish may do. Policies call its resource
  /// `arn:<partition>:brevet:<region>:<account>:<path>`.
  ///
  /// @throws dev.brevet.directory.DirectoryUnavailable when the caller is no configured
  ///   administrator and the directory does not answer
  Rights of(Wish wish) {
    Principal principal = wish.caller().principal();
    String beginning = "arn:" + partition + ":brevet:" + region + ":" + wish.account() + ":";
    Decision configured =
        policy.decide(
            principal,
            wish.action(),
            beginning + wish.resource().path(),
            wish.account(),
            wish.context(),
            wish.budget());
    Optional<Subject> subject = Subject.of(principal);
    return configured.isAllowed() || subject.isEmpty()
        ? new Configured(configured)
        : new Delegated(wish, beginning, directory.current().policiesOf(subject.get()));
  }

  private record Configured(Decision beforehand) implements Rights {
    @Override
    public boolean isUnbounded() {
      return true;
    }

    @Override
    public Decision on(RequestContext content) {
      return beforehand;
    }

    @Override
    public Decision onAny() {
      return beforehand;
    }
  }

  private record Delegated(Wish wish, String beginning, SubjectPolicies own) implements Rights {
    @Override
    public Decision beforehand() {
      return decide(DelegatedPolicies.About.SOME, wish.context());
    }

    @Override
    public boolean isUnbounded() {
      return false;
    }

    @Override
    public Decision on(RequestContext content) {
      return decide(DelegatedPolicies.About.THIS, RequestContext.layered(content, wish.context()));
    }

    @Override
    public Decision onAny() {
      return decide(DelegatedPolicies.About.ANY, wish.context());
    }

    private Decision decide(DelegatedPolicies.About content, RequestContext context) {
      DelegatedPolicies reading =
          new DelegatedPolicies(beginning, wish.resource(), content, wish.budget());
      ApplicablePolicies.Builder delegated =
          ApplicablePolicies.builder()
              .named(PolicyType.IDENTITY, own.identity().stream().map(reading::read).toList());
      own.boundary()
          .ifPresent(policy -> delegated.named(PolicyType.BOUNDARY, List.of(reading.read(policy))));
      Principal principal = wish.caller().principal();
      // The directory's policies speak for both accounts, whichever account a principal belongs to:
      // the resource counts as one of the caller's account.
      return PolicyEvaluator.evaluate(
          new AuthorizationRequest(
                  principal,
                  wish.action(),
                  beginning + wish.resource().path(),
                  Optional.of(principal.account().orElse(wish.account())),
                  context)
              .within(wish.budget()),
          delegated.build());
    }
  }
}
