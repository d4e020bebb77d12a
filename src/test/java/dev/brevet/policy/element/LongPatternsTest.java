package dev.brevet.policy.element;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.lint.PolicyLint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// INVARIANT: no document of a caller takes more memory or time than one request may, whatever is
/// long in it.
class LongPatternsTest {
  private static final PolicyLint LINT = new PolicyLint(Catalogue.bundled());

  private static String policy(String condition) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
        + "\"Action\":\"iam:PassRole\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{"
        + "\"iam:PassedToService\":\""
        + condition
        + "\"}}}]}";
  }

  /// The places of a pattern on a form as long were counted in an `int`.
  @ParameterizedTest
  @ValueSource(ints = {2_000, 18_000, 20_000, 30_000, 60_000})
  void longArn_isLooked_at(int length) {
    String document = policy("arn:aws:iam::" + "a".repeat(length) + ":role/xy");
    assertDoesNotThrow(() -> LINT.check(document, PolicyType.IDENTITY, Optional.empty()));
  }

  /// Each `${` without its `}` was followed to the end of the text.
  @Test
  void variablesWithoutEnd_areReadOnce() {
    String many = "${".repeat(250_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          WildcardPattern.resource("arn:aws:s3:::" + many, PolicyVersion.V2012_10_17);
          new ArnPattern(many, PolicyVersion.V2012_10_17);
        });
  }
}
