package dev.brevet.api;

import dev.brevet.directory.Directory;
import dev.brevet.directory.Subject;
import dev.brevet.directory.SubjectPolicies;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.WildcardPattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a caller may administer: everything where the policy of administration names it, else what
/// the policies allow that the directory attaches to it, to its token's subject or to its groups.
///
/// An allowance counts for administration where its actions say so, `brevet:...`: policies are also
/// attached to say what a principal may do in AWS, and an `*` in one of those is not meant for
/// here.
///
/// Configured administrators are asked for first and alone, so that nothing that anybody writes to
/// the directory, or breaks in it, locks them out; the directory is not read for them.
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

  /// Whether `caller` may do `action` to `resource` (`mapping/orders-reader`), which policies call
  /// `arn:<partition>:brevet:<region>:<account>:<resource>`. A `:` in `resource` is written `%3A`
  /// there and a `%` is written `%25`: a name that holds the end of another's ARN would else be
  /// matched by a pattern for that.
  ///
  /// @throws dev.brevet.directory.DirectoryUnavailable when somebody else than a configured
  ///   administrator asks and the directory does not answer
  Decision decide(
      VerifiedIdentity caller,
      Action action,
      String resource,
      AccountId account,
      RequestContext context) {
    Principal principal = caller.principal();
    String name = resource.replace("%", "%25").replace(":", "%3A");
    String arn = "arn:" + partition + ":brevet:" + region + ":" + account + ":" + name;
    Decision configured = policy.decide(principal, action, arn, account, context);
    Optional<Subject> subject = Subject.of(principal);
    if (configured.isAllowed() || subject.isEmpty()) {
      return configured;
    }
    SubjectPolicies own = directory.current().policiesOf(subject.get());
    ApplicablePolicies.Builder delegated =
        ApplicablePolicies.builder()
            .named(
                PolicyType.IDENTITY,
                own.identity().stream().map(AdministrativeRights::delegating).toList());
    own.boundary().ifPresent(policy -> delegated.named(PolicyType.BOUNDARY, List.of(policy)));
    // The directory's policies are Brevet's word on both sides, whatever account they name somebody
    // of: the resource counts as one of the caller's account.
    return PolicyEvaluator.evaluate(
        new AuthorizationRequest(
            principal, action, arn, Optional.of(principal.account().orElse(account)), context),
        delegated.build());
  }

  /// The policy with what its allowing statements say of actions that begin with `brevet:`, and
  /// with all that it denies. Statements keep their places.
  private static NamedPolicy delegating(NamedPolicy named) {
    Policy policy = named.policy();
    return new NamedPolicy(
        named.name(),
        new Policy(
            policy.version(),
            policy.id(),
            policy.statements().stream().map(AdministrativeRights::delegating).toList()));
  }

  private static Statement delegating(Statement statement) {
    return switch (statement.effect()) {
      case DENY -> statement;
      case ALLOW ->
          new Statement(
              statement.sid(),
              statement.effect(),
              statement.principals(),
              delegating(statement.actions()),
              statement.resources(),
              statement.conditions());
    };
  }

  private static Matcher<WildcardPattern> delegating(Matcher<WildcardPattern> actions) {
    return switch (actions) {
      case Matcher.In<WildcardPattern>(List<WildcardPattern> patterns) ->
          new Matcher.In<>(
              patterns.stream()
                  .filter(pattern -> pattern.text().toLowerCase(Locale.ROOT).startsWith("brevet:"))
                  .toList());
      case Matcher.NotIn<WildcardPattern> _ -> new Matcher.In<>(List.of());
    };
  }
}
