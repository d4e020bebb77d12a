package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.policy.analysis.PatternAlgebra.Answer;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternAlgebraTest {
  /// All patterns of up to three tokens of two letters and both wildcards, and all texts of up to
  /// five characters of three letters: a pattern of three tokens that misses a text of another such
  /// pattern misses one that short.
  private static final List<String> PATTERNS = words("ab*?", 3);

  private static final List<String> TEXTS = words("abx", 5);

  @Test
  void covers_isRightForAllSmallPatterns() {
    for (String outer : PATTERNS) {
      List<String> matched = matching(like(outer));
      for (String inner : PATTERNS) {
        boolean expected = matching(like(inner)).stream().allMatch(matched::contains);
        Answer answer = PatternAlgebra.covers(List.of(like(outer)), like(inner));
        assertEquals(expected, answer instanceof Answer.Yes, outer + " covers " + inner);
        if (answer instanceof Answer.No(String witness)) {
          assertTrue(like(inner).matches(witness) && !like(outer).matches(witness), witness);
        }
      }
    }
  }

  @Test
  void union_coversWhatNeitherDoesAlone() {
    List<WildcardPattern> union = List.of(like("?"), like("??*"), like(""));
    assertInstanceOf(Answer.Yes.class, PatternAlgebra.covers(union, like("*")));
    assertEquals(
        new Answer.No("x"), PatternAlgebra.covers(List.of(like("??*"), like("")), like("*")));
  }

  @Test
  void intersection_isRightForAllSmallPatterns() {
    for (String one : PATTERNS) {
      for (String other : PATTERNS) {
        List<WildcardPattern> both =
            PatternAlgebra.intersection(like(one), like(other), WorkBudget.ofRequest())
                .orElseThrow()
                .stream()
                .map(PatternAlgebraTest::like)
                .toList();
        for (String text : TEXTS) {
          boolean expected = like(one).matches(text) && like(other).matches(text);
          assertEquals(
              expected,
              both.stream().anyMatch(pattern -> pattern.matches(text)),
              () -> one + " and " + other + " for " + text + ": " + both);
        }
        boolean disjoint = PatternAlgebra.areDisjoint(like(one), like(other)) instanceof Answer.Yes;
        assertEquals(both.isEmpty(), disjoint, one + " and " + other);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:s3:::b/*, arn:aws:s3:::*/x, 'arn:aws:s3:::b/*/x arn:aws:s3:::b/x'",
    "*a*, *b*, '*a*b* *b*a*'",
    "a*, b*, ''",
    "${*}*, ?x, ${*}x",
  })
  void intersection_isWrittenAsPatterns(String one, String other, String expected) {
    assertEquals(
        Stream.of(expected.split(" ")).filter(s -> !s.isEmpty()).sorted().toList(),
        PatternAlgebra.intersection(like(one), like(other), WorkBudget.ofRequest())
            .orElseThrow()
            .stream()
            .sorted()
            .toList());
  }

  @Test
  void variable_isCoveredByStarsAndByItself() {
    WildcardPattern own = like("home/${aws:username}/*");
    assertInstanceOf(Answer.Yes.class, PatternAlgebra.covers(List.of(like("home/*")), own));
    assertInstanceOf(
        Answer.Yes.class, PatternAlgebra.covers(List.of(own), like("home/${AWS:UserName}/x")));
  }

  /// Whether `home/alice` is within `home/${aws:username}` depends on who asks.
  @Test
  void variable_againstText_cannotBeTold() {
    WildcardPattern own = like("home/${aws:username}");
    assertInstanceOf(Answer.Unknown.class, PatternAlgebra.covers(List.of(own), like("home/alice")));
    assertInstanceOf(Answer.Unknown.class, PatternAlgebra.covers(List.of(like("home/alice")), own));
    assertInstanceOf(Answer.Unknown.class, PatternAlgebra.areDisjoint(own, like("home/alice")));
    assertTrue(PatternAlgebra.intersection(own, like("*/alice"), WorkBudget.ofRequest()).isEmpty());
  }

  @Test
  void action_ignoresCase() {
    assertInstanceOf(
        Answer.Yes.class,
        PatternAlgebra.covers(
            List.of(WildcardPattern.action("S3:get*")), WildcardPattern.action("s3:GetObject")));
  }

  @Test
  void textOfAnyCase_coversItsOtherCaseOnly() {
    WildcardPattern any = WildcardPattern.exactIgnoringCase("Ab", PolicyVersion.V2012_10_17);
    assertInstanceOf(Answer.Yes.class, PatternAlgebra.covers(List.of(any), like("aB")));
    assertInstanceOf(Answer.No.class, PatternAlgebra.covers(List.of(like("ab")), any));
    assertEquals(new Answer.No("x"), PatternAlgebra.covers(List.of(any), like("?")));
  }

  @Test
  void impossiblePattern_isCoveredByAnythingAndCoversNothing() {
    WildcardPattern none =
        WildcardPattern.resource("arn:aws:${aws:username}:::x", PolicyVersion.V2012_10_17);
    assertInstanceOf(Answer.Yes.class, PatternAlgebra.covers(List.of(like("a")), none));
    assertInstanceOf(Answer.No.class, PatternAlgebra.covers(List.of(none), like("a")));
    assertInstanceOf(Answer.Yes.class, PatternAlgebra.areDisjoint(none, like("*")));
  }

  /// The subsets of places of `*a??????????????????` double with every `?`.
  @Test
  void searchBeyondItsBounds_isUnknown() {
    String many = "*a" + "?".repeat(20);
    assertInstanceOf(
        Answer.Unknown.class, PatternAlgebra.covers(List.of(like(many + "b*")), like(many + "*b")));
  }

  /// One character stands for all that no pattern names, also where each from `0` to `z` is named.
  @Test
  void allLettersAndDigits_leaveOneForTheOthers() {
    String all =
        IntStream.rangeClosed('0', 'z')
            .mapToObj(c -> WildcardPattern.escape(Character.toString(c)))
            .collect(Collectors.joining());
    Answer answer =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> PatternAlgebra.covers(List.of(like("*x*"), like("0*")), like("?" + all + "*")));
    assertInstanceOf(Answer.Yes.class, answer);
  }

  /// A variable is found again among many in no more steps than one of few.
  @Test
  void manyVariables_takeNoMoreThanWasPaid() {
    String many =
        IntStream.range(0, 16_000)
            .mapToObj(i -> "${v" + Integer.toString(i, 36) + "}")
            .collect(Collectors.joining());
    WildcardPattern pattern = like(many);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 20; i++) {
            PatternAlgebra.covers(List.of(like("*")), pattern);
          }
        });
  }

  @Test
  void coveredPatterns_areLeftOut() {
    assertEquals(
        List.of("a*", "b"),
        PatternAlgebra.withoutCovered(
                Stream.of("ab", "a*", "b", "a*", "a?c").map(PatternAlgebraTest::like).toList(),
                WorkBudget.ofRequest())
            .stream()
            .map(WildcardPattern::text)
            .toList());
    assertFalse(
        PatternAlgebra.withoutCovered(List.of(like("*"), like("*")), WorkBudget.ofRequest())
            .isEmpty());
  }

  /// A state has 64 places in a word: what stands before all patterns alike changes no answer.
  @Test
  void patternsOfManyWords_areTakenLikeShortOnes() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      List<String> all = drawn(random, random.nextInt(1, 3));
      List<String> some = drawn(random, random.nextInt(4));
      String before = "a".repeat(random.nextInt(55, 135));
      String what = "seed " + seed + ": " + all + " in " + some + " after " + before.length();
      Answer expected = PatternAlgebra.inAll(after("", all), after("", some));
      Answer answer = PatternAlgebra.inAll(after(before, all), after(before, some));
      assertEquals(expected.getClass(), answer.getClass(), what);
      if (answer instanceof Answer.No(String witness)) {
        assertTrue(after(before, all).stream().allMatch(p -> p.matches(witness)), what);
        assertTrue(after(before, some).stream().noneMatch(p -> p.matches(witness)), what);
      }
    }
  }

  private static List<String> drawn(Random random, int count) {
    return Stream.generate(() -> PATTERNS.get(random.nextInt(PATTERNS.size())))
        .limit(count)
        .toList();
  }

  private static List<WildcardPattern> after(String before, List<String> patterns) {
    return patterns.stream().map(pattern -> like(before + pattern)).toList();
  }

  private static WildcardPattern like(String text) {
    return WildcardPattern.like(text, PolicyVersion.V2012_10_17);
  }

  private static List<String> matching(WildcardPattern pattern) {
    return TEXTS.stream().filter(pattern::matches).toList();
  }

  private static List<String> words(String letters, int most) {
    List<String> words = new ArrayList<>(List.of(""));
    for (int from = 0, length = 1; length <= most; length++) {
      int to = words.size();
      for (; from < to; from++) {
        for (int i = 0; i < letters.length(); i++) {
          words.add(words.get(from) + letters.charAt(i));
        }
      }
    }
    return words;
  }
}
