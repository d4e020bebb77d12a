package dev.brevet.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.policy.analysis.PatternAlgebra;
import dev.brevet.policy.analysis.PatternAlgebra.Answer;
import dev.brevet.policy.element.LetterCase;
import dev.brevet.policy.element.PatternTokens;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariableCaseTest {
  /// A variable that ignores the case of all letters matches more than one that ignores ASCII's.
  @Test
  void variable_ofAllLetters_isNotCoveredByOneOfAscii() {
    WildcardPattern wide = ignoring(LetterCase.UNICODE);
    WildcardPattern narrow = ignoring(LetterCase.ASCII);
    assertTrue(wide.filled("k").matches("\u212A"));
    assertFalse(narrow.filled("k").matches("\u212A"));
    assertFalse(
        PatternAlgebra.covers(List.of(narrow), wide, WorkBudget.ofRequest()) instanceof Answer.Yes);
  }

  /// As a policy writes it: the letters' case is the operator's matter.
  @Test
  void variable_ofAnyCase_isWrittenAsItself() {
    assertEquals("${aws:username}", PatternTokens.of(ignoring(LetterCase.ASCII)).text());
  }

  private static WildcardPattern ignoring(LetterCase letterCase) {
    return WildcardPattern.exactIgnoringCase(
        "${aws:username}", PolicyVersion.V2012_10_17, letterCase);
  }
}
