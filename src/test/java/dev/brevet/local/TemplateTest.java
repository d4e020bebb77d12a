package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
  private static final Map<String, String> PSEUDO =
      Map.of(
          "AWS::Region", "eu-west-1",
          "AWS::AccountId", "111122223333",
          "AWS::Partition", "aws",
          "AWS::StackName", "stack");
  private static final String TEMPLATE =
      """
      Parameters:
        Path: {Type: String, Default: /brevet/}
        Empty: {Type: String, Default: ""}
      Conditions:
        HasPath: !Not [!Equals [!Ref Path, ""]]
        HasBoth: !And [!Condition HasPath, !Not [!Equals [!Ref Empty, ""]]]
      Globals:
        Function:
          Timeout: 15
          Environment: {Variables: {ONE: globals, TWO: !Ref Path}}
      Resources:
        Things:
          Type: AWS::DynamoDB::Table
          Properties: {TableName: !Sub "${AWS::StackName}-things"}
        Others: {Type: AWS::DynamoDB::Table}
        Never: {Type: AWS::DynamoDB::Table, Condition: HasBoth}
        Role:
          Type: AWS::IAM::Role
          Properties: {Path: /service/}
        Function:
          Type: AWS::Serverless::Function
          Properties:
            Handler: some.Handler
            Role: !GetAtt Role.Arn
            Boundary: !If [HasBoth, !Ref Empty, !Ref AWS::NoValue]
            List: [a, !If [HasBoth, b, !Ref AWS::NoValue], !If [HasPath, c, d]]
            Literal: !Sub "${!aws:username} ${Things.Arn} ${Path}"
            Own: !Sub ["${Own}-${Path}", {Own: !Join ["+", [x, !Ref Others]]}]
            Picked: !Select [1, !Split [":", "a:b:c"]]
            Environment: {Variables: {ONE: own, TABLE: !Ref Things}}
      """;

  @Test
  void functions_areResolvedAsCloudFormationDoes(@TempDir Path folder) throws IOException {
    Template template = read(folder, TEMPLATE, Map.of());
    Map<String, Object> function = template.resources("AWS::Serverless::Function").get("Function");
    assertEquals("arn:aws:iam::111122223333:role/service/Role", function.get("Role"));
    assertFalse(function.containsKey("Boundary"));
    assertEquals(List.of("a", "c"), function.get("List"));
    assertEquals(
        "${aws:username} arn:aws:dynamodb:eu-west-1:111122223333:table/stack-things /brevet/",
        function.get("Literal"));
    assertEquals("x+Others-/brevet/", function.get("Own"));
    assertEquals("b", function.get("Picked"));
    assertEquals(
        List.of("Things", "Others"),
        List.copyOf(template.resources("AWS::DynamoDB::Table").keySet()));
  }

  @Test
  void environment_isTheGlobalsWithTheFunctionsOwnOverIt(@TempDir Path folder) throws IOException {
    assertEquals(
        Map.of("ONE", "own", "TWO", "/other/", "TABLE", "stack-things"),
        LocalFunction.environment(read(folder, TEMPLATE, Map.of("Path", "/other/")), "Function"));
  }

  @Test
  void whatIsNotKnown_isAnError(@TempDir Path folder) {
    assertThrows(
        IllegalArgumentException.class, () -> read(folder, TEMPLATE, Map.of("Unknown", "x")));
    assertThrows(IllegalArgumentException.class, () -> resolve(folder, "!Ref Nothing"));
    assertThrows(IllegalArgumentException.class, () -> resolve(folder, "!FindInMap [A, B, C]"));
    assertThrows(IllegalArgumentException.class, () -> resolve(folder, "!If [NoCondition, a, b]"));
  }

  @Test
  void otherAuthorizer_isAnError_notAnOpenRoute(@TempDir Path folder) throws IOException {
    String route =
        """
        Resources:
          Function:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                One: {Type: HttpApi, Properties: {Method: get, Path: /x, Auth: {Authorizer: %s}}}
        """;
    assertEquals(
        List.of(new GatewayRoute("GET", "/x", true, "Function")),
        GatewayRoute.of(read(folder, route.formatted("AWS_IAM"), Map.of())));
    assertEquals(
        List.of(new GatewayRoute("GET", "/x", false, "Function")),
        GatewayRoute.of(read(folder, route.formatted("NONE"), Map.of())));
    Template other = read(folder, route.formatted("MyJwt"), Map.of());
    assertThrows(IllegalArgumentException.class, () -> GatewayRoute.of(other));
  }

  private static Object resolve(Path folder, String value) throws IOException {
    String text = "Resources: {A: {Type: T, Properties: {P: " + value + "}}}";
    return read(folder, text, Map.of()).resources("T");
  }

  private static Template read(Path folder, String text, Map<String, String> parameters)
      throws IOException {
    return Template.read(
        Files.writeString(folder.resolve("template.yaml"), text), parameters, PSEUDO);
  }
}
