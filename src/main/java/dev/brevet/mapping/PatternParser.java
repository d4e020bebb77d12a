package dev.brevet.mapping;

import module java.base;

import dev.brevet.mapping.PatternStep.Characters;
import dev.brevet.mapping.PatternStep.Range;

/// Compiles a parameter's pattern: recursive descent to a tree, and the tree to steps.
final class PatternParser {
  private static final int LONGEST = 256;
  private static final int MOST_STEPS = 2048;
  private static final int UNBOUNDED = -1;
  private static final List<Range> DIGITS = List.of(new Range('0', '9'));
  private static final List<Range> WORD =
      List.of(new Range('a', 'z'), new Range('A', 'Z'), new Range('0', '9'), new Range('_', '_'));
  private static final List<Range> SPACE = List.of(new Range(' ', ' '), new Range('\t', '\r'));
  private static final Characters ANY =
      new Characters(
          List.of(
              new Range('\n', '\n'),
              new Range('\r', '\r'),
              new Range(0x85, 0x85),
              new Range(0x2028, 0x2029)),
          true);

  private sealed interface Node {
    record One(Characters characters) implements Node {}

    record Begin() implements Node {}

    record End() implements Node {}

    record Sequence(List<Node> parts) implements Node {}

    record Choice(List<Node> options) implements Node {}

    record Repeat(Node node, int least, int most) implements Node {}
  }

  private final int[] points;
  private int at;

  private PatternParser(String text) {
    this.points = text.codePoints().toArray();
  }

  /// @throws IllegalArgumentException with a message fit to show
  static List<PatternStep> parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException("a pattern has 1 to " + LONGEST + " characters");
    }
    PatternParser parser = new PatternParser(text);
    Node tree = parser.choice();
    if (parser.at < parser.points.length) {
      throw parser.problem("`)` has no matching `(`");
    }
    List<PatternStep> steps = new ArrayList<>();
    emit(tree, steps);
    add(new PatternStep.Done(), steps);
    return List.copyOf(steps);
  }

  private Node choice() {
    List<Node> options = new ArrayList<>();
    options.add(sequence());
    while (next('|')) {
      options.add(sequence());
    }
    return options.size() == 1 ? options.getFirst() : new Node.Choice(List.copyOf(options));
  }

  private Node sequence() {
    List<Node> parts = new ArrayList<>();
    while (at < points.length && points[at] != '|' && points[at] != ')') {
      Node atom = atom();
      parts.add(quantified(atom));
      if (at < points.length && isQuantifier(points[at])) {
        throw problem("a second quantifier follows: use one");
      }
    }
    return new Node.Sequence(List.copyOf(parts));
  }

  private Node atom() {
    int c = points[at++];
    return switch (c) {
      case '(' -> group();
      case '[' -> new Node.One(characterClass());
      case '.' -> new Node.One(ANY);
      case '^' -> new Node.Begin();
      case '$' -> new Node.End();
      case '\\' -> new Node.One(escape());
      case '*', '+', '?', '{' -> throw problem("there is nothing to repeat before the quantifier");
      case ']', '}' ->
          throw problem("`" + Character.toString(c) + "` must be written with a backslash here");
      default -> new Node.One(Characters.of(c));
    };
  }

  private Node group() {
    if (next('?') && !next(':')) {
      throw problem("of the groups that begin with `(?` only `(?:` is supported");
    }
    Node inner = choice();
    if (!next(')')) {
      throw problem("a group is not closed");
    }
    return inner;
  }

  private Node quantified(Node atom) {
    if (at == points.length || !isQuantifier(points[at])) {
      return atom;
    }
    if (atom instanceof Node.Begin || atom instanceof Node.End) {
      throw problem("`^` and `$` cannot be repeated");
    }
    return switch (points[at++]) {
      case '*' -> new Node.Repeat(atom, 0, UNBOUNDED);
      case '+' -> new Node.Repeat(atom, 1, UNBOUNDED);
      case '?' -> new Node.Repeat(atom, 0, 1);
      default -> counted(atom);
    };
  }

  private Node counted(Node atom) {
    int least = number();
    int most = least;
    if (next(',')) {
      most = at < points.length && points[at] == '}' ? UNBOUNDED : number();
    }
    if (!next('}') || (most != UNBOUNDED && most < least)) {
      throw problem("`{` begins `{n}`, `{n,}` or `{n,m}`; as a character write `\\{`");
    }
    return new Node.Repeat(atom, least, most);
  }

  private int number() {
    int value = 0;
    int from = at;
    while (at < points.length && points[at] >= '0' && points[at] <= '9' && at - from < 4) {
      value = value * 10 + points[at++] - '0';
    }
    if (from == at || value > ParameterPattern.LONGEST_VALUE) {
      throw problem("a count must be 0 to " + ParameterPattern.LONGEST_VALUE);
    }
    return value;
  }

  private Characters escape() {
    if (at == points.length) {
      throw problem("nothing follows the backslash");
    }
    int c = points[at++];
    return switch (c) {
      case 'd' -> new Characters(DIGITS, false);
      case 'D' -> new Characters(DIGITS, true);
      case 'w' -> new Characters(WORD, false);
      case 'W' -> new Characters(WORD, true);
      case 's' -> new Characters(SPACE, false);
      case 'S' -> new Characters(SPACE, true);
      case 't' -> Characters.of('\t');
      default -> {
        if (c > '~' || c <= ' ' || Character.isLetterOrDigit(c)) {
          throw problem(
              "of the escapes only \\d \\D \\w \\W \\s \\S \\t and punctuation are supported");
        }
        yield Characters.of(c);
      }
    };
  }

  private Characters characterClass() {
    boolean negated = next('^');
    List<Range> ranges = new ArrayList<>();
    while (at < points.length && points[at] != ']') {
      Characters first = classMember();
      if (at + 1 < points.length && points[at] == '-' && points[at + 1] != ']') {
        at++;
        ranges.add(new Range(single(first), single(classMember())));
        if (ranges.getLast().from() > ranges.getLast().to()) {
          throw problem("a range must not go backwards");
        }
      } else {
        ranges.addAll(first.ranges());
      }
    }
    if (ranges.isEmpty() || !next(']')) {
      throw problem("a class is empty or not closed");
    }
    return new Characters(List.copyOf(ranges), negated);
  }

  private Characters classMember() {
    if (at == points.length) {
      throw problem("a class is not closed");
    }
    int c = points[at++];
    if (c == '[' || (c == '&' && at < points.length && points[at] == '&')) {
      throw problem("a class cannot contain another class: write `\\[`, `\\&`");
    }
    Characters member = c == '\\' ? escape() : Characters.of(c);
    if (member.negated()) {
      throw problem("\\D, \\W and \\S can be used only outside of classes");
    }
    return member;
  }

  private int single(Characters characters) {
    Range only = characters.ranges().getFirst();
    if (characters.ranges().size() > 1 || only.from() != only.to()) {
      throw problem("a range must go from one character to another");
    }
    return only.from();
  }

  private boolean next(int c) {
    if (at < points.length && points[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private static boolean isQuantifier(int c) {
    return c == '*' || c == '+' || c == '?' || c == '{';
  }

  private IllegalArgumentException problem(String text) {
    return new IllegalArgumentException(text + " (at character " + at + " of the pattern)");
  }

  private static void emit(Node node, List<PatternStep> steps) {
    switch (node) {
      case Node.One(Characters characters) -> add(new PatternStep.Take(characters), steps);
      case Node.Begin _ -> add(new PatternStep.Begin(), steps);
      case Node.End _ -> add(new PatternStep.End(), steps);
      case Node.Sequence(List<Node> parts) -> parts.forEach(part -> emit(part, steps));
      case Node.Choice(List<Node> options) -> emitChoice(options, steps);
      case Node.Repeat(Node repeated, int least, int most) ->
          emitRepeat(repeated, least, most, steps);
    }
  }

  private static void emitChoice(List<Node> options, List<PatternStep> steps) {
    List<Integer> jumps = new ArrayList<>();
    for (Node option : options.subList(0, options.size() - 1)) {
      int fork = reserve(steps);
      emit(option, steps);
      jumps.add(reserve(steps));
      steps.set(fork, new PatternStep.Fork(fork + 1, steps.size()));
    }
    emit(options.getLast(), steps);
    jumps.forEach(jump -> steps.set(jump, new PatternStep.Jump(steps.size())));
  }

  private static void emitRepeat(Node node, int least, int most, List<PatternStep> steps) {
    int before = steps.size();
    // What emits nothing is not repeated: else nested counts over an empty group would run for
    // ever.
    for (int i = 0; i < least && (i == 0 || steps.size() > before); i++) {
      emit(node, steps);
    }
    if (most == UNBOUNDED) {
      int fork = reserve(steps);
      emit(node, steps);
      add(new PatternStep.Jump(fork), steps);
      steps.set(fork, new PatternStep.Fork(fork + 1, steps.size()));
      return;
    }
    List<Integer> forks = new ArrayList<>();
    for (int i = least; i < most; i++) {
      forks.add(reserve(steps));
      emit(node, steps);
    }
    forks.forEach(fork -> steps.set(fork, new PatternStep.Fork(fork + 1, steps.size())));
  }

  private static int reserve(List<PatternStep> steps) {
    add(new PatternStep.Jump(0), steps);
    return steps.size() - 1;
  }

  private static void add(PatternStep step, List<PatternStep> steps) {
    if (steps.size() == MOST_STEPS) {
      throw new IllegalArgumentException("a pattern this large cannot be matched in bounded time");
    }
    steps.add(step);
  }
}
