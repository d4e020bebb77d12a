package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.PolicyIntersection.Result;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.json.PolicyWriter;
import org.junit.jupiter.api.Test;

/// What generated policies are narrowed to, against brute force: what is written can be read, has
/// no list without an entry, and allows of many requests what both policies allow. Denies of all
/// that a policy does not allow leave of a policy that allows everything what that one allows.
///
/// `-Dbrevet.comparisons` and `-Dbrevet.comparisonSeed` as for [ComparisonBruteForceTest].
class NarrowingBruteForceTest {
  private static final int REQUESTS = 60;
  private static final Policy EVERYTHING =
      read(
          "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}");

  private long checks;
  private int exact;

  @Test
  void narrowing_allowsWhatBothAllow() {
    long wanted = Long.getLong("brevet.comparisons", 30_000);
    for (long seed = Long.getLong("brevet.comparisonSeed", 1); checks < wanted; seed++) {
      GeneratedPair pair = GeneratedPair.of(seed, PolicyType.IDENTITY);
      check("seed " + seed, pair);
    }
    assertTrue(exact > wanted / REQUESTS / 8, exact + " of " + checks);
  }

  private void check(String seed, GeneratedPair pair) {
    Policy one = pair.one();
    Policy other = pair.other();
    Result result = PolicyIntersection.of(one, other, WorkBudget.ofRequest());
    Optional<List<Statement>> denies = PolicyIntersection.exclusions(other, WorkBudget.ofRequest());
    boolean old =
        one.version() == PolicyVersion.V2008_10_17 || other.version() == PolicyVersion.V2008_10_17;
    checks++;
    if (old) {
      assertInstanceOf(Result.Inexact.class, result, seed);
    }
    Optional<Policy> both =
        result instanceof Result.Exact(Policy policy)
            ? Optional.of(written(policy, seed))
            : Optional.empty();
    Optional<Policy> left =
        denies.map(
            statements -> {
              List<Statement> all = new ArrayList<>(EVERYTHING.statements());
              all.addAll(statements);
              return written(new Policy(PolicyVersion.V2012_10_17, Optional.empty(), all), seed);
            });
    exact += both.isPresent() ? 1 : 0;
    GeneratedRequests requests = new GeneratedRequests(new Random(~Long.hashCode(checks)), true);
    for (int i = 0; i < REQUESTS && (both.isPresent() || left.isPresent()); i++) {
      checks++;
      AuthorizationRequest request = requests.next(PolicyType.IDENTITY);
      both.ifPresent(
          narrowed ->
              same(allows(one, request) && allows(other, request), narrowed, request, seed, pair));
      left.ifPresent(narrowed -> same(allows(other, request), narrowed, request, seed, pair));
    }
  }

  /// A key of several values under an operator without set operator is left less.
  private static void same(
      boolean wanted,
      Policy narrowed,
      AuthorizationRequest request,
      String seed,
      GeneratedPair pair) {
    boolean got = allows(narrowed, request);
    boolean several =
        request.context().asMap().values().stream().anyMatch(values -> values.size() > 1);
    if (!several || got) {
      assertEquals(
          wanted,
          got,
          () ->
              seed
                  + " "
                  + request
                  + " "
                  + request.context()
                  + "\n"
                  + PolicyWriter.write(pair.one())
                  + "\n"
                  + PolicyWriter.write(pair.other())
                  + "\n"
                  + PolicyWriter.write(narrowed));
    }
  }

  private static Policy written(Policy policy, String seed) {
    String json = PolicyWriter.write(policy);
    assertFalse(json.contains("[]"), () -> seed + " " + json);
    return assertInstanceOf(
            Parsed.class, PolicyReader.read(json, PolicyType.SESSION), () -> seed + " " + json)
        .policy();
  }

  private static boolean allows(Policy policy, AuthorizationRequest request) {
    return PolicyEvaluator.evaluate(
            request, ApplicablePolicies.builder().identity(List.of(policy)).build())
        .isAllowed();
  }

  private static Policy read(String json) {
    return assertInstanceOf(Parsed.class, PolicyReader.read(json, PolicyType.SESSION), json)
        .policy();
  }
}
