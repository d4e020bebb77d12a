package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.FollowingKey;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.PrincipalKind;
import dev.brevet.policy.PrincipalMatchLevel;
import dev.brevet.policy.analysis.PatternExamples.Example;
import dev.brevet.policy.element.WildcardPattern;

/// Which keys a request never lacks, as they follow from the principal and the resource.
///
/// @param unsure those that the example of the resource does not lack, while others of its kind may
record Lacking(Set<String> never, Set<String> unsure) {
  Lacking {
    never = Set.copyOf(never);
    unsure = Set.copyOf(unsure);
  }

  static Lacking of(PolicyType type, Principal principal, Example resource, List<String> keys) {
    AuthorizationRequest bare =
        new AuthorizationRequest(
            principal,
            new Action("none", "None"),
            resource.text(),
            Optional.empty(),
            RequestContext.empty());
    Set<String> never = new HashSet<>();
    Set<String> unsure = new HashSet<>();
    for (String key : keys) {
      FollowingKey following = FollowingKey.of(key);
      if (following != null && (follows(following, bare) || isRoles(type, following))) {
        boolean known =
            following != FollowingKey.RESOURCE_ACCOUNT
                || type == PolicyType.TRUST
                || resource.matching().stream().anyMatch(WildcardPattern::isLiteral);
        (known ? never : unsure).add(key);
      }
    }
    return new Lacking(never, unsure);
  }

  /// A role's ARN has its account.
  private static boolean isRoles(PolicyType type, FollowingKey key) {
    return type == PolicyType.TRUST && key == FollowingKey.RESOURCE_ACCOUNT;
  }

  /// What is allowed to an account counts where the resource is another account's, so that it is
  /// known whose.
  static Optional<String> owner(
      PolicyType type,
      PrincipalMatchLevel reach,
      List<String> keys,
      Map<String, List<String>> chosen) {
    String key = FollowingKey.RESOURCE_ACCOUNT.lowerName();
    return type.weighsReach()
            && reach == PrincipalMatchLevel.ACCOUNT
            && keys.contains(key)
            && !chosen.containsKey(key)
        ? Optional.of(lacks(key))
        : Optional.empty();
  }

  static String lacks(String key) {
    return "whether requests may lack `" + key + "`";
  }

  /// The engine cannot tell the unique id of all that have one; AWS can
  /// (reference_policies_condition-keys, aws:userid).
  private static boolean follows(FollowingKey key, AuthorizationRequest bare) {
    return !bare.values(key.lowerName()).isEmpty()
        || (key == FollowingKey.USER_ID && PrincipalKind.of(bare.principal()).isOfAccount());
  }

  /// Whether requests for this resource need not tell whose it is.
  static boolean mayLackAccount(String resource) {
    return !resource.isEmpty()
        && new AuthorizationRequest(
                new Principal.Anonymous(),
                new Action("none", "None"),
                resource,
                Optional.empty(),
                RequestContext.empty())
            .owner()
            .isEmpty();
  }
}
