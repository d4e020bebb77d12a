package dev.brevet.policy;

/// Numbers filed under texts, found again for every text that stands in a value as it must.
interface TextFinder {
  /// Visits what is filed under the texts of `value`, as long as it is below the bound, which
  /// starts at `from`; gives the last bound.
  int visit(
      String value,
      AuthorizationRequest request,
      PrincipalMatchLevel atLeast,
      StatementIndex.Visitor visitor,
      int from);
}
