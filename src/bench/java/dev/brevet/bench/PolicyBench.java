package dev.brevet.bench;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  private ApplicablePolicies policies;
  private AuthorizationRequest[] requests;
  private int next;

  @Setup
  public void setUp() {
    List<Policy> parts = new ArrayList<>();
    for (int from = 0; from < statements; from += 500) {
      parts.add(policy(from, Math.min(statements, from + 500)));
    }
    policies = ApplicablePolicies.builder().identity(parts).build();
    requests = new AuthorizationRequest[QUESTIONS];
    int[] answers = new int[3];
    for (int i = 0; i < QUESTIONS; i++) {
      requests[i] = question(i);
      answers[kind(PolicyEvaluator.evaluate(requests[i], policies))]++;
    }
    if (answers[0] == 0 || answers[1] == 0 || answers[2] == 0) {
      throw new IllegalStateException("a kind of answer is missing");
    }
  }

  @Benchmark
  public Decision decide() {
    next = next + 1 & QUESTIONS - 1;
    return PolicyEvaluator.evaluate(requests[next], policies);
  }

  private static Policy policy(int from, int to) {
    StringBuilder json = new StringBuilder("{\"Version\":\"2012-10-17\",\"Statement\":[");
    for (int i = from; i < to; i++) {
      json.append(i == from ? "" : ",")
          .append("{\"Sid\":\"S")
          .append(i)
          .append("\",\"Effect\":\"")
          .append(i % 10 == 9 ? "Deny" : "Allow")
          .append("\",\"Action\":\"svc")
          .append(i % 20)
          .append(":Get*\",\"Resource\":\"arn:aws:svc")
          .append(i % 20)
          .append(":eu-west-1:111122223333:thing/")
          .append(i)
          .append("/*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"team")
          .append(i % 5)
          .append("\"}}}");
    }
    return ((Parsed) PolicyReader.read(json.append("]}").toString(), PolicyType.IDENTITY)).policy();
  }

  // In turn: matches, resource not mentioned, condition fails, a denial.
  private AuthorizationRequest question(int i) {
    int at = Math.floorMod(i * 7919, statements);
    int statement =
        switch (i % 4) {
          case 3 -> at - at % 10 + 9;
          default -> at % 10 == 9 ? at - 1 : at;
        };
    int thing = i % 4 == 1 ? statement + 1_000_000 : statement;
    String team = "team" + (i % 4 == 2 ? (statement + 1) % 5 : statement % 5);
    return new AuthorizationRequest(
        Principal.parseArn("arn:aws:iam::111122223333:user/ann").orElseThrow(),
        new Action("svc" + statement % 20, "GetThing"),
        "arn:aws:svc" + statement % 20 + ":eu-west-1:111122223333:thing/" + thing + "/part/" + i,
        AccountId.parse("111122223333"),
        RequestContext.builder()
            .put("aws:PrincipalTag/team", team)
            .put("aws:SourceIp", "10.0.0.1")
            .put("aws:CurrentTime", "2026-11-22T10:00:00Z")
            .put("aws:SecureTransport", "true")
            .build());
  }

  private static int kind(Decision decision) {
    return switch (decision) {
      case Decision.Allowed _ -> 0;
      case Decision.ImplicitlyDenied _ -> 1;
      case Decision.ExplicitlyDenied _ -> 2;
    };
  }
}
