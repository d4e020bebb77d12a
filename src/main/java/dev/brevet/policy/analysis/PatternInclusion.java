package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.analysis.PatternAutomaton.Symbol;
import dev.brevet.policy.element.PatternTokens;
import dev.brevet.policy.element.WorkBudget;

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

  /// Steps of a state, of each of its words, and of each symbol that may lead to another.
  private static final long STATE = 8;

  private static final long WORD = 2;

  /// What was done is paid as often as it comes to this.
  private static final long OFTEN = 10_000;

  private final PatternAutomaton automaton;
  private final List<Symbol> alphabet;
  private final WorkBudget effort;

  /// In the order in which they were found; of each the number of the one before it, and of the
  /// symbol that led from there.
  private final List<long[]> states = new ArrayList<>();

  private int[] before = new int[16];
  private int[] by = new int[16];

  /// The numbers of states, from 1, by what they hold.
  private int[] table = new int[64];

  /// What the search came to.
  sealed interface Found {}

  record Text(String text) implements Found {}

  record Nothing() implements Found {}

  record GaveUp() implements Found {}

  private PatternInclusion(PatternAutomaton automaton, WorkBudget effort) {
    this.automaton = automaton;
    this.alphabet = automaton.alphabet();
    this.effort = effort;
  }

  static Found find(List<PatternTokens> wanted, List<PatternTokens> unwanted, WorkBudget effort) {
    return new PatternInclusion(new PatternAutomaton(wanted, unwanted), effort).search();
  }

  private Found search() {
    if (automaton.canBeLeft(automaton.start())) {
      keep(automaton.start(), -1, -1);
    }
    int words = automaton.words();
    long[] next = new long[words];
    long kept = 0;
    long owed = 0;
    for (int i = 0; i < states.size(); i++) {
      long[] places = states.get(i);
      if (automaton.accepts(places)) {
        effort.spend(owed);
        return new Text(text(i));
      }
      for (int s = 0; s < alphabet.size(); s++) {
        Symbol symbol = alphabet.get(s);
        owed += 1 + symbol.size();
        if (s == 0 || automaton.isOfNote(symbol, places)) {
          owed += STATE + WORD * words;
          if (automaton.move(places, symbol, next) && keep(next, i, s)) {
            kept += 16 + words;
            if (states.size() > MOST_STATES || kept > MOST_KEPT) {
              effort.spend(owed);
              return new GaveUp();
            }
          }
        }
        if (owed > OFTEN) {
          if (!effort.spend(owed)) {
            return new GaveUp();
          }
          owed = 0;
        }
      }
    }
    effort.spend(owed);
    return new Nothing();
  }

  /// Keeps a copy of a state that is new, and how it was reached. Whether it is.
  private boolean keep(long[] places, int from, int symbol) {
    int slot = slot(places);
    if (table[slot] != 0) {
      return false;
    }
    int count = states.size();
    if (count == before.length) {
      before = Arrays.copyOf(before, 2 * count);
      by = Arrays.copyOf(by, 2 * count);
    }
    before[count] = from;
    by[count] = symbol;
    states.add(places.clone());
    table[slot] = count + 1;
    if (2 * count > table.length) {
      table = new int[4 * table.length];
      for (int i = 0; i <= count; i++) {
        table[slot(states.get(i))] = i + 1;
      }
    }
    return true;
  }

  /// Where the table holds a state, or would.
  private int slot(long[] places) {
    long hash = 0;
    for (long word : places) {
      hash = (hash ^ word) * 0x9E37_79B9_7F4A_7C15L;
      hash ^= hash >>> 32;
    }
    int slot = (int) hash & (table.length - 1);
    while (table[slot] != 0 && !Arrays.equals(states.get(table[slot] - 1), places)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private String text(int state) {
    List<String> symbols = new ArrayList<>();
    for (int at = state; before[at] >= 0; at = before[at]) {
      symbols.add(alphabet.get(by[at]).text());
    }
    return String.join("", symbols.reversed());
  }
}
