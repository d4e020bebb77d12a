package dev.brevet.gateway;

import module java.base;

import dev.brevet.policy.Matcher;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;

/// Policies reduced to what holds for every request that is served the same answer: what allows
/// only some of them allows none, and what denies some of them denies all.
///
/// INVARIANT: what these allow, the policies themselves allow in each of the requests.
final class CacheSafePolicies {
  private final VaryingKeys varying;
  private final String prefix;

  /// @param prefix what the resources of all the requests begin with, where they are not one
  CacheSafePolicies(VaryingKeys varying, String prefix) {
    this.varying = varying;
    this.prefix = prefix;
  }

  List<NamedPolicy> of(List<NamedPolicy> policies) {
    return policies.stream().map(each -> new NamedPolicy(each.name(), of(each.policy()))).toList();
  }

  Policy of(Policy policy) {
    return new Policy(
        policy.version(),
        policy.id(),
        policy.statements().stream().flatMap(each -> of(each).stream()).toList());
  }

  private Optional<Statement> of(Statement statement) {
    return statement.effect() == Effect.ALLOW ? allow(statement) : deny(statement);
  }

  private Optional<Statement> allow(Statement statement) {
    boolean varies =
        statement.conditions().stream().anyMatch(this::varies)
            || statement.resources().stream().anyMatch(this::hasVaryingText);
    if (varies) {
      return Optional.empty();
    }
    if (!varying.anyResource() || statement.resources().isEmpty()) {
      return Optional.of(statement);
    }
    boolean coversAll =
        switch (statement.resources().get()) {
          case Matcher.In<WildcardPattern>(List<WildcardPattern> patterns) ->
              patterns.stream().anyMatch(pattern -> coversAll(pattern.text()));
          case Matcher.NotIn<WildcardPattern>(List<WildcardPattern> patterns) ->
              patterns.stream().noneMatch(pattern -> mayCover(pattern.text()));
        };
    return coversAll
        ? Optional.of(everywhere(statement, statement.conditions()))
        : Optional.empty();
  }

  private Optional<Statement> deny(Statement statement) {
    List<Condition> lasting =
        statement.conditions().stream().filter(condition -> !varies(condition)).toList();
    boolean anywhere = statement.resources().stream().anyMatch(this::hasVaryingText);
    if (!anywhere && varying.anyResource() && statement.resources().isPresent()) {
      anywhere =
          switch (statement.resources().get()) {
            case Matcher.In<WildcardPattern>(List<WildcardPattern> patterns) ->
                patterns.stream().anyMatch(pattern -> mayCover(pattern.text()));
            case Matcher.NotIn<WildcardPattern> _ -> true;
          };
      if (!anywhere) {
        return Optional.empty();
      }
    }
    return Optional.of(
        anywhere ? everywhere(statement, lasting) : statement.withConditions(lasting));
  }

  private boolean varies(Condition condition) {
    return varying.varies(condition.key().lowerName())
        || condition.operandTexts().stream().anyMatch(varying::variesIn);
  }

  private boolean hasVaryingText(Matcher<WildcardPattern> matcher) {
    return matcher.patterns().stream().anyMatch(pattern -> varying.variesIn(pattern.text()));
  }

  /// Whether a pattern covers everything that begins with the prefix: it is some beginning of it
  /// and one `*`.
  private boolean coversAll(String pattern) {
    int star = pattern.indexOf('*');
    return star >= 0
        && star == pattern.length() - 1
        && pattern.indexOf('?') < 0
        && pattern.indexOf("${") < 0
        && prefix.startsWith(pattern.substring(0, star));
  }

  /// Whether a pattern may cover something that begins with the prefix.
  private boolean mayCover(String pattern) {
    int end = pattern.length();
    for (String mark : List.of("*", "?", "${")) {
      int at = pattern.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    String literal = pattern.substring(0, end);
    return end == pattern.length()
        ? literal.startsWith(prefix)
        : literal.startsWith(prefix) || prefix.startsWith(literal);
  }

  private static Statement everywhere(Statement statement, List<Condition> conditions) {
    return new Statement(
        statement.sid(),
        statement.effect(),
        statement.principals(),
        statement.actions(),
        Optional.of(
            new Matcher.In<>(List.of(WildcardPattern.resource("*", PolicyVersion.V2012_10_17)))),
        conditions);
  }
}
