package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.analysis.PolicyComparison.Answer;
import dev.brevet.policy.analysis.PolicyComparison.Knowledge;
import dev.brevet.policy.analysis.PolicyComparison.Side;
import dev.brevet.policy.analysis.PolicyComparison.Witness;
import dev.brevet.policy.element.WildcardPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Comparisons of generated policies against brute force: whatever the first policy allows of many
/// generated requests, a `No` says that the second allows too; and a witness is allowed by the
/// first and not by the second. The engine judges.
///
/// Each pair is made from a seed of its own, which a failure names. `-Dbrevet.comparisons=5000000`
/// asks at least so many questions; `-Dbrevet.comparisonSeed` is the first seed.
class ComparisonBruteForceTest {
  private static final int REQUESTS = 200;

  private static final Set<String> SEVERAL =
      Set.of(
          "s:many",
          "s:numbers",
          "s:dates",
          "s:addresses",
          "s:arns",
          "aws:tagkeys",
          "aws:principalservicenameslist");

  /// Keys of one value, of several; of `u:unknown` nothing is known.
  private static final Knowledge KNOWN =
      new Knowledge() {
        @Override
        public Optional<Action> action(List<WildcardPattern> all, List<WildcardPattern> none) {
          return Optional.empty();
        }

        @Override
        public Optional<Boolean> isMultivalued(String lowerKey) {
          return lowerKey.equals("u:unknown")
              ? Optional.empty()
              : Optional.of(SEVERAL.contains(lowerKey));
        }
      };

  private int yes;
  private int no;
  private int untold;
  private long checks;

  @Test
  void answers_holdForGeneratedPairs() {
    long wanted = Long.getLong("brevet.comparisons", 100_000);
    boolean all = Boolean.getBoolean("brevet.comparisonAll");
    long seed = Long.getLong("brevet.comparisonSeed", 1);
    List<String> wrong = new ArrayList<>();
    for (; checks < wanted; seed++) {
      Optional<String> found = answered(seed);
      found.ifPresent(wrong::add);
      if (!all && found.isPresent()) {
        break;
      }
    }
    String tally =
        "%d checks, yes %d, no %d, cannot tell %d, next seed %d%n"
            .formatted(checks, yes, no, untold, seed);
    System.out.print(Boolean.getBoolean("brevet.comparisonTally") ? tally : "");
    assertTrue(wrong.isEmpty(), () -> wrong.size() + " wrong: " + String.join("\n\n", wrong));
    assertTrue(yes > 0 && no > (yes + no) / 5, tally);
  }

  /// Of these the answer once was wrong, or there was none.
  @ParameterizedTest
  @ValueSource(
      longs = {
        114, 240, 280, 330, 370, 728, 972, 1593, 1612, 1797, 1812, 1839, 2280, 2524, 2670, 2700,
        3302, 3379, 3426, 3472, 3773, 3817, 4101, 4278, 4544, 5009, 5064, 5427, 5621, 5684, 5696,
        5831, 6303, 6323, 6585, 6619, 6726, 7058, 7177, 7416, 7451, 7613, 7672, 7920, 8013, 8319,
        8645, 8972, 9002, 9245, 9314, 9777, 10133, 11070, 11118, 11275, 11388, 11410, 11471, 12316,
        12556, 12792, 12989, 13029, 13030, 13281, 14296, 14352, 14616, 14814, 14927, 15212, 15234,
        16045
      })
  void answer_holdsWhereItOnceWasWrong(long seed) {
    assertEquals(Optional.empty(), answered(seed));
  }

  private Optional<String> answered(long seed) {
    try {
      return wrong(seed);
    } catch (RuntimeException e) {
      return Optional.of("seed " + seed + ", no answer: " + e + shown(GeneratedPair.of(seed)));
    }
  }

  /// What is wrong about the answer for the pair of a seed.
  private Optional<String> wrong(long seed) {
    GeneratedPair pair = GeneratedPair.of(seed);
    Answer answer =
        PolicyComparison.allowsMore(
            new Side(pair.one(), pair.type()), new Side(pair.other(), pair.type()), KNOWN);
    ComparisonJudge judge = ComparisonJudge.of(pair.type(), pair.one(), pair.other());
    switch (answer) {
      case Answer.Yes(Witness witness) -> {
        yes++;
        checks++;
        if (requests(witness).noneMatch(judge::findsMore)) {
          return Optional.of("seed " + seed + ", no witness: " + witness + shown(pair));
        }
      }
      case Answer.No _ -> {
        no++;
        GeneratedRequests requests = new GeneratedRequests(new Random(~seed));
        for (int i = 0; i < REQUESTS; i++) {
          checks++;
          AuthorizationRequest request = requests.next(pair.type());
          if (judge.findsMore(request)) {
            return Optional.of(
                "seed "
                    + seed
                    + ", wrong no: "
                    + request
                    + " "
                    + request.principal()
                    + " "
                    + request.resourceAccount()
                    + " "
                    + request.context()
                    + shown(pair));
          }
        }
      }
      case Answer.CannotTell _ -> untold++;
    }
    return Optional.empty();
  }

  private static String shown(GeneratedPair pair) {
    return "\n" + pair.type() + "\n" + pair.one() + "\n" + pair.other();
  }

  /// The requests that a witness may stand for: it does not say which path a session's role has,
  /// nor in which account the resource is.
  private static Stream<AuthorizationRequest> requests(Witness witness) {
    RequestContext.Builder context = RequestContext.builder();
    witness.context().forEach(context::put);
    return callers(witness.principal().orElse("arn:aws:sts::111122223333:assumed-role/r/ss"))
        .flatMap(
            caller ->
                Stream.of(
                        Optional.<AccountId>empty(),
                        caller.account(),
                        Optional.of(new AccountId("000011112222")))
                    .map(
                        owner ->
                            new AuthorizationRequest(
                                caller,
                                Action.parse(witness.action()).orElseThrow(),
                                witness.resource(),
                                owner,
                                context.build())));
  }

  private static Stream<Principal> callers(String identifier) {
    Optional<Principal> named = Principal.parseArn(identifier);
    int subject = identifier.indexOf('#');
    if (named.isPresent()) {
      return named.get() instanceof Principal.RoleSession session
          ? Stream.of("", "/", "/p/", "/q/", "/somebody/").map(path -> session(session, path))
          : named.stream();
    }
    if (subject < 0) {
      return Stream.of(
          identifier.equals("anonymous")
              ? new Principal.Anonymous()
              : new Principal.Service(identifier));
    }
    String provider = identifier.substring(0, subject);
    String name = identifier.substring(subject + 1);
    return Stream.concat(
        Stream.of(new Principal.WebIdentity(provider, name)),
        Arn.parse(provider).map(arn -> new Principal.SamlIdentity(arn, name)).stream());
  }

  private static Principal session(Principal.RoleSession session, String path) {
    return new Principal.RoleSession(
        session.partition(),
        session.ofAccount(),
        Optional.of(path).filter(known -> !known.isEmpty()),
        session.roleName(),
        session.sessionName());
  }
}
