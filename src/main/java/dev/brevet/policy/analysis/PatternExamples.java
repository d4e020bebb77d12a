package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.Matcher;
import dev.brevet.policy.analysis.PatternAlgebra.Answer;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// An example of each class of texts: all texts that the same ones of some patterns match are one
/// class. A decision that looks at a text only by these patterns is the same for all texts of a
/// class, so one example of each is enough.
final class PatternExamples {
  private static final int MOST_CELLS = 512;
  private static final int MOST_QUESTIONS = 8_000;

  /// Each is a frame of a recursion.
  private static final int MOST_PATTERNS = 1_000;

  private final List<WildcardPattern> patterns;
  private final List<WildcardPattern> universe;
  private final Finder better;
  private final WorkBudget effort;
  private final List<Example> examples = new ArrayList<>();
  private int questions;

  /// Finds better examples than the shortest text: one that all of `all` match and none of `none`.
  interface Finder {
    Optional<String> find(List<WildcardPattern> all, List<WildcardPattern> none);
  }

  /// @param matching the patterns that match
  /// @param text one that they match, and no other pattern does
  record Example(Set<WildcardPattern> matching, String text) {
    boolean covers(Matcher<WildcardPattern> matcher) {
      boolean any = matcher.patterns().stream().anyMatch(matching::contains);
      return any == (matcher instanceof Matcher.In<WildcardPattern>);
    }
  }

  private PatternExamples(
      List<WildcardPattern> patterns,
      List<WildcardPattern> universe,
      Finder better,
      WorkBudget effort) {
    this.effort = effort;
    this.patterns = patterns;
    this.universe = universe;
    this.better = better;
  }

  /// An example of each class of the texts that all of `universe` match. Empty when there are too
  /// many, or one cannot be distinguished from another.
  static Optional<List<Example>> of(
      Set<WildcardPattern> patterns,
      List<WildcardPattern> universe,
      Finder better,
      WorkBudget effort) {
    PatternExamples cutting = new PatternExamples(List.copyOf(patterns), universe, better, effort);
    return patterns.size() <= MOST_PATTERNS && cutting.cut(0, new ArrayList<>(), new ArrayList<>())
        ? Optional.of(List.copyOf(cutting.examples))
        : Optional.empty();
  }

  /// Whether all examples below were found.
  private boolean cut(int next, List<WildcardPattern> all, List<WildcardPattern> none) {
    List<WildcardPattern> within = new ArrayList<>(universe);
    within.addAll(all);
    if (++questions > MOST_QUESTIONS) {
      return false;
    }
    Answer answer = PatternAlgebra.inAll(within, none, effort);
    if (answer instanceof Answer.Unknown) {
      return false;
    }
    if (!(answer instanceof Answer.No(String text))) {
      return true;
    }
    if (next == patterns.size()) {
      examples.add(new Example(new LinkedHashSet<>(all), better.find(within, none).orElse(text)));
      return examples.size() <= MOST_CELLS;
    }
    WildcardPattern pattern = patterns.get(next);
    all.add(pattern);
    boolean found = cut(next + 1, all, none);
    all.removeLast();
    none.add(pattern);
    found = found && cut(next + 1, all, none);
    none.removeLast();
    return found;
  }
}
