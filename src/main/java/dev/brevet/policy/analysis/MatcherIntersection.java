package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.Matcher;
import dev.brevet.policy.analysis.PolicyIntersection.NotExact;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// What two lists of patterns both match, as one.
///
/// @param element what the lists are of, as a policy names it
/// @param compile reads a pattern of that element
record MatcherIntersection(
    String element, Function<String, WildcardPattern> compile, WorkBudget effort) {
  private static final int MOST_PATTERNS = 256;
  private static final int MOST_PATTERN_PAIRS = 1_024;

  /// What both match.
  Matcher<WildcardPattern> of(Matcher<WildcardPattern> one, Matcher<WildcardPattern> other)
      throws NotExact {
    return switch (one) {
      case Matcher.In<WildcardPattern>(var in) ->
          switch (other) {
            case Matcher.In<WildcardPattern>(var too) -> new Matcher.In<>(patterns(in, too));
            case Matcher.NotIn<WildcardPattern>(var out) -> without(in, out);
          };
      case Matcher.NotIn<WildcardPattern>(var out) ->
          switch (other) {
            case Matcher.In<WildcardPattern>(var in) -> without(in, out);
            case Matcher.NotIn<WildcardPattern>(var too) -> {
              List<WildcardPattern> all = new ArrayList<>(out);
              all.addAll(too);
              yield new Matcher.NotIn<>(PatternAlgebra.withoutCovered(all, effort));
            }
          };
    };
  }

  /// What some of `in` match and none of `out`.
  private Matcher<WildcardPattern> without(List<WildcardPattern> in, List<WildcardPattern> out)
      throws NotExact {
    if (in.stream().anyMatch(WildcardPattern::matchesEverything)) {
      return new Matcher.NotIn<>(out);
    }
    if ((long) in.size() * out.size() > MOST_PATTERN_PAIRS) {
      throw new NotExact("Not" + element);
    }
    List<WildcardPattern> kept = new ArrayList<>();
    for (WildcardPattern pattern : in) {
      if (PatternAlgebra.covers(out, pattern, effort) instanceof PatternAlgebra.Answer.Yes) {
        continue;
      }
      for (WildcardPattern excluded : out) {
        if (!(PatternAlgebra.areDisjoint(pattern, excluded, effort)
            instanceof PatternAlgebra.Answer.Yes)) {
          throw new NotExact("Not" + element);
        }
      }
      kept.add(pattern);
    }
    return new Matcher.In<>(kept);
  }

  /// What some of `one` and some of `other` match.
  List<WildcardPattern> patterns(List<WildcardPattern> one, List<WildcardPattern> other)
      throws NotExact {
    if ((long) one.size() * other.size() > MOST_PATTERN_PAIRS) {
      throw new NotExact(element);
    }
    Set<WildcardPattern> all = new LinkedHashSet<>();
    for (WildcardPattern first : one) {
      for (WildcardPattern second : other) {
        all.addAll(patterns(first, second));
        if (all.size() > MOST_PATTERNS) {
          throw new NotExact(element);
        }
      }
    }
    return PatternAlgebra.withoutCovered(List.copyOf(all), effort);
  }

  private List<WildcardPattern> patterns(WildcardPattern one, WildcardPattern other)
      throws NotExact {
    if (PatternAlgebra.covers(List.of(one), other, effort) instanceof PatternAlgebra.Answer.Yes) {
      return List.of(other);
    }
    if (PatternAlgebra.covers(List.of(other), one, effort) instanceof PatternAlgebra.Answer.Yes) {
      return List.of(one);
    }
    if (PatternAlgebra.areDisjoint(one, other, effort) instanceof PatternAlgebra.Answer.Yes) {
      return List.of();
    }
    Optional<List<String>> written = PatternAlgebra.intersection(one, other, effort);
    if (written.isEmpty()) {
      throw new NotExact(element);
    }
    return written.get().stream().map(compile).toList();
  }
}
