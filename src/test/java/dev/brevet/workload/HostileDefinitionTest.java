package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.Work;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.json.JsonText;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.Substitutions;
import dev.brevet.workload.integration.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody would write to get a wider role than the definition says, or no answer.
class HostileDefinitionTest {
  private static final StateMachineRole ROLES = new StateMachineRole(Catalogue.bundled());
  private static final AccountId ACCOUNT = new AccountId("111122223333");

  /// Parameters that name resources, each with a hostile value in `#`.
  static Stream<String> places() {
    return Stream.of(
        "'Resource':'arn:aws:states:::dynamodb:getItem','Parameters':{'TableName':'#'}",
        "'Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'#'}",
        "'Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'f','Qualifier':'#'}",
        "'Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'#:function:f'}",
        "'Resource':'arn:aws:lambda:eu-west-1:111122223333:function:#'",
        "'Resource':'arn:aws:lambda:#:111122223333:function:f'",
        "'Resource':'arn:aws:states:::sns:publish','Parameters':{'TopicArn':'arn:aws:sns:eu-west-1:111122223333:#'}",
        "'Resource':'arn:aws:states:::sns:publish','Parameters':{'TopicArn':'arn:aws:sns:#:111122223333:t'}",
        "'Resource':'arn:aws:states:::sns:publish','Parameters':{'TopicArn':'arn:aws:sns:eu-west-1:#:t'}",
        "'Resource':'arn:aws:states:::sns:publish','Parameters':{'TopicArn':'arn:#:sns:eu-west-1:111122223333:t'}",
        "'Resource':'arn:aws:states:::sqs:sendMessage','Parameters':{'QueueUrl':'https://sqs.#.amazonaws.com/111122223333/q'}",
        "'Resource':'arn:aws:states:::sqs:sendMessage','Parameters':{'QueueUrl':'https://sqs.eu-west-1.amazonaws.com/#/q'}",
        "'Resource':'arn:aws:states:::sqs:sendMessage','Parameters':{'QueueUrl':'https://sqs.eu-west-1.amazonaws.com/111122223333/#'}",
        "'Resource':'arn:aws:states:::states:startExecution','Parameters':{'StateMachineArn':'arn:aws:states:eu-west-1:111122223333:stateMachine:#'}",
        "'Resource':'arn:aws:states:::states:startExecution.sync:2','Parameters':{'StateMachineArn':'arn:aws:states:#:111122223333:stateMachine:x'}",
        "'Resource':'arn:aws:states:::ecs:runTask','Parameters':{'TaskDefinition':'#'}",
        "'Resource':'arn:aws:states:::batch:submitJob','Parameters':{'JobDefinition':'#','JobQueue':'#'}",
        "'Resource':'arn:aws:states:::bedrock:invokeModel','Parameters':{'ModelId':'#'}",
        "'Resource':'arn:aws:states:::events:putEvents','Parameters':{'Entries':[{'EventBusName':'#'}]}",
        "'Resource':'arn:aws:states:::apigateway:invoke','Parameters':{'ApiEndpoint':'#.execute-api.eu-west-1.amazonaws.com','Method':'GET','AuthType':'IAM_ROLE'}",
        "'Resource':'arn:aws:states:::apigateway:invoke','Parameters':{'ApiEndpoint':'a1.execute-api.#.amazonaws.com','Method':'GET','AuthType':'IAM_ROLE'}",
        "'Resource':'arn:aws:states:::apigateway:invoke','Parameters':{'ApiEndpoint':'a1.execute-api.eu-west-1.amazonaws.com','Method':'#','Stage':'#','Path':'#','AuthType':'IAM_ROLE'}",
        "'Resource':'arn:aws:states:::http:invoke','Parameters':{'ApiEndpoint':'https://x.example.com/#','Method':'#','Authentication':{'ConnectionArn':'arn:aws:events:eu-west-1:111122223333:connection/#/1'}}",
        "'Resource':'arn:aws:states:::aws-sdk:s3:getObject','Parameters':{'Bucket':'#','Key':'#'}",
        "'Resource':'arn:aws:states:::aws-sdk:s3:copyObject','Parameters':{'Bucket':'b','Key':'k','CopySource':'#/#'}",
        "'Resource':'arn:aws:states:::aws-sdk:secretsmanager:getSecretValue','Parameters':{'SecretId':'#'}",
        "'Resource':'arn:aws:states:::aws-sdk:sfn:startExecution','Parameters':{'StateMachineArn':'#'}",
        "'Resource':'arn:aws:states:::aws-sdk:rekognition:detectLabels','Parameters':{'Image':{'S3Object':{'Bucket':'#','Name':'#'}}}",
        "'Resource':'arn:aws:states:::aws-sdk:iam:getRole','Parameters':{'RoleName':'#'}",
        "'Resource':'arn:aws:states:::dynamodb:getItem','Parameters':{'TableName':'t'},'Credentials':{'RoleArn':'arn:aws:iam::111122223333:role/#'}",
        "'Resource':'arn:aws:states:::dynamodb:getItem','Parameters':{'TableName':'t'},'Credentials':{'RoleArn':'arn:aws:iam::#:role/r'}");
  }

  /// Values are hostile as they stand, and as what a substitution puts there.
  @ParameterizedTest
  @MethodSource("places")
  void hostileValue_isNeverAPatternOrAVariable(String place) {
    for (String hostile :
        List.of("*", "?", "x*", "**", "${aws:PrincipalTag/x}", "${*}", "${?}", "x?${aws:userid}")) {
      for (boolean substituted : List.of(false, true)) {
        String value = substituted ? "${Value}" : hostile;
        DefinitionReader.Reading reading =
            DefinitionReader.read(
                Designs.task(place.replace("#", value)),
                new Substitutions(Map.of("Value", hostile)));
        RoleDesign design =
            Designs.linted(
                ROLES.design(
                    new StateMachineRole.Request(
                        Designs.ORDERS,
                        false,
                        assertInstanceOf(DefinitionReader.Read.class, reading).definition(),
                        Options.NONE)));
        List<PolicyDocument> all =
            Stream.concat(
                    design.policies().stream(),
                    design.targets().stream()
                        .flatMap(
                            target ->
                                target instanceof RoleDesign.Target.Role role
                                    ? role.policies().stream()
                                    : Stream.empty()))
                .toList();
        for (PolicyDocument policy : all) {
          policy.statements().forEach(statement -> assertLiteral(place, hostile, statement));
        }
      }
    }
  }

  /// Stars that the tables themselves put at an end, and that a run-time value leaves open, are
  /// known; of what the definition says, every wildcard and variable is escaped.
  private static void assertLiteral(String place, String hostile, PolicyStatement statement) {
    for (String resource : statement.resources()) {
      String bare = resource.replace("${*}", "").replace("${?}", "").replace("${$}", "");
      assertTrue(!bare.contains("${"), () -> place + " " + hostile + " " + resource);
      if (!resource.equals("*")) {
        Arn arn = Arn.parse(resource).orElseThrow(() -> new AssertionError(place + resource));
        assertTrue(
            (arn.region() + arn.account() + arn.partition()).chars().noneMatch(c -> c == '?')
                && !arn.partition().contains("*")
                && !(arn.region() + arn.account()).contains("$"),
            () -> place + " " + hostile + " " + resource);
      }
      String ends =
          bare.replaceFirst(":\\*$", "")
              .replaceFirst("/\\*$", "")
              .replaceFirst("-\\?\\?\\?\\?\\?\\?$", "")
              .replaceFirst("bedrock:\\*:", "bedrock::");
      assertTrue(
          resource.equals("*")
              || resource.startsWith("arn:aws:secretsmanager:*:*:secret:events!connection/")
              || ends.chars().noneMatch(c -> c == '*' || c == '?'),
          () -> place + " " + hostile + " " + resource);
    }
    statement
        .condition()
        .values()
        .forEach(
            keys ->
                keys.values()
                    .forEach(
                        values ->
                            values.forEach(
                                value -> {
                                  String rest =
                                      value
                                          .replace("${*}", "")
                                          .replace("${?}", "")
                                          .replace("${$}", "");
                                  assertTrue(
                                      !rest.contains("${")
                                          && rest.chars().noneMatch(c -> c == '*' || c == '?'),
                                      () -> place + " " + hostile + " " + value);
                                })));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "a*", "a?", "${x}", "a:b", "a/b", "a b", "a\u0000", "", "\ud800"})
  void hostileMachineName_isNone(String name) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Machine("aws", Optional.of("eu-west-1"), ACCOUNT, Optional.of(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "*, eu-west-1",
    "aws:x, eu-west-1",
    "aws, *",
    "aws, eu-*",
    "aws, eu-west-1:x",
    "aws, ${aws:RequestedRegion}",
    "aws, eu-west-?",
  })
  void hostilePartitionOrRegion_isNone(String partition, String region) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Machine(partition, Optional.of(region), ACCOUNT, Optional.of("m")));
    assertThrows(
        IllegalArgumentException.class,
        () -> new FunctionRole.Function(partition, region, ACCOUNT, "f", Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new EndpointPolicy.Request(
                false,
                partition,
                region,
                "111122223333",
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:sqs:eu-west-1:111122223333:*",
        "arn:aws:sqs:*:111122223333:q",
        "arn:aws:sqs:eu-west-1:*:q",
        "arn:aws:sqs:eu-west-1:111122223333:q?",
        "arn:aws:sqs:eu-west-1:111122223333:${aws:PrincipalTag/q}",
        "arn:aws:s3:::*",
        "arn:aws:execute-api:eu-west-1:111122223333:*/*/GET/x",
        "arn:aws:logs:eu-west-1:111122223333:log-group:*:*",
      })
  void hostileEventSource_isNone(String arn) {
    assertTrue(FunctionRole.source(arn, "111122223333").isEmpty(), arn);
  }

  /// A megabyte of each kind of state that once took minutes.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Type':'Task','Resource':'x'",
        "'Type':'Task','Resource':'arn:aws:states:::dynamodb:getItem','Parameters':{'TableName.$':'$.x#'}",
        "'Type':'Task','Resource':'arn:aws:states:::dynamodb:getItem','Parameters':{'TableName':'t#'}",
        "'Type':'Task','Resource':'arn:aws:states:::http:invoke','Parameters':{'ApiEndpoint':'https://h#.example.com/','Method':'GET','Authentication':{'ConnectionArn':'arn:aws:events:eu-west-1:111122223333:connection/c#/x'}}",
        "'Type':'Task','Resource':'arn:aws:states:::aws-sdk:s3:getObject','Parameters':{'Bucket':'b','Key.$':'States.Format(~a{}b#{}c~,"
            + " $.x)'}",
        "'Type':'Task','Resource':'arn:aws:states:::sns:publish','Parameters':{'TopicArn':'arn:aws:sns:eu-west-1:111122223333:t'},'Credentials':{'RoleArn':'arn:aws:iam::111122223333:role/r#'}",
        "'Type':'Map','Label':'L#','ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED'},'StartAt':'a#','States':{'a#':{'Type':'Pass'}}}",
      })
  void definitionOfAMegabyte_isDesignedInTime(String state) {
    StringBuilder text = new StringBuilder("{\"StartAt\":\"S0\",\"States\":{");
    for (int i = 0; text.length() < 1_000_000; i++) {
      text.append(i > 0 ? "," : "")
          .append("\"S" + i + "\":{")
          .append(state.replace("#", Integer.toString(i)).replace('\'', '"').replace('~', '\''))
          .append('}');
    }
    String definition = text.append("}}").toString();
    RoleDesign design =
        Work.within(Duration.ofSeconds(30), () -> Designs.of(definition, false, Options.NONE));
    assertTrue(JsonText.compact(design.toJson()).length() > 1_000);
  }

  @Test
  void argumentsWithoutEnd_areNotSearched() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      many.append(i > 0 ? "," : "").append("'a" + i + "':1");
    }
    RoleDesign design =
        Work.within(
            Duration.ofSeconds(10),
            () ->
                Designs.ofTask(
                    "'Resource':'arn:aws:states:::aws-sdk:ec2:runInstances','Parameters':{"
                        + many
                        + "}"));
    assertEquals(List.of("*"), Designs.resources(design, "ec2:RunInstances"));
  }
}
