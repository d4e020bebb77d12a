package dev.brevet.bench;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.TrustIndex;
import dev.brevet.policy.TrustedRole;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// "Which of these roles may this caller have" over 100,000 trust policies, ten of which say yes: a
/// role session among as many roles, and the bearer of a token among subjects of one issuer.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrustBench {
  private static final int ROLES = 100_000;
  private static final int CALLERS = ROLES / 10;
  private static final String ISSUER = "https://token.actions.githubusercontent.com";
  private static final ApplicablePolicies NO_OTHERS = ApplicablePolicies.builder().build();

  private TrustIndex<Integer> byRole;
  private TrustIndex<Integer> bySubject;
  private Principal[] sessions;
  private RequestContext[] tokens;
  private int next;

  @Setup
  public void setUp() {
    byRole = index("{\"AWS\":\"arn:aws:iam::111122223333:role/caller%d\"}", "sts:AssumeRole", "{}");
    bySubject =
        index(
            "{\"Federated\":\"token.actions.githubusercontent.com\"}",
            "sts:AssumeRoleWithWebIdentity",
            "{\"StringLike\":{\"token.actions.githubusercontent.com:sub\":\"repo:acme/app%d:*\"}}");
    sessions = new Principal[64];
    tokens = new RequestContext[64];
    for (int i = 0; i < 64; i++) {
      int caller = i * 7919 % CALLERS;
      sessions[i] =
          Principal.parseArn("arn:aws:sts::111122223333:assumed-role/caller" + caller + "/session")
              .orElseThrow();
      tokens[i] =
          RequestContext.builder()
              .put(
                  "token.actions.githubusercontent.com:sub",
                  "repo:acme/app" + caller + ":ref:refs/heads/main")
              .build();
      if (session(i).size() != 10 || token(i).size() != 10) {
        throw new IllegalStateException("not ten: " + session(i) + " " + token(i));
      }
    }
  }

  @Benchmark
  public List<Integer> sessionOfARole() {
    next = next + 1 & 63;
    return session(next);
  }

  @Benchmark
  public List<Integer> bearerOfAToken() {
    next = next + 1 & 63;
    return token(next);
  }

  private List<Integer> session(int i) {
    return byRole.mayAssume(sessions[i], Action.ASSUME_ROLE, RequestContext.empty(), NO_OTHERS);
  }

  private List<Integer> token(int i) {
    return bySubject.mayAssume(
        new Principal.WebIdentity(ISSUER, "subject"),
        Action.ASSUME_ROLE_WITH_WEB_IDENTITY,
        tokens[i],
        NO_OTHERS);
  }

  private static TrustIndex<Integer> index(String principal, String action, String condition) {
    List<TrustedRole<Integer>> roles = new ArrayList<>(ROLES);
    for (int i = 0; i < ROLES; i++) {
      String json =
          "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
              + principal.formatted(i % CALLERS)
              + ",\"Action\":\""
              + action
              + "\",\"Condition\":"
              + condition.formatted(i % CALLERS)
              + "}}";
      Policy trust = ((Parsed) PolicyReader.read(json, PolicyType.TRUST)).policy();
      roles.add(
          new TrustedRole<>(
              i, new RoleArn("aws", new AccountId("111122223333"), "/", "role" + i), trust));
    }
    return new TrustIndex<>(roles);
  }
}
