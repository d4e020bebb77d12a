package dev.brevet.bench;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One principal with N statements, one in ten a denial, wildcards in action and resource, one
/// `StringEquals` each; asked in turn for what is allowed, not mentioned, fails the condition, and
/// is denied.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PolicyBench {
  private static final int QUESTIONS = 1024;

  @Param({"10", "100", "1000", "10000"})
  int statements;

  @Param({"one", "any"})
  String region;

  private ApplicablePolicies policies;
  private AuthorizationRequest[] requests;
  private int next;

  @Setup
  public void setUp() {
    Statements asked = new Statements(statements, region.equals("any"));
    List<Policy> parts = new ArrayList<>();
    for (int from = 0; from < statements; from += 500) {
      parts.add(policy(asked, from, Math.min(statements, from + 500)));
    }
    policies = ApplicablePolicies.builder().identity(parts).build();
    requests = new AuthorizationRequest[QUESTIONS];
    for (int i = 0; i < QUESTIONS; i++) {
      requests[i] = request(asked.question(i));
      if (PolicyEvaluator.evaluate(requests[i], policies).isAllowed()
          != asked.question(i).allowed()) {
        throw new IllegalStateException("a wrong answer to " + requests[i]);
      }
    }
  }

  @Benchmark
  public Decision decide() {
    next = next + 1 & QUESTIONS - 1;
    return PolicyEvaluator.evaluate(requests[next], policies);
  }

  private static Policy policy(Statements asked, int from, int to) {
    StringBuilder json = new StringBuilder("{\"Version\":\"2012-10-17\",\"Statement\":[");
    for (int i = from; i < to; i++) {
      json.append(i == from ? "" : ",")
          .append("{\"Effect\":\"")
          .append(asked.isDenial(i) ? "Deny" : "Allow")
          .append("\",\"Action\":\"")
          .append(asked.action(i))
          .append("\",\"Resource\":\"")
          .append(asked.resource(i))
          .append("\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"")
          .append(asked.team(i))
          .append("\"}}}");
    }
    return ((Parsed) PolicyReader.read(json.append("]}").toString(), PolicyType.IDENTITY)).policy();
  }

  private static AuthorizationRequest request(Statements.Question question) {
    return new AuthorizationRequest(
        Principal.parseArn("arn:aws:iam::111122223333:user/ann").orElseThrow(),
        new Action(question.service(), question.name()),
        question.resource(),
        AccountId.parse("111122223333"),
        RequestContext.builder()
            .put("aws:PrincipalTag/team", question.team())
            .put("aws:SourceIp", "10.0.0.1")
            .put("aws:CurrentTime", "2026-11-22T10:00:00Z")
            .put("aws:SecureTransport", "true")
            .build());
  }
}
