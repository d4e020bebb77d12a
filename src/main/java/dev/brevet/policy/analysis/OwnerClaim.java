package dev.brevet.policy.analysis;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.element.WildcardPattern;

/// A claim that identifies a token's owner, and how a value must begin to name one owner.
///
/// A value is one owner's when it begins with `lead`, the owner's name and `end`: `repo:`, `acme`,
/// `/`. With neither lead nor end, or where it may `endHere`, a value is one owner's as a whole.
///
/// @param name of the claim
/// @param lead what stands before the owner's name; may be empty
/// @param end the character after it, which no owner's name holds; 0 where there is none
/// @param endHere whether the value may end with the name
/// @param anyCase whether the issuer takes names that differ only by case for one owner
record OwnerClaim(String name, String lead, char end, boolean endHere, boolean anyCase) {
  private static final char NONE = 0;

  /// A claim whose whole value names the owner, or something that one owner has: an id.
  static OwnerClaim whole(String name) {
    return new OwnerClaim(name, "", NONE, true, false);
  }

  /// A claim that begins with an owner. `form` is what stands before the owner's name, `*` for the
  /// name, and the character after it, in brackets where the value may end before it: `repo:*/`,
  /// `repository_owner:*[:]`.
  static OwnerClaim begins(String name, String form) {
    int owner = form.indexOf('*');
    boolean endHere = form.startsWith("[", owner + 1);
    return new OwnerClaim(
        name, form.substring(0, owner), form.charAt(owner + (endHere ? 2 : 1)), endHere, false);
  }

  OwnerClaim inAnyCase() {
    return new OwnerClaim(name, lead, end, endHere, true);
  }

  /// Whether every value that `operand` matches is one owner's. What a variable stands for is the
  /// token's to choose, and a wildcard may stand for the rest of a longer name.
  boolean pins(WildcardPattern operand) {
    if (operand.ignoresCase() && !anyCase) {
      return false;
    }
    String literal = operand.literalPrefix();
    boolean begins =
        operand.ignoresCase() ? AsciiCase.startsWith(literal, lead) : literal.startsWith(lead);
    if (!begins) {
      return false;
    }
    int close = end == NONE ? -1 : literal.indexOf(end, lead.length());
    return close > lead.length()
        || (close < 0 && endHere && operand.isLiteral() && literal.length() > lead.length());
  }

  /// A value that would do, for messages.
  String example() {
    String owner = lead + "OWNER";
    return endHere || end == NONE ? owner : owner + end + "...";
  }
}
