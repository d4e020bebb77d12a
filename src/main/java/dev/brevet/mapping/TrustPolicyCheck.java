package dev.brevet.mapping;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.SharedIssuer;
import dev.brevet.policy.analysis.TrustScope;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.WildcardPattern;

/// What a mapping asks of a trust policy beyond IAM's grammar: actions that its principals can do,
/// and no statement that lets in parties that it does not name ([TrustScope]). Checked when a
/// mapping is written and when it is read: a stored mapping that breaks the rule is broken, and
/// denied.
final class TrustPolicyCheck {
  private TrustPolicyCheck() {}

  /// What is wrong with the policy; empty when it will do.
  static List<String> problems(Policy policy) {
    List<String> problems = new ArrayList<>();
    if (policy.statements().isEmpty()) {
      problems.add("has no statement");
    }
    for (int i = 0; i < policy.statements().size(); i++) {
      Statement statement = policy.statements().get(i);
      String name =
          "statement "
              + statement.sid().map(UntrustedText::shown).orElse(Integer.toString(i))
              + ": ";
      actions(statement).forEach(text -> problems.add(name + text));
      if (statement.effect() == Effect.ALLOW) {
        principals(statement).forEach(text -> problems.add(name + text));
      }
    }
    return problems;
  }

  private static List<String> actions(Statement statement) {
    return statement.actions().patterns().stream()
        .map(WildcardPattern::text)
        .filter(text -> !AsciiCase.lower(text).startsWith("sts:"))
        .map(
            text ->
                "a trust policy can only have actions of `sts`, not `"
                    + UntrustedText.shown(text)
                    + "`")
        .toList();
  }

  private static List<String> principals(Statement statement) {
    if (statement.principals().isEmpty()) {
      return List.of("names no principal");
    }
    if (statement.principals().get() instanceof Matcher.NotIn) {
      return List.of("NotPrincipal with Allow grants nothing in IAM");
    }
    List<String> problems = new ArrayList<>();
    for (PrincipalPattern principal : statement.principals().get().patterns()) {
      String shown = "`" + UntrustedText.shown(principal.text()) + "`";
      TrustScope.opening(principal, statement.conditions())
          .ifPresent(opening -> problems.add(text(opening, shown)));
      switch (principal) {
        case PrincipalPattern.Everyone _ -> {}
        case PrincipalPattern.EveryAwsPrincipal _ ->
            fit(statement, Action.ASSUME_ROLE, "AWS principals", problems);
        case PrincipalPattern.Account _, PrincipalPattern.Named _ ->
            fit(statement, Action.ASSUME_ROLE, shown, problems);
        case PrincipalPattern.FederatedProvider _ ->
            fit(statement, Action.ASSUME_ROLE_WITH_WEB_IDENTITY, shown, problems);
        case PrincipalPattern.Service _ ->
            problems.add("an AWS service cannot call Brevet: " + shown);
        case PrincipalPattern.Nobody _ ->
            problems.add(shown + " is not a principal that can make a request");
      }
    }
    return problems;
  }

  private static String text(TrustScope.Opening opening, String shown) {
    return switch (opening) {
      case TrustScope.Opening.EveryOwner(SharedIssuer issuer) ->
          shown
              + " gives tokens to many parties: narrow it by a condition, without `IfExists` and"
              + " set operator, where every value names an owner: "
              + issuer.wanted();
      case TrustScope.Opening.Everyone _ ->
          "principal `*` is everyone with an AWS account or a token of a registered issuer: narrow"
              + " it by a condition such as StringEquals on aws:PrincipalAccount or"
              + " aws:PrincipalOrgID, or ArnLike on aws:PrincipalArn with the account written out";
    };
  }

  private static void fit(Statement statement, Action own, String who, List<String> problems) {
    if (Stream.of(own, Action.TAG_SESSION, Action.SET_SOURCE_IDENTITY)
        .noneMatch(action -> covers(statement, action))) {
      problems.add(who + " can do only `" + own + "`, which the statement does not name");
    }
  }

  private static boolean covers(Statement statement, Action action) {
    boolean named =
        statement.actions().patterns().stream()
            .anyMatch(pattern -> pattern.matches(action.lowerCase()));
    return named == statement.actions() instanceof Matcher.In;
  }
}
