package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.policy.FollowingKey;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.PrincipalKeys;
import dev.brevet.policy.PrincipalKind;
import dev.brevet.policy.PrincipalMatch;
import dev.brevet.policy.PrincipalMatchLevel;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.junit.jupiter.api.Test;

class PrincipalKindTest {
  /// Every kind of caller that the engine tells apart has an example in every account that policies
  /// name, and in another, that no statement names.
  @Test
  void comparison_asksAboutEveryKindInEveryAccount() {
    List<Principal> all = PrincipalExamples.of(statements("'111122223333'"));
    for (PrincipalKind kind : PrincipalKind.values()) {
      Set<Optional<String>> accounts =
          all.stream()
              .filter(principal -> PrincipalKind.of(principal) == kind)
              .map(principal -> principal.account().map(account -> account.digits()))
              .collect(Collectors.toSet());
      assertEquals(kind.isOfAccount() ? 2 : 1, accounts.size(), kind + " " + accounts);
    }
    assertEquals(
        Principal.class.getPermittedSubclasses().length,
        EnumSet.copyOf(all.stream().map(PrincipalKind::of).toList()).size());
  }

  @Test
  void examples_areNoneThatAStatementNames() {
    List<Statement> statements =
        statements(
            "['arn:aws:iam::999999999999:user/somebody','arn:aws:iam::111122223333:role/somebody/r']");
    List<Principal> all = PrincipalExamples.of(statements);
    assertFalse(
        all.contains(Principal.parseArn("arn:aws:iam::111122223333:user/somebody").orElseThrow()));
    Matcher<PrincipalPattern> named = statements.getFirst().principals().orElseThrow();
    assertTrue(
        all.stream()
            .anyMatch(
                principal ->
                    principal.account().isPresent()
                        && PrincipalMatch.reach(named, principal, Effect.ALLOW)
                            == PrincipalMatchLevel.NONE));
  }

  /// The keys that the engine concludes are those that the comparison knows to follow.
  @Test
  void followingKeys_areTheEnginesOwn() {
    for (FollowingKey key : FollowingKey.values()) {
      assertEquals(key, FollowingKey.of(key.lowerName()));
    }
    Set<String> concluded =
        PrincipalExamples.of(statements("'111122223333'")).stream()
            .map(principal -> PrincipalKeys.of(principal, principal.account()))
            .flatMap(
                keys ->
                    Arrays.stream(FollowingKey.values())
                        .map(FollowingKey::lowerName)
                        .filter(name -> !keys.values(name).isEmpty()))
            .collect(Collectors.toSet());
    assertEquals(FollowingKey.values().length, concluded.size(), concluded::toString);
  }

  private static List<Statement> statements(String principals) {
    String json =
        ("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':{'AWS':"
                + principals
                + "},'Action':'s:A','Resource':'*'}}")
            .replace('\'', '"');
    return assertInstanceOf(Parsed.class, PolicyReader.read(json, PolicyType.RESOURCE), json)
        .policy()
        .statements();
  }
}
