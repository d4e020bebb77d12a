package dev.brevet.api;

import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.identity.VerifiedIdentity;

/// Whether a caller may read what administrators read, decided by the policy of administration.
public final class Administrators {
  private final AdministrationPolicy policy;
  private final String partition;
  private final String region;

  public Administrators(AdministrationPolicy policy, String partition, String region) {
    this.policy = policy;
    this.partition = partition;
    this.region = region;
  }

  /// Whether `caller` may do `brevet:<action>` on `resource`, such as `mapping/orders-reader`. The
  /// root user never may, nor does a session that Brevet vended.
  public boolean allow(
      VerifiedIdentity caller, String action, AdministeredResource resource, ApiRequest request) {
    if (caller.principal() instanceof Principal.Root || caller.isVended()) {
      return false;
    }
    String arn =
        "arn:" + partition + ":brevet:" + region + ":" + request.account() + ":" + resource.path();
    return policy
        .decide(
            caller.principal(),
            new Action("brevet", action),
            arn,
            request.account(),
            caller.context(),
            request.budget())
        .isAllowed();
  }
}
