package dev.brevet.policy;

/// Decides authorization requests as IAM does. Pure: the same request and policies give the same
/// decision.
///
/// Source: IAM User Guide, reference_policies_evaluation-logic and the pages below it.
public final class PolicyEvaluator {
  private PolicyEvaluator() {}

  /// The decision, without the work that only an explanation needs.
  public static Decision evaluate(AuthorizationRequest request, ApplicablePolicies policies) {
    return Evaluation.decide(request, policies);
  }
}
