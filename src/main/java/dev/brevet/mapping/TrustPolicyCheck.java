package dev.brevet.mapping;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.policy.Condition;
import dev.brevet.policy.Effect;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.SetOperator;
import dev.brevet.policy.Statement;
import dev.brevet.policy.WildcardPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a mapping asks of a trust policy beyond IAM's grammar: actions that its principals can do,
/// and no statement that lets in whoever has an AWS account.
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
          "statement " + statement.sid().map(Json::shown).orElse(Integer.toString(i)) + ": ";
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
        .filter(text -> !text.toLowerCase(Locale.ROOT).startsWith("sts:"))
        .map(text -> "a trust policy is about actions of `sts`, not `" + Json.shown(text) + "`")
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
    boolean narrowed = statement.conditions().stream().anyMatch(TrustPolicyCheck::narrows);
    for (PrincipalPattern principal : statement.principals().get().patterns()) {
      String shown = "`" + Json.shown(principal.text()) + "`";
      switch (principal) {
        case PrincipalPattern.Everyone _ -> everyone(narrowed, problems);
        case PrincipalPattern.EveryAwsPrincipal _ -> {
          everyone(narrowed, problems);
          fit(statement, Action.ASSUME_ROLE, "AWS principals", problems);
        }
        case PrincipalPattern.Account _, PrincipalPattern.Named _ ->
            fit(statement, Action.ASSUME_ROLE, shown, problems);
        case PrincipalPattern.FederatedProvider _ ->
            fit(statement, Action.ASSUME_ROLE_WITH_WEB_IDENTITY, shown, problems);
        case PrincipalPattern.Service _ -> problems.add("no service calls Brevet: " + shown);
        case PrincipalPattern.Nobody _ ->
            problems.add(shown + " is no principal that can make a request");
      }
    }
    return problems;
  }

  private static void everyone(boolean narrowed, List<String> problems) {
    if (!narrowed) {
      problems.add(
          "principal `*` is everyone with an AWS account; narrow it by a condition such as"
              + " StringEquals on aws:PrincipalAccount or aws:PrincipalOrgID, or ArnLike on"
              + " aws:PrincipalArn with the account written out");
    }
  }

  private static void fit(Statement statement, Action own, String who, List<String> problems) {
    boolean fits =
        covers(statement, own)
            || covers(statement, Action.TAG_SESSION)
            || covers(statement, Action.SET_SOURCE_IDENTITY);
    if (!fits) {
      problems.add(who + " can do `" + own + "` only, which the statement does not name");
    }
  }

  private static boolean covers(Statement statement, Action action) {
    boolean named =
        statement.actions().patterns().stream()
            .anyMatch(pattern -> pattern.matches(action.lowerCase()));
    return named == statement.actions() instanceof Matcher.In;
  }

  /// Whether the condition leaves only principals of accounts, organizations or issuers that it
  /// names. A negated operator, `IfExists` and `ForAllValues` hold for whoever lacks the key, and
  /// every operand must name somebody.
  private static boolean narrows(Condition condition) {
    boolean asksForAValue =
        (condition instanceof Condition.Text || condition instanceof Condition.Arn)
            && !condition.isNegated()
            && !condition.key().ifExists()
            && condition.key().set() != SetOperator.FOR_ALL_VALUES;
    return asksForAValue
        && condition.operandTexts().stream()
            .allMatch(operand -> narrows(condition.key().lowerName(), operand));
  }

  private static boolean narrows(String lowerKey, String operand) {
    return switch (lowerKey) {
      case "aws:principalaccount" -> AccountId.parse(operand).isPresent();
      case "aws:principalorgid" -> operand.startsWith("o-") && isLiteral(operand);
      case "aws:principalorgpaths" -> operand.startsWith("o-") && isLiteral(upTo('/', 1, operand));
      // A path may hold colons, so that a wildcard before the account could swallow it.
      case "aws:principalarn" -> operand.startsWith("arn:") && isLiteral(upTo(':', 5, operand));
      // `<account>/<set>`.
      case "brevet:permissionset" -> AccountId.parse(upTo('/', 1, operand)).isPresent();
      // What follows the colon is a session's name, which whoever makes the session chooses.
      case "aws:userid" -> !upTo(':', 1, operand).isEmpty() && isLiteral(upTo(':', 1, operand));
      // A claim of an issuer: `<issuer-host>:<claim>`.
      default ->
          lowerKey.indexOf('.') > 0
              && lowerKey.indexOf(':') > lowerKey.indexOf('.')
              && !operand.isEmpty()
              && isLiteral(operand.substring(0, 1));
    };
  }

  /// `text` before its `count`th `separator`; all of it when there are fewer, which then must be
  /// literal as a whole.
  private static String upTo(char separator, int count, String text) {
    int end = -1;
    for (int i = 0; i < count; i++) {
      end = text.indexOf(separator, end + 1);
      if (end < 0) {
        return text;
      }
    }
    return text.substring(0, end);
  }

  private static boolean isLiteral(String text) {
    return text.chars().noneMatch(c -> c == '*' || c == '?' || c == '$');
  }
}
