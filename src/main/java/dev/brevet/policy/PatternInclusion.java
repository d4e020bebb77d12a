package dev.brevet.policy;

import dev.brevet.policy.PatternTokens.AnyOne;
import dev.brevet.policy.PatternTokens.One;
import dev.brevet.policy.PatternTokens.Star;
import dev.brevet.policy.PatternTokens.Token;
import dev.brevet.policy.PatternTokens.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks for a text that all of some patterns match and none of others: the patterns as automata,
/// walked together, the shortest text first.
final class PatternInclusion {
  /// Beyond this many states the question is given up. Patterns of real policies need a few
  /// hundred.
  private static final int MOST_STATES = 20_000;

  /// Words of memory that the states of one question may take.
  private static final long MOST_KEPT = 8_000_000;

  /// Steps that one question may take when no effort is given.
  static final long QUESTION = 50_000_000;

  private final List<PatternTokens> wanted;
  private final List<PatternTokens> unwanted;
  private final List<Token> alphabet;
  private final WorkBudget effort;
  private long kept;

  /// What the search came to.
  sealed interface Found {}

  record Text(String text) implements Found {}

  record Nothing() implements Found {}

  record GaveUp() implements Found {}

  private PatternInclusion(
      List<PatternTokens> wanted, List<PatternTokens> unwanted, WorkBudget effort) {
    this.effort = effort;
    this.wanted = wanted;
    this.unwanted = unwanted;
    this.alphabet = alphabet(wanted, unwanted);
  }

  static Found find(List<PatternTokens> wanted, List<PatternTokens> unwanted) {
    return find(wanted, unwanted, new WorkBudget(QUESTION));
  }

  static Found find(List<PatternTokens> wanted, List<PatternTokens> unwanted, WorkBudget effort) {
    return new PatternInclusion(wanted, unwanted, effort).search();
  }

  private Found search() {
    Deque<Node> open = new ArrayDeque<>();
    Set<State> seen = new HashSet<>();
    Node start = new Node(new State(starts(wanted), starts(unwanted)), null, null);
    open.add(start);
    seen.add(start.state);
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (accepts(wanted, node.state.wanted, true)
          && !accepts(unwanted, node.state.unwanted, false)) {
        return node.text();
      }
      for (Token symbol : alphabet) {
        if (effort.isSpent()) {
          return new GaveUp();
        }
        Optional<State> next = next(node.state, symbol);
        if (next.isPresent() && seen.add(next.get())) {
          kept += size(next.get().wanted) + size(next.get().unwanted);
          if (seen.size() > MOST_STATES || kept > MOST_KEPT) {
            return new GaveUp();
          }
          open.add(new Node(next.get(), node, symbol));
        }
      }
    }
    return new Nothing();
  }

  /// Empty when one of the wanted patterns can no longer match.
  private Optional<State> next(State state, Token symbol) {
    List<BitSet> stillWanted = new ArrayList<>(wanted.size());
    for (int i = 0; i < wanted.size(); i++) {
      BitSet places = step(wanted.get(i), state.wanted.get(i), symbol);
      if (places.isEmpty()) {
        return Optional.empty();
      }
      stillWanted.add(places);
    }
    List<BitSet> stillUnwanted = new ArrayList<>(unwanted.size());
    for (int i = 0; i < unwanted.size(); i++) {
      stillUnwanted.add(step(unwanted.get(i), state.unwanted.get(i), symbol));
    }
    return Optional.of(new State(stillWanted, stillUnwanted));
  }

  private static long size(List<BitSet> places) {
    long size = 8;
    for (BitSet of : places) {
      size += 8 + (of.length() >> 6);
    }
    return size;
  }

  private BitSet step(PatternTokens pattern, BitSet places, Token symbol) {
    // A set takes as long as its highest place is far.
    effort.spend(4 + places.cardinality() + (places.length() >> 6));
    BitSet next = new BitSet();
    for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(at + 1)) {
      if (at == pattern.tokens().size()) {
        continue;
      }
      Token token = pattern.tokens().get(at);
      if (token instanceof Star) {
        reach(pattern, at, next);
      } else if (matches(token, symbol)) {
        reach(pattern, at + 1, next);
      }
    }
    return next;
  }

  /// A place, and the one after it where a `*` may be passed over.
  private static void reach(PatternTokens pattern, int at, BitSet places) {
    places.set(at);
    if (at < pattern.tokens().size() && pattern.tokens().get(at) instanceof Star) {
      places.set(at + 1);
    }
  }

  private static boolean matches(Token token, Token symbol) {
    return switch (token) {
      case One one -> symbol instanceof One(int c, _) && one.matches(c);
      case AnyOne _ -> symbol instanceof One;
      case Star _ -> true;
      case Variable variable -> variable.equals(symbol);
    };
  }

  private static List<BitSet> starts(List<PatternTokens> patterns) {
    List<BitSet> starts = new ArrayList<>(patterns.size());
    for (PatternTokens pattern : patterns) {
      BitSet places = new BitSet();
      reach(pattern, 0, places);
      starts.add(places);
    }
    return starts;
  }

  private static boolean accepts(List<PatternTokens> patterns, List<BitSet> places, boolean all) {
    for (int i = 0; i < patterns.size(); i++) {
      if (places.get(i).get(patterns.get(i).tokens().size()) != all) {
        return !all;
      }
    }
    return all;
  }

  /// Every character and variable that occurs, and one character that does not and so stands for
  /// all others.
  private static List<Token> alphabet(List<PatternTokens> one, List<PatternTokens> other) {
    Set<Token> symbols = new LinkedHashSet<>();
    Set<Integer> used = new HashSet<>();
    for (List<PatternTokens> side : List.of(one, other)) {
      for (PatternTokens pattern : side) {
        for (Token token : pattern.tokens()) {
          switch (token) {
            case One(int c, LetterCase letterCase) -> used.addAll(letterCase.variants(c));
            case Variable variable -> symbols.add(variable);
            case AnyOne _, Star _ -> {}
          }
        }
      }
    }
    List<Token> alphabet = new ArrayList<>();
    int fresh = 'x';
    while (used.contains(fresh)) {
      fresh = fresh == 'z' ? '0' : fresh + 1;
    }
    alphabet.add(new One(fresh, LetterCase.EXACT));
    used.stream().sorted().forEach(c -> alphabet.add(new One(c, LetterCase.EXACT)));
    alphabet.addAll(symbols);
    return alphabet;
  }

  /// Where each pattern may stand.
  private record State(List<BitSet> wanted, List<BitSet> unwanted) {}

  private record Node(State state, @Nullable Node before, @Nullable Token symbol) {
    Found text() {
      List<Token> symbols = new ArrayList<>();
      for (Node node = this; node != null && node.symbol != null; node = node.before) {
        symbols.addFirst(node.symbol);
      }
      StringBuilder text = new StringBuilder();
      for (Token token : symbols) {
        switch (token) {
          case One(int c, _) -> text.appendCodePoint(c);
          case Variable(String variable) -> text.append(variable);
          case AnyOne _, Star _ -> throw new IllegalStateException("not a symbol");
        }
      }
      return new Text(text.toString());
    }
  }
}
