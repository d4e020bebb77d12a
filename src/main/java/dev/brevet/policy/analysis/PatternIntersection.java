package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.element.LetterCase;
import dev.brevet.policy.element.PatternTokens;
import dev.brevet.policy.element.PatternTokens.AnyOne;
import dev.brevet.policy.element.PatternTokens.One;
import dev.brevet.policy.element.PatternTokens.Star;
import dev.brevet.policy.element.PatternTokens.Token;
import dev.brevet.policy.element.PatternTokens.Variable;
import dev.brevet.policy.element.WorkBudget;

/// Writes what two patterns without variables both match as patterns: of `a*` and `*b` that is
/// `a*b`, of `*a*` and `*b*` it is `*a*b*` and `*b*a*`.
final class PatternIntersection {
  private static final int MOST_PATTERNS = 64;
  private static final int MOST_STEPS = 2_000_000;
  private static final int PLACE = 16;

  private final List<Token> one;
  private final List<Token> other;
  private final Map<Integer, Set<List<Token>>> known = new HashMap<>();
  private final WorkBudget effort;

  private PatternIntersection(List<Token> one, List<Token> other, WorkBudget effort) {
    this.one = one;
    this.other = other;
    this.effort = effort;
  }

  /// Empty when it takes more patterns, or more work, than the bounds allow.
  static Optional<List<PatternTokens>> of(
      PatternTokens one, PatternTokens other, WorkBudget effort) {
    try {
      Set<List<Token>> all =
          new PatternIntersection(one.tokens(), other.tokens(), effort.upTo(MOST_STEPS)).from(0, 0);
      return Optional.of(withoutCovered(all.stream().map(PatternTokens::new).toList(), effort));
    } catch (TooMuch _) {
      return Optional.empty();
    }
  }

  /// What the rest of `one` from `i` and the rest of `other` from `j` both match.
  private Set<List<Token>> from(int i, int j) throws TooMuch {
    int place = i * (other.size() + 1) + j;
    Set<List<Token>> found = known.get(place);
    if (found == null) {
      if (!effort.spend(PLACE)) {
        throw new TooMuch();
      }
      found = work(i, j);
      long tokens = 0;
      for (List<Token> pattern : found) {
        tokens += pattern.size();
      }
      if (!effort.spend(tokens)) {
        throw new TooMuch();
      }
      if (found.size() > MOST_PATTERNS) {
        throw new TooMuch();
      }
      known.put(place, found);
    }
    return found;
  }

  private Set<List<Token>> work(int i, int j) throws TooMuch {
    if (i == one.size() || j == other.size()) {
      return onlyStars(one, i) && onlyStars(other, j) ? Set.of(List.of()) : Set.of();
    }
    Token a = one.get(i);
    Token b = other.get(j);
    Set<List<Token>> all = new LinkedHashSet<>();
    if (a instanceof Star && b instanceof Star) {
      // Either run may be the shorter one; what follows it is then within the other's.
      add(all, new Star(), from(i + 1, j));
      add(all, new Star(), from(i, j + 1));
    } else if (a instanceof Star) {
      all.addAll(from(i + 1, j));
      add(all, b, from(i, j + 1));
    } else if (b instanceof Star) {
      all.addAll(from(i, j + 1));
      add(all, a, from(i + 1, j));
    } else {
      Optional<Token> both = both(a, b);
      if (both.isPresent()) {
        add(all, both.get(), from(i + 1, j + 1));
      }
    }
    return all;
  }

  private static void add(Set<List<Token>> all, Token first, Set<List<Token>> rests) {
    for (List<Token> rest : rests) {
      boolean twoStars =
          first instanceof Star && !rest.isEmpty() && rest.getFirst() instanceof Star;
      List<Token> tokens = new ArrayList<>(rest.size() + 1);
      if (!twoStars) {
        tokens.add(first);
      }
      tokens.addAll(rest);
      all.add(List.copyOf(tokens));
    }
  }

  private static Optional<Token> both(Token a, Token b) {
    if (a instanceof AnyOne) {
      return Optional.of(b);
    }
    if (b instanceof AnyOne) {
      return Optional.of(a);
    }
    return a.equals(b) ? Optional.of(a) : Optional.empty();
  }

  private static boolean onlyStars(List<Token> tokens, int from) {
    return tokens.subList(from, tokens.size()).stream().allMatch(Star.class::isInstance);
  }

  private static List<PatternTokens> withoutCovered(List<PatternTokens> all, WorkBudget effort) {
    List<PatternTokens> kept = new ArrayList<>(all);
    for (PatternTokens pattern : all) {
      List<PatternTokens> rest = kept.stream().filter(other -> !other.equals(pattern)).toList();
      if (!rest.isEmpty()
          && PatternInclusion.find(List.of(pattern), rest, effort)
              instanceof PatternInclusion.Nothing) {
        kept.remove(pattern);
      }
    }
    return kept;
  }

  /// INVARIANT: no variables and no letters of any case come here; a variable could equal a text.
  static boolean canBeWritten(PatternTokens tokens) {
    return tokens.tokens().stream().noneMatch(Variable.class::isInstance)
        && tokens.tokens().stream()
            .noneMatch(
                token ->
                    token instanceof One(_, LetterCase letterCase)
                        && letterCase != LetterCase.EXACT);
  }

  private static final class TooMuch extends Exception {
    private TooMuch() {
      super("beyond the bounds", null, false, false);
    }
  }
}
