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

  /// The same decision, with what each policy and statement contributed. Looks at every statement.
  public static Explanation explain(AuthorizationRequest request, ApplicablePolicies policies) {
    return new Explaining(request, policies).explain();
  }
}
