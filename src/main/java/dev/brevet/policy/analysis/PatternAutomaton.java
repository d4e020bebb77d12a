package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.element.LetterCase;
import dev.brevet.policy.element.PatternTokens;
import dev.brevet.policy.element.PatternTokens.AnyOne;
import dev.brevet.policy.element.PatternTokens.One;
import dev.brevet.policy.element.PatternTokens.Star;
import dev.brevet.policy.element.PatternTokens.Token;
import dev.brevet.policy.element.PatternTokens.Variable;

/// Some patterns that must match and some that must not, as one automaton.
///
/// A state says where each pattern may stand: one bit for each of its tokens and one for its end,
/// all patterns side by side, so that a few operations on words move all of them. A pattern that
/// must match has words of its own; the others share theirs.
final class PatternAutomaton {
  private static final int ASCII = 128;

  private final int words;

  /// The first word after those of each wanted pattern.
  private final int[] wanted;

  private final long[] start;
  private final long[] stars;
  private final long[] anyOnes;
  private final long[] ends;

  /// Stars that end an unwanted pattern: from there it matches whatever follows.
  private final long[] forever;

  private final Symbol[] ascii = new Symbol[ASCII];
  private final Map<Integer, Symbol> others = new TreeMap<>();
  private final Map<Variable, Symbol> variables = new LinkedHashMap<>();

  /// A character or a variable, and the places that it moves beside those of `?`.
  static final class Symbol {
    private final Token token;
    private int[] at = new int[1];
    private long[] bits = new long[1];
    private int size;

    private Symbol(Token token) {
      this.token = token;
    }

    /// How many words it moves places of.
    int size() {
      return size;
    }

    String text() {
      return token instanceof Variable(String variable, _)
          ? variable
          : Character.toString(codePoint());
    }

    private int codePoint() {
      return ((One) token).codePoint();
    }

    private boolean isCharacter() {
      return token instanceof One;
    }

    /// Places are added in their order.
    private void add(int place) {
      int word = place >> 6;
      if (size == 0 || at[size - 1] != word) {
        if (size == at.length) {
          at = Arrays.copyOf(at, 2 * size);
          bits = Arrays.copyOf(bits, 2 * size);
        }
        at[size++] = word;
      }
      bits[size - 1] |= 1L << place;
    }
  }

  PatternAutomaton(List<PatternTokens> all, List<PatternTokens> none) {
    this.wanted = new int[all.size()];
    int last = 0;
    for (int i = 0; i < wanted.length; i++) {
      last += (all.get(i).tokens().size() >> 6) + 1;
      wanted[i] = last;
    }
    long more = 0;
    for (PatternTokens pattern : none) {
      more += pattern.tokens().size() + 1;
    }
    this.words = Math.toIntExact(last + ((more + 63) >> 6));
    this.start = new long[words];
    this.stars = new long[words];
    this.anyOnes = new long[words];
    this.ends = new long[words];
    this.forever = new long[words];
    int place = 0;
    for (int i = 0; i < wanted.length; i++) {
      add(all.get(i), place);
      place = wanted[i] << 6;
    }
    for (PatternTokens pattern : none) {
      int end = add(pattern, place);
      if (end > place && (stars[(end - 1) >> 6] & (1L << (end - 1))) != 0) {
        set(forever, end - 1);
      }
      place = end + 1;
    }
    passStars(start, 0, words);
  }

  /// Adds a pattern from a place on, and returns where it ends.
  private int add(PatternTokens pattern, int from) {
    set(start, from);
    int place = from;
    for (Token token : pattern.tokens()) {
      switch (token) {
        case One one when one.letterCase() == LetterCase.EXACT -> of(one).add(place);
        case One(int c, LetterCase letterCase) -> {
          for (int each : letterCase.variants(c)) {
            of(new One(each, LetterCase.EXACT)).add(place);
          }
        }
        case Variable variable -> of(variable).add(place);
        case AnyOne _ -> set(anyOnes, place);
        case Star _ -> set(stars, place);
      }
      place++;
    }
    set(ends, place);
    return place;
  }

  private Symbol of(One one) {
    int c = one.codePoint();
    if (c >= ASCII) {
      return others.computeIfAbsent(c, _ -> new Symbol(one));
    }
    if (ascii[c] == null) {
      ascii[c] = new Symbol(one);
    }
    return ascii[c];
  }

  private Symbol of(Variable variable) {
    return variables.computeIfAbsent(variable, Symbol::new);
  }

  /// Every character and variable that occurs, after one character that does not and so stands for
  /// all others.
  List<Symbol> alphabet() {
    int fresh = 'x';
    while (fresh < ASCII ? ascii[fresh] != null : others.containsKey(fresh)) {
      // From `x` on, then from `0`; all of these may occur.
      fresh = fresh == 'z' ? '0' : fresh == 'w' ? ASCII : fresh + 1;
    }
    List<Symbol> alphabet = new ArrayList<>();
    alphabet.add(new Symbol(new One(fresh, LetterCase.EXACT)));
    for (Symbol symbol : ascii) {
      if (symbol != null) {
        alphabet.add(symbol);
      }
    }
    alphabet.addAll(others.values());
    alphabet.addAll(variables.values());
    return alphabet;
  }

  int words() {
    return words;
  }

  long[] start() {
    return start;
  }

  /// Whether the symbol may lead elsewhere than the character that stands for all others.
  boolean isOfNote(Symbol symbol, long[] places) {
    if (!symbol.isCharacter()) {
      return true;
    }
    for (int i = 0; i < symbol.size; i++) {
      if ((places[symbol.at[i]] & symbol.bits[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  /// Whether all wanted patterns can still match after the symbol, and the others need not; then
  /// `next` is where all stand.
  boolean move(long[] places, Symbol symbol, long[] next) {
    for (int w = 0; w < words; w++) {
      next[w] = symbol.isCharacter() ? places[w] & anyOnes[w] : 0;
    }
    for (int i = 0; i < symbol.size; i++) {
      int w = symbol.at[i];
      next[w] |= places[w] & symbol.bits[i];
    }
    int from = 0;
    for (int to : wanted) {
      if (!pass(places, next, from, to)) {
        return false;
      }
      from = to;
    }
    pass(places, next, from, words);
    return canBeLeft(next);
  }

  /// Whether any place is left in these words, after what moves went on and what stands at a star
  /// stayed.
  private boolean pass(long[] places, long[] next, int from, int to) {
    long carry = 0;
    long any = 0;
    for (int w = from; w < to; w++) {
      long moving = next[w];
      next[w] = (moving << 1) | carry | (places[w] & stars[w]);
      carry = moving >>> 63;
      any |= next[w];
    }
    passStars(next, from, to);
    return any != 0;
  }

  /// Adds the places after stars, which may match nothing.
  private void passStars(long[] places, int from, int to) {
    long carry = 0;
    for (int w = from; w < to; w++) {
      long atStars = places[w] & stars[w];
      places[w] |= (atStars << 1) | carry;
      carry = atStars >>> 63;
    }
  }

  /// Whether no unwanted pattern matches whatever follows.
  boolean canBeLeft(long[] places) {
    for (int w = 0; w < words; w++) {
      if ((places[w] & forever[w]) != 0) {
        return false;
      }
    }
    return true;
  }

  /// Whether all wanted patterns match and no other does.
  boolean accepts(long[] places) {
    int from = 0;
    for (int to : wanted) {
      if (!isAtAnEnd(places, from, to)) {
        return false;
      }
      from = to;
    }
    return !isAtAnEnd(places, from, words);
  }

  private boolean isAtAnEnd(long[] places, int from, int to) {
    for (int w = from; w < to; w++) {
      if ((places[w] & ends[w]) != 0) {
        return true;
      }
    }
    return false;
  }

  private static void set(long[] places, int place) {
    places[place >> 6] |= 1L << place;
  }
}
