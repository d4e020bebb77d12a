package dev.brevet.policy.element;

import module java.base;

import dev.brevet.policy.element.PatternTokens.AnyOne;
import dev.brevet.policy.element.PatternTokens.One;
import dev.brevet.policy.element.PatternTokens.Star;
import dev.brevet.policy.element.PatternTokens.Token;
import dev.brevet.policy.element.PatternTokens.Variable;

/// Texts of one form, such as `arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}`, and
/// whether a pattern names any of them.
final class NameForm {
  /// A partition, a region or an account: of it nothing is asked.
  private static final int PLACE = -1;

  private static final int NAME = -2;

  /// Letters or digits that a pattern must fix to name something.
  private static final int FEWEST = 2;

  /// Places of a walk, each a bit: more than an ARN of 2,048 characters has on one as long.
  private static final long MOST_PLACES = 32_000_000;

  /// Code points that stand for themselves, [#PLACE] and [#NAME].
  private final int[] form;

  private NameForm(int[] form) {
    this.form = form;
  }

  /// A name between two texts.
  static NameForm between(String before, String after) {
    return new NameForm(
        IntStream.concat(
                IntStream.concat(before.codePoints(), IntStream.of(NAME)), after.codePoints())
            .toArray());
  }

  /// The form of a resource type's ARN, as the Service Authorization Reference writes it.
  static NameForm ofType(String arn) {
    IntStream.Builder form = IntStream.builder();
    int colons = 0;
    for (int i = 0; i < arn.length(); i++) {
      int end = PatternParser.variableEnd(arn, i);
      if (end >= 0) {
        form.add(colons < 5 ? PLACE : NAME);
        i = end;
      } else {
        colons += arn.charAt(i) == ':' ? 1 : 0;
        form.add(arn.charAt(i));
      }
    }
    return new NameForm(form.build().toArray());
  }

  /// Whether `pattern` has wildcards in the place of each name, and with them so little else that
  /// its writer cannot have meant a name: fewer than two letters or digits in all, beside variables
  /// that the caller cannot choose. What takes more effort than there is is taken for open.
  boolean isOpenTo(WildcardPattern pattern, WorkBudget effort) {
    return !pattern.matchesNothing() && new Walk(PatternTokens.of(pattern).tokens()).ends(effort);
  }

  /// All ways in which a pattern's tokens can be laid on the form's.
  private final class Walk {
    /// What the name that is being read has so far.
    private static final int NOTHING = 0;

    private static final int LETTERS = 1;
    private static final int WILD = 2;

    private final List<Token> tokens;
    private final BitSet seen = new BitSet();
    private final Deque<Integer> open = new ArrayDeque<>();

    Walk(List<Token> tokens) {
      this.tokens = tokens;
    }

    boolean ends(WorkBudget effort) {
      if ((tokens.size() + 1L) * (form.length + 1) * FEWEST * 3 > MOST_PLACES) {
        return true;
      }
      add(0, 0, 0, NOTHING);
      while (!open.isEmpty()) {
        if (!effort.spend(4)) {
          return true;
        }
        int state = open.pop();
        int name = state % 3;
        int fixed = state / 3 % FEWEST;
        int at = state / 3 / FEWEST;
        int i = at / (form.length + 1);
        int j = at % (form.length + 1);
        if (i == tokens.size() && j == form.length) {
          return true;
        }
        if (i < tokens.size() && tokens.get(i) instanceof Star) {
          add(i + 1, j, fixed, name);
        }
        if (j < form.length) {
          step(i, j, fixed, name);
        }
      }
      return false;
    }

    private void step(int i, int j, int fixed, int name) {
      if (form[j] == PLACE || (form[j] == NAME && name == WILD)) {
        add(i, j + 1, fixed, NOTHING);
      }
      if (i == tokens.size()) {
        return;
      }
      switch (tokens.get(i)) {
        case Star _ -> add(i, form[j] == NAME ? j : j + 1, fixed, form[j] == NAME ? WILD : NOTHING);
        case AnyOne _ -> one(i, j, fixed, WILD);
        case One one -> {
          if (form[j] == NAME) {
            int counts = Character.isLetterOrDigit(one.codePoint()) ? 1 : 0;
            if (!isEndOfName(j, one)) {
              add(i + 1, j, fixed + counts, Math.max(name, LETTERS));
            }
          } else if (form[j] == PLACE ? ":/".indexOf(one.codePoint()) < 0 : one.matches(form[j])) {
            one(i, j, fixed, name);
          }
        }
        case Variable variable -> {
          if (form[j] == NAME && isWild(i, variable)) {
            add(i + 1, j, fixed, WILD);
          } else if (form[j] >= 0 && !variable.isOfCaller()) {
            add(i, j + 1, fixed, NOTHING);
            add(i + 1, j, fixed, NOTHING);
          }
        }
      }
    }

    /// What stands behind a name in its form is in no such name: a bucket's has no slash.
    private boolean isEndOfName(int j, One one) {
      return j + 1 < form.length && form[j + 1] == one.codePoint();
    }

    /// A token that is one character.
    private void one(int i, int j, int fixed, int name) {
      add(i + 1, form[j] < 0 ? j : j + 1, fixed, form[j] == NAME ? name : NOTHING);
    }

    /// Whether a variable names nothing: the caller chooses its value, or it may be the beginning
    /// or the end of a longer name.
    private boolean isWild(int i, Variable variable) {
      return !variable.isOfCaller() || (!variable.isParameter() && (isAny(i - 1) || isAny(i + 1)));
    }

    private boolean isAny(int i) {
      return i >= 0
          && i < tokens.size()
          && switch (tokens.get(i)) {
            case Star _, AnyOne _ -> true;
            case Variable other -> !other.isOfCaller();
            case One _ -> false;
          };
    }

    private void add(int i, int j, int fixed, int name) {
      if (fixed < FEWEST) {
        int state = ((i * (form.length + 1) + j) * FEWEST + fixed) * 3 + name;
        if (!seen.get(state)) {
          seen.set(state);
          open.push(state);
        }
      }
    }
  }
}
