package dev.brevet.policy;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// What it costs at most to explain one request by policies, in steps of a [WorkBudget], without
/// doing it: for requests that differ only in their action and resource.
///
/// A pattern with one wildcard is compared at its two ends. One with more is searched for: each of
/// its parts may be tried at every place of the value.
public final class EvaluationCost {
  /// What an explanation keeps of a statement.
  private static final long STATEMENT = 64;

  /// Its key may be told as absent.
  private static final long CONDITION = 16;

  private static final int COMPARED_AT_ONCE = 8;

  private final long longest;
  private final Map<String, Values> values = new HashMap<>();

  /// @param longest characters of the longest action or resource
  public EvaluationCost(RequestContext context, int longest) {
    long most = longest;
    for (Map.Entry<String, List<String>> entry : context.asMap().entrySet()) {
      Values of = Values.of(entry.getValue());
      values.put(AsciiCase.lower(entry.getKey()), of);
      most = Math.max(most, of.longest());
    }
    this.longest = most;
  }

  /// The values of a key: how many, how long all together, and the longest.
  private record Values(long count, long characters, long longest) {
    static Values of(List<String> all) {
      long characters = 0;
      long longest = 0;
      for (String value : all) {
        characters += value.length();
        longest = Math.max(longest, value.length());
      }
      return new Values(all.size(), characters, longest);
    }
  }

  /// Of all statements of a policy.
  public long of(Policy policy) {
    long cost = 0;
    for (Statement statement : policy.statements()) {
      cost += of(statement);
    }
    return cost;
  }

  private long of(Statement statement) {
    Values one = new Values(1, longest, longest);
    long cost = STATEMENT;
    cost += patterns(statement.actions(), one);
    if (statement.resources().isPresent()) {
      cost += patterns(statement.resources().get(), one);
    }
    cost += 4L * statement.principals().map(named -> named.patterns().size()).orElse(0);
    for (Condition condition : statement.conditions()) {
      cost += CONDITION;
      Values given = values.getOrDefault(condition.key().lowerName(), new Values(1, 1_024, 1_024));
      for (String operand : condition.operandTexts()) {
        cost += text(operand, given);
      }
    }
    return cost;
  }

  private long patterns(Matcher<WildcardPattern> matcher, Values one) {
    long cost = 0;
    for (WildcardPattern pattern : matcher.patterns()) {
      cost += text(pattern.text(), one);
    }
    return cost;
  }

  private long text(String pattern, Values given) {
    int wildcards = 0;
    boolean variables = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      wildcards += c == '*' || c == '?' ? 1 : 0;
      variables |= c == '$';
    }
    long length = variables ? pattern.length() + longest : pattern.length();
    long ends = Math.min(length, given.longest()) / COMPARED_AT_ONCE;
    long searched = wildcards < 2 ? 0 : Math.min(length, given.longest()) * given.characters() / 16;
    return given.count() * (1 + ends) + pattern.length() / COMPARED_AT_ONCE + searched;
  }
}
