package dev.brevet.workload;

import static dev.brevet.workload.Designs.ofTask;
import static dev.brevet.workload.Designs.resources;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.json.JsonText;
import dev.brevet.policy.element.Effect;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.Substitutions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a definition from a stranger's hand was read as, once, without a word.
class StrangerDefinitionTest {
  private static final String SDK = "'Resource':'arn:aws:states:::aws-sdk:";
  private static final String HTTP =
      "'Resource':'arn:aws:states:::http:invoke','Parameters':{'Method':'GET',#'Authentication':{"
          + "'ConnectionArn':'arn:aws:events:eu-west-1:111122223333:connection/c/1'}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3:getObject','Arguments':{'Bucket':'{% $states.input.b %}','Key':'k'} | arn:aws:s3:::*/k"
            + " | Bucket",
        "s3:getObject','Parameters':{'Bucket.$':'$.b','Key':'k'}       | arn:aws:s3:::*/k   |"
            + " Bucket",
        "s3:deleteObject','Parameters':{'Bucket.$':'$.b','Key':'k'}    | arn:aws:s3:::*/k   |"
            + " Bucket",
        "s3:putObject','Arguments':{'Bucket':'{% ~b~ & $x %}','Key':'k'} | arn:aws:s3:::b*/k  |"
            + " Bucket",
        "s3:copyObject','Parameters':{'Bucket':'b','Key':'k','CopySource.$':'$.x'} | arn:aws:s3:::*"
            + " | CopySource",
        "lambda:invoke','Parameters':{'FunctionName':'f','Qualifier.$':'$.q'} |"
            + " arn:aws:lambda:eu-west-1:111122223333:function:f:* | Qualifier",
      })
  void unknownPartOfAnSdkCall_isTold(String fields, String resource, String parameter) {
    for (Options options : List.of(Options.NONE, Designs.TIGHTER)) {
      RoleDesign design = Designs.of(Designs.task(SDK + fields).replace('~', '\''), false, options);
      assertTrue(
          design.unresolved().stream()
              .anyMatch(
                  gap ->
                      gap.granted().contains(resource)
                          && gap.reason().startsWith("`" + parameter + "` is only known")),
          () -> RoleText.of(design));
    }
  }

  @Test
  void wildcardBeforeASeparator_saysThatItReachesOver() {
    String reason =
        ofTask(SDK + "s3:getObject','Parameters':{'Bucket.$':'$.b','Key':'k'}")
            .unresolved()
            .getFirst()
            .reason();
    assertTrue(reason.endsWith("matches `/` and `:` too, so it reaches into what follows"), reason);
  }

  /// A host is closed by `https://`, its letters and a slash.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{% 'https://api.example.com/' & $x %}       | true",
        "{% 'https://api.example.com:8443/' & $x %}  | true",
        "{% 'https:/' & $x %}                        | false",
        "{% 'https:' & $x %}                         | false",
        "{% 'https:///' & $x %}                      | false",
        "{% 'https://api.example.com' & $x %}        | false",
        "{% 'https://api.example.com' & $x & '/a' %} | false",
        "{% 'https://u@' & $x & '/a' %}              | false",
        "{% 'http://api.example.com/' & $x %}        | false",
        "{% $x %}                                    | false",
      })
  void endpointWithAnOpenHost_isTold(String endpoint, boolean closed) {
    RoleDesign design =
        Designs.of(
            Designs.task(HTTP.replace("#", "'ApiEndpoint':'@',")).replace("@", endpoint),
            false,
            Options.NONE);
    boolean told =
        design.unresolved().stream()
            .anyMatch(
                gap ->
                    gap.reason().contains("as other hosts begin too")
                        || gap.reason().contains("`states:HTTPEndpoint` cannot be limited"));
    assertEquals(!closed, told, () -> RoleText.of(design));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'${K}':'https://api.example.com/',", "'ApiEndpoint':'${E}',"})
  void endpointThatIsNotThere_isNeverNoCondition(String field) {
    RoleDesign design = ofTask(HTTP.replace("#", field));
    assertEquals(List.of(), resources(design, "states:InvokeHTTPEndpoint"));
    assertFalse(design.unresolved().isEmpty());
  }

  /// Reading everything is no less than writing it, and Step Functions takes objects alone.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:getObject','Parameters':{}",
        "s3:getObject','Parameters':{'Bucket':'b'}",
        "s3:listObjectsV2','Parameters':{}",
        "s3:getObject','Parameters':{'bucket':'b','Key':'k'}",
        "s3:getObject','Parameters':['b']",
        "s3:getObject','Parameters':'b'",
        "s3:getObject','Parameters':null",
        "cloudwatch:getMetricData','Parameters':'b'",
      })
  void callThatTellsNoResource_isTold(String fields) {
    for (Options options : List.of(Options.NONE, Designs.TIGHTER)) {
      RoleDesign design = ofTask(SDK + fields, options);
      assertFalse(design.unresolved().isEmpty(), () -> RoleText.of(design));
    }
  }

  /// Whether the API takes a role there is not known: a variable of an environment is none.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'Role':'arn:aws:iam::111122223333:role/r'                                    | false",
        "'Environment':{'Variables':{'AdminRoleArn':'arn:aws:iam::111122223333:role/r'}} | true",
        "'Tags':{'Role':'arn:aws:iam::111122223333:role/r'}                           | true",
        "'Role':'arn:aws:iam::111122223333:role/s','Tags':{'Role':'arn:aws:iam::111122223333:role/r'}"
            + " | true",
      })
  void roleBelowTheArguments_isPassedAndTold(String fields, boolean told) {
    RoleDesign design =
        ofTask(SDK + "lambda:createFunction','Parameters':{'FunctionName':'x'," + fields + "}");
    String role = "arn:aws:iam::111122223333:role/r";
    assertTrue(resources(design, "iam:PassRole").contains(role), () -> RoleText.of(design));
    assertEquals(
        told,
        design.unresolved().stream().anyMatch(gap -> gap.granted().contains(role)),
        () -> RoleText.of(design));
  }

  /// An argument's own role that is not known is told, whatever other role there is.
  @ParameterizedTest
  @ValueSource(strings = {"'Role.$':'$.r'", "'Role':'{% $r %}'", "'Role':'${R}'"})
  void roleThatIsNotKnown_isToldBesideAnother(String fields) {
    RoleDesign design =
        ofTask(
            SDK
                + "lambda:createFunction','Parameters':{'FunctionName':'x','Tags':{'Role':"
                + "'arn:aws:iam::111122223333:role/r'},"
                + fields
                + "}");
    assertTrue(
        design.unresolved().stream()
            .anyMatch(gap -> gap.granted().isEmpty() && gap.reason().contains("`Role`")),
        () -> RoleText.of(design));
  }

  /// What is left in a name or an argument on which something depends blocks it, and says why.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        SDK + "s3:getObject','Parameters':{'Bucket':'${B}','Key':'k'}      | ${B}",
        SDK + "s3:getObject','Parameters':{'${K}':'b','Key':'k'}           | ${K}",
        SDK + "s3:getObject','Parameters':'${P}'                           | ${P}",
        SDK + "iam:putRolePolicy','Parameters':{'RoleName':'${R}','PolicyName':'p'} | ${R}",
        SDK
            + "s3:getObject','Parameters':{'Bucket.$':'States.Format(~${B}-{}~, $.x)','Key':'k'} |"
            + " ${B}",
        SDK + "s3:getObject','Arguments':{'Bucket':'{% ~${B}~ & $x %}','Key':'k'} | ${B}",
        SDK
            + "transcribe:startTranscriptionJob','Parameters':{'Media':{'MediaFileUri':'s3://${B}/k'}}"
            + " | ${B}",
        SDK
            + "s3:getObject','Parameters':{'Bucket':'{{resolve:ssm:b}}','Key':'k'} |"
            + " {{resolve:ssm:b}}",
        "'Resource':'arn:aws:states:::lambda:invoke${S}','Parameters':{'FunctionName':'f'} | ${S}",
        "'Resource':'arn:aws:states:::ecs:runTask.${S}','Parameters':{'TaskDefinition':'f'} | ${S}",
        "'Resource':'arn:aws:states:::events:putEvents','Parameters':{'Entries':[{'${K}':'bus'}]} |"
            + " ${K}",
        "'Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'f'},'${K}':{} |"
            + " ${K}",
        "'Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'f'},'Credentials':{'${K}':'x'}"
            + " | ${K}",
        "'Resource':'arn:aws:states:::apigateway:invoke','Parameters':{'ApiEndpoint':"
            + "'a1.execute-api.eu-west-1.amazonaws.com','Method':'GET','AuthType':'${A}'} | ${A}",
      })
  void placeholderThatIsLeft_blocks(String fields, String placeholder) {
    RoleDesign design = Designs.of(Designs.task(fields).replace('~', '\''), false, Options.NONE);
    assertEquals(
        List.of(),
        Designs.actions(design).stream()
            .filter(action -> !action.startsWith("transcribe:"))
            .toList(),
        () -> RoleText.of(design));
    assertTrue(
        design.unresolved().stream()
            .anyMatch(gap -> gap.reason().contains("nothing substitutes `" + placeholder + "`")),
        () -> RoleText.of(design));
  }

  private static final String MAP =
      "{'StartAt':'M','States':{'M':{'Type':'Map','End':true,'ItemReader':{'Resource':"
          + "'arn:aws:states:::s3:getObject','Parameters':{'Bucket':'in','Key':'k'}},'ItemProcessor':{"
          + "'ProcessorConfig':{#},'StartAt':'P','States':{'P':{'Type':'Pass','End':true}}}}}}";

  @Test
  void mapWhoseModeIsAPlaceholder_isToldAndSubstituted() {
    String definition = MAP.replace('\'', '"').replace("#", "\"Mode\":\"${M}\"");
    RoleDesign left = Designs.of(definition, false, Options.NONE);
    assertEquals(List.of(), left.policies());
    assertTrue(left.unresolved().getFirst().reason().contains("nothing substitutes `${M}`"));
    for (String text :
        List.of(definition, MAP.replace('\'', '"').replace("#", "\"${N}\":\"DISTRIBUTED\""))) {
      RoleDesign design = substituted(text, Map.of("M", "DISTRIBUTED", "N", "Mode"));
      assertEquals(List.of("arn:aws:s3:::in/k"), resources(design, "s3:GetObject"));
    }
  }

  private static RoleDesign substituted(String definition, Map<String, String> values) {
    return Designs.linted(
        new StateMachineRole(Catalogue.bundled())
            .design(
                new StateMachineRole.Request(
                    Designs.ORDERS,
                    false,
                    assertInstanceOf(
                            DefinitionReader.Read.class,
                            DefinitionReader.read(definition, new Substitutions(values)))
                        .definition(),
                    Options.NONE)));
  }

  /// The patterns are refused by Step Functions, or could be read in two ways.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'Type':'Task','Resource':'r','Resource':'s'          | the key `Resource` is given twice",
        "'Type':'Task','Resource':'r','Parameters':{'A':{'B':1,'B':2}} | the key `B` is given"
            + " twice",
        "'Type':'Task','Resource':'r','Parameters':{},'Arguments':{}   | has both `Arguments` and"
            + " `Parameters`",
        "'Type':'Task','Resource':'r','Comment':'${Quote}'    | the value of `Quote` has a quote",
        "'Type':'Task','Resource':'r','${X}':1,'x':2          | the key `x` is given twice",
        "'Type':'Map','Iterator':{},'ItemProcessor':{}        | has both `ItemProcessor` and"
            + " `Iterator`",
        "'Type':'Map','ItemProcessor':{'ProcessorConfig':{'Mode':'Distributed'}} | `Mode` is"
            + " `Distributed`",
        "'Type':'Parallel','Branches':[{'StartAt':'S','States':{'S':{'Type':'Pass'}}}] | state `S`"
            + " is given twice",
        "'Type':'Parallel','Branches':[{'StartAt':'T','${S}':{}}] | the name of a field of a"
            + " machine",
      })
  void definitionThatStepFunctionsRefuses_isRefused(String state, String message) {
    DefinitionReader.Reading reading =
        DefinitionReader.read(
            "{\"StartAt\":\"S\",\"States\":{\"S\":{" + state.replace('\'', '"') + "}}}",
            new Substitutions(Map.of("Quote", "a\"b", "X", "x")));
    String told = assertInstanceOf(DefinitionReader.NotADefinition.class, reading).message();
    assertTrue(told.contains(message), told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S3:getObject','Parameters':{'Bucket':'b','Key':'k'}",
        "s3:GetObject','Parameters':{'Bucket':'b','Key':'k'}",
        "s3:getobject','Parameters':{'Bucket':'b','Key':'k'}",
        "s3:getObject','Parameters':{'Bucket':'b/x','Key':'k'}",
        "s3:getObject','Parameters':{'Bucket':'arn:aws:s3:::b','Key':'k'}",
        "s3:copyObject','Parameters':{'Bucket':'b/x','Key':'k','CopySource':'nothing'}",
      })
  void callThatStepFunctionsOrS3Refuses_isAllowedNothing(String fields) {
    RoleDesign design = ofTask(SDK + fields);
    assertEquals(List.of(), design.policies(), () -> RoleText.of(design));
    assertFalse(design.unresolved().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rds:createDBInstance','Parameters':{'DBInstanceIdentifier':'d'} | rds:CreateDBInstance",
        "rds:createDbInstance','Parameters':{'DBInstanceIdentifier':'d'} | rds:CreateDBInstance",
      })
  void operationInTheCapitalsOfEitherSdk_isKnown(String fields, String action) {
    assertTrue(Designs.actions(ofTask(SDK + fields)).contains(action));
  }

  /// Both are named as the ARN's variable is: each is a resource.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dynamodb:restoreTableToPointInTime','Parameters':{'SourceTableName':'a','TargetTableName':'b'}"
            + " | dynamodb:RestoreTableToPointInTime |"
            + " arn:aws:dynamodb:eu-west-1:111122223333:table/",
        "elasticache:copySnapshot','Parameters':{'SourceSnapshotName':'a','TargetSnapshotName':'b'}"
            + " | elasticache:CopySnapshot | arn:aws:elasticache:eu-west-1:111122223333:snapshot:",
      })
  void twoParametersOfOneVariable_areTwoResources(String fields, String action, String arn) {
    assertEquals(List.of(arn + "a", arn + "b"), resources(ofTask(SDK + fields), action));
  }

  @Test
  void arnInTheNameOfASession_isNoResource() {
    assertEquals(
        List.of("arn:aws:iam::111122223333:role/a"),
        resources(
            ofTask(
                SDK
                    + "sts:assumeRole','Parameters':{'RoleArn':'arn:aws:iam::111122223333:role/a',"
                    + "'RoleSessionName':'arn:aws:iam::111122223333:role/admin'}"),
            "sts:AssumeRole"));
  }

  @Test
  void arnInADescription_isNoResource() {
    assertFalse(
        resources(
                ofTask(
                    SDK
                        + "iam:createRole','Parameters':{'RoleName':'r','Description':"
                        + "'arn:aws:iam::111122223333:role/admin'}"),
                "iam:CreateRole")
            .contains("arn:aws:iam::111122223333:role/admin"));
  }

  @ParameterizedTest
  @CsvSource({"db, db-??????", "db-a1B2c3, db-a1B2c3"})
  void secretArnWithoutItsEnd_matchesTheWholeOne(String written, String expected) {
    String arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:";
    assertEquals(
        List.of(arn + expected),
        resources(
            ofTask(
                SDK
                    + "secretsmanager:getSecretValue','Parameters':{'SecretId':'"
                    + arn
                    + written
                    + "'}"),
            "secretsmanager:GetSecretValue"));
  }

  @ParameterizedTest
  @CsvSource({
    "function:charge, eu-west-1:111122223333:function:charge",
    "function:charge:PROD, eu-west-1:111122223333:function:charge:PROD",
    "999988887777:charge, eu-west-1:999988887777:function:charge",
    "999988887777:function:charge:7, eu-west-1:999988887777:function:charge:7",
    "us-east-1:999988887777:function:charge, us-east-1:999988887777:function:charge",
  })
  void nameOfAFunction_isReadAsLambdaReadsIt(String name, String arn) {
    assertEquals(
        List.of("arn:aws:lambda:" + arn),
        resources(
            ofTask(
                "'Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'"
                    + name
                    + "'}"),
            "lambda:InvokeFunction"));
  }

  @Test
  void patternOfAParent_isNotItsChilds() {
    RoleDesign design =
        Designs.of(
            Designs.task(
                    "'Resource':'arn:aws:states:::ecs:runTask','Parameters':{'TaskDefinition':'web:7','Overrides.$':'States.Format(~adm{}~,"
                        + " $.x)'}")
                .replace('~', '\''),
            false,
            Options.NONE);
    assertFalse(
        resources(design, "iam:PassRole").contains("arn:aws:iam::111122223333:role/adm*"),
        () -> RoleText.of(design));
    assertTrue(
        design.unresolved().stream()
            .anyMatch(gap -> gap.reason().contains("Overrides.TaskRoleArn")));
  }

  /// With the roles given, what the definition leaves open gets nothing more.
  @Test
  void rolesGivenForAState_takeThePlaceOfThoseThatAreNotKnown() {
    String role = "arn:aws:iam::111122223333:role/work";
    assertEquals(
        List.of(role),
        resources(
            ofTask(
                "'Resource':'arn:aws:states:::ecs:runTask','Parameters':{'TaskDefinition':'web:7',"
                    + "'Overrides':{'TaskRoleArn.$':'$.r'}}",
                new Options(
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Map.of("T", List.of(role)))),
            "iam:PassRole"));
  }

  /// CloudFormation would fetch what it refers to; a shell and Terraform take it as it is.
  @Test
  void dynamicReferenceInAName_isNotGivenToCloudFormation() {
    for (String part :
        List.of("{{resolve:ssm:/x}}", "{{resolve:secretsmanager:db}}", "{{ Resolve:ssm:x")) {
      RoleDesign named =
          new RoleDesign(
              "r",
              TrustPolicies.ofStateMachine(Designs.ORDERS),
              List.of(
                  new PolicyDocument(
                      List.of(
                          new PolicyStatement(
                              "A",
                              Effect.ALLOW,
                              new TreeSet<>(List.of("s3:GetObject")),
                              Map.of("arn:aws:s3:::b/" + part, List.of("T")),
                              Map.of())))),
              List.of(),
              List.of());
      RoleFormats formats = new RoleFormats(named);
      assertFalse(formats.cloudFormation().contains("Resources"), formats::cloudFormation);
      assertTrue(formats.cloudFormation().lines().allMatch(line -> line.startsWith("#")));
      assertTrue(formats.terraform().contains("b/" + part));
      assertTrue(formats.cli().contains("b/" + part));
      assertTrue(JsonText.compact(named.toJson()).contains("b/" + part));
    }
  }

  /// What S3 reads of it: a header that is percent-encoded, and a version behind it. Source: Amazon
  /// S3 API, CopyObject.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src/a%2Bb                       | GetObject        | src/a+b     | ",
        "src%2Fdir%2fk                   | GetObject        | src/dir/k   | ",
        "/src/%E5%A3%B2                  | GetObject        | src/\u58f2 | ",
        "src/k?versionId=3HL4            | GetObjectVersion | src/k       | ",
        "src/a%3FversionId=x             | GetObject        | src/a${?}versionId=x | ",
        "src/a%2A                        | GetObject        | src/a${*}   | ",
        "src/a+b                         | GetObject        | src/a+b     | may stand for a space",
        "{% 'src/a%2F' & $x %}           | GetObject        | src/a/*     | only known at run time",
        "{% 'src/a%2' & $x %}            | GetObject        | src/a**     | only known at run time",
        "{% 'src/%2A' & $x %}            | GetObject        | src/?*      | only known at run time",
        "{% 'src/k?versionId=' & $x %}   | GetObjectVersion | src/k       | only known at run time",
      })
  void copySource_isReadAsS3ReadsIt(String source, String action, String object, String told) {
    for (String call :
        List.of("copyObject','Parameters':{", "uploadPartCopy','Parameters':{'UploadId':'u',")) {
      RoleDesign design =
          Designs.of(
              "{\"QueryLanguage\":\"JSONata\","
                  + Designs.task(SDK + "s3:" + call + "'Bucket':'b','Key':'k','CopySource':'#'}")
                      .substring(1)
                      .replace("#", source),
              false,
              Options.NONE);
      assertEquals(List.of("arn:aws:s3:::" + object), resources(design, "s3:" + action), source);
      assertEquals(
          told != null,
          design.unresolved().stream().anyMatch(gap -> gap.reason().contains("" + told)),
          () -> RoleText.of(design));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"src/a%", "src/a%zz", "src/%ff", "arn%3Aaws%3As3:::src"})
  void copySourceThatNobodyReads_isAllowedNothing(String source) {
    RoleDesign design =
        ofTask(
            SDK
                + "s3:copyObject','Parameters':{'Bucket':'b','Key':'k','CopySource':'"
                + source
                + "'}");
    assertEquals(List.of(), resources(design, "s3:GetObject"));
    assertFalse(design.unresolved().isEmpty());
  }

  /// Not the first of them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        SDK + "s3:getObject','Parameters':{'Bucket':['b','c'],'Key':'k'}",
        SDK + "s3:getObject','Parameters':{'Bucket':'b','Key':['k','l']}",
        SDK + "s3:copyObject','Parameters':{'Bucket':'b','Key':'k','CopySource':['b/k','b/l']}",
        "'Resource':'arn:aws:states:::http:invoke','Parameters':{'Method':'GET','ApiEndpoint':["
            + "'https://a.example/','https://b.example/'],'Authentication':{'ConnectionArn':"
            + "'arn:aws:events:eu-west-1:111122223333:connection/c/1'}}",
        "'Resource':'arn:aws:states:::sns:publish','Parameters':{'TopicArn':'arn:aws:sns:eu-west-1:111122223333:t'},"
            + "'Credentials':{'RoleArn':['arn:aws:iam::111122223333:role/a','arn:aws:iam::111122223333:role/b']}",
      })
  void listInThePlaceOfAText_isTold(String fields) {
    RoleDesign design = ofTask(fields);
    assertTrue(
        design.unresolved().stream()
            .anyMatch(
                gap ->
                    gap.reason().contains("is a list, where one text is expected")
                        && gap.granted().isEmpty()),
        () -> RoleText.of(design));
    assertEquals(List.of(), resources(design, "sts:AssumeRole"));
    assertEquals(List.of(), resources(design, "states:InvokeHTTPEndpoint"));
  }

  @ParameterizedTest
  @CsvSource({
    "arn::states:::sns:publish",
    "arn:aws-cn:states:::sns:publish",
    "arn:aws-us-gov:lambda:eu-west-1:111122223333:function:f"
  })
  void resourceOfAnotherPartition_isAllowedNothing(String resource) {
    RoleDesign design =
        ofTask(
            "'Resource':'"
                + resource
                + "','Parameters':{'TopicArn':'arn:aws:sns:eu-west-1:111122223333:t'}");
    assertEquals(List.of(), design.policies());
    assertTrue(design.unresolved().getFirst().reason().contains("not in `aws`"));
  }

  /// Of the stage, the method and the path that the machine calls, and what is unknown is told.
  @ParameterizedTest
  @CsvSource({
    "'Path':'/orders/1', execute-api:/prod/POST/orders/1, false",
    "'Path.$':'$.p', execute-api:/prod/POST/*, true",
  })
  void policyOfAnApi_isOfWhatIsCalled(String path, String resource, boolean told) {
    RoleDesign design =
        ofTask(
            "'Resource':'arn:aws:states:::apigateway:invoke','Parameters':{'ApiEndpoint':"
                + "'a1b2c3.execute-api.eu-west-1.amazonaws.com','Method':'POST','Stage':'prod',"
                + "'AuthType':'RESOURCE_POLICY',"
                + path
                + "}");
    assertTrue(RoleText.of(design).contains("\"" + resource + "\""), () -> RoleText.of(design));
    assertEquals(
        told, design.unresolved().stream().anyMatch(gap -> gap.granted().contains(resource)));
  }

  /// Read as an expression, it is none where the state has the other language.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JSONPath |                            | {% $x %} | true",
        "         |                            | {% $x %} | true",
        "JSONata  |                            | {% $x %} | false",
        "JSONPath | ,'QueryLanguage':'JSONata' | {% $x %} | false",
        "JSONata  | ,'QueryLanguage':'JSONPath'| {% $x %} | true",
        "JSONPath |                            | b        | false",
      })
  void expressionOfTheOtherLanguage_isTold(
      String machine, String state, String bucket, boolean told) {
    String language = machine == null ? "" : "\"QueryLanguage\":\"" + machine + "\",";
    RoleDesign design =
        Designs.of(
            "{"
                + language
                + Designs.task(
                        SDK
                            + "s3:getObject','Parameters':{'Key':'k','Bucket':'"
                            + bucket
                            + "'}"
                            + (state == null ? "" : state))
                    .substring(1),
            false,
            Options.NONE);
    assertEquals(
        told,
        design.unresolved().stream().anyMatch(gap -> gap.reason().contains("`QueryLanguage` is")),
        () -> RoleText.of(design));
  }

  @Test
  void pathInAStateOfJsonata_isTold() {
    RoleDesign design =
        Designs.of(
            "{\"QueryLanguage\":\"JSONata\","
                + Designs.task(SDK + "s3:getObject','Arguments':{'Key':'k','Bucket.$':'$.b'}")
                    .substring(1),
            false,
            Options.NONE);
    assertTrue(
        design.unresolved().stream().anyMatch(gap -> gap.reason().contains("`QueryLanguage` is")));
  }

  @ParameterizedTest
  @CsvSource({"80, true", "81, false"})
  void nameOfAState_hasEightyCharactersAtMost(int length, boolean read) {
    String name = "\ud83d\ude00".repeat(length);
    assertEquals(
        read,
        DefinitionReader.read(
                "{\"StartAt\":\"N\",\"States\":{\"N\":{\"Type\":\"Succeed\"}}}".replace("N", name),
                new Substitutions(Map.of()))
            instanceof DefinitionReader.Read);
  }

  /// A name that a person chose may end as an ARN that Secrets Manager made up.
  @Test
  void secretArnThatMayLackItsEnd_isTold() {
    RoleDesign design =
        ofTask(
            SDK
                + "secretsmanager:getSecretValue','Parameters':{'SecretId':"
                + "'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-charge'}");
    assertTrue(design.unresolved().getFirst().reason().contains("partial"));
    assertEquals(1, resources(design, "secretsmanager:GetSecretValue").size());
  }

  /// "Before you specify a service role, ensure that you have permission to pass it
  /// (`iam:PassRole`)." Source: CloudFormation User Guide, using-iam-servicerole, which names
  /// `cloudformation.amazonaws.com` as the service; the API spells the argument so.
  @ParameterizedTest
  @ValueSource(strings = {"createStack", "updateStack", "deleteStack", "createChangeSet"})
  void roleOfAStack_isPassedToCloudFormation(String operation) {
    String role = "arn:aws:iam::111122223333:role/admin";
    RoleDesign design = stack(operation, "'RoleARN':'" + role + "'");
    assertEquals(List.of(role), resources(design, "iam:PassRole"), () -> RoleText.of(design));
    assertTrue(
        RoleText.of(design).contains("{iam:PassedToService=[cloudformation.amazonaws.com]}"),
        () -> RoleText.of(design));

    RoleDesign unknown = stack(operation, "'RoleARN.$':'$.role'");
    assertEquals(List.of(), resources(unknown, "iam:PassRole"));
    assertTrue(
        unknown.unresolved().stream().anyMatch(gap -> gap.reason().contains("passes a role")),
        () -> RoleText.of(unknown));
    assertFalse(RoleText.of(stack(operation, "'ClientRequestToken':'t'")).contains("PassRole"));
  }

  /// The Service Authorization Reference says of these only that they take a role.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cloudformation:createStackSet','Parameters':{'AdministrationRoleARN'",
        "cloudcontrol:createResource','Parameters':{'RoleArn'"
      })
  void roleThatMayBePassed_isTold(String call) {
    RoleDesign design = ofTask(SDK + call + ":'arn:aws:iam::111122223333:role/admin'}");
    assertEquals(List.of(), resources(design, "iam:PassRole"), () -> RoleText.of(design));
    assertTrue(
        design.unresolved().stream().anyMatch(gap -> gap.reason().contains("is given a role")),
        () -> RoleText.of(design));
  }

  private static RoleDesign stack(String operation, String more) {
    return ofTask(
        SDK + "cloudformation:" + operation + "','Parameters':{'StackName':'s'," + more + "}");
  }
}
