package dev.brevet.bench;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.json.JsonText;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.workload.StateMachineRole;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.Substitutions;
import dev.brevet.workload.integration.Machine;
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

/// A definition of 200 states read and designed, bytes in, document out; a policy of 6 KB checked.
/// Bounds: 50 ms and 5 ms, warm.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DesignBench {
  private static final int STATES = 200;
  private static final int POLICY_CHARACTERS = 6_000;

  private StateMachineRole roles;
  private PolicyLint lint;
  private byte[] definition;
  private String policy;

  @Setup
  public void setUp() {
    Catalogue catalogue = Catalogue.bundled();
    roles = new StateMachineRole(catalogue);
    lint = new PolicyLint(catalogue);
    definition = definition().getBytes(StandardCharsets.UTF_8);
    policy = policy();
  }

  @Benchmark
  public String designOfTwoHundredStates() {
    return switch (DefinitionReader.read(definition, new Substitutions(Map.of()))) {
      case DefinitionReader.Read(var read) ->
          JsonText.compact(
              roles
                  .design(
                      new StateMachineRole.Request(
                          new Machine(
                              "aws",
                              Optional.of("eu-west-1"),
                              new AccountId("111122223333"),
                              Optional.of("Orders")),
                          false,
                          read,
                          StateMachineRole.Options.NONE))
                  .toJson());
      case DefinitionReader.NotADefinition not -> throw new IllegalStateException(not.message());
    };
  }

  @Benchmark
  public List<Finding> lintOfSixKilobytes() {
    return lint.check(policy, PolicyType.IDENTITY, Optional.of(new AccountId("111122223333")));
  }

  /// Tasks of the kinds that real machines have, one in five known at run time only.
  private static String definition() {
    StringBuilder out = new StringBuilder("{\"StartAt\":\"S0\",\"States\":{");
    for (int i = 0; i < STATES; i++) {
      out.append(i > 0 ? "," : "")
          .append("\"S")
          .append(i)
          .append("\":{\"Type\":\"Task\",\"Next\":\"S")
          .append((i + 1) % STATES)
          .append("\",\"Resource\":\"arn:aws:states:::")
          .append(task(i))
          .append('}');
    }
    return out.append("}}").toString();
  }

  private static String task(int i) {
    return switch (i % 5) {
      case 0 -> "lambda:invoke\",\"Parameters\":{\"FunctionName\":\"step-%d\"}".formatted(i);
      case 1 -> "dynamodb:putItem\",\"Parameters\":{\"TableName\":\"table-%d\"}".formatted(i);
      case 2 ->
          "sns:publish\",\"Parameters\":{\"TopicArn\":\"arn:aws:sns:eu-west-1:111122223333:t%d\"}"
              .formatted(i);
      case 3 ->
          "aws-sdk:s3:getObject\",\"Parameters\":{\"Bucket\":\"b\",\"Key.$\":\"States.Format('in/%d/{}', $.k)\"}"
              .formatted(i);
      default ->
          ("states:startExecution.sync:2\",\"Parameters\":{\"StateMachineArn\":"
                  + "\"arn:aws:states:eu-west-1:111122223333:stateMachine:child-%d\"}")
              .formatted(i);
    };
  }

  private static String policy() {
    StringBuilder out = new StringBuilder("{\"Version\":\"2012-10-17\",\"Statement\":[");
    for (int i = 0; out.length() < POLICY_CHARACTERS; i++) {
      out.append(i > 0 ? "," : "")
          .append(
              ("{\"Sid\":\"S%d\",\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:Put*\",\"dynamodb:Query\"],"
                   + "\"Resource\":[\"arn:aws:s3:::bucket-%d/*\",\"arn:aws:dynamodb:eu-west-1:111122223333:table/t%d\"],"
                   + "\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"t%d\"}}}")
                  .formatted(i, i, i, i));
    }
    return out.append("]}").toString();
  }
}
