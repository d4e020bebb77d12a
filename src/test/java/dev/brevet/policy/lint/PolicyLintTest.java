package dev.brevet.policy.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.Work;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.policy.PolicyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyLintTest {
  private static final PolicyLint LINT = new PolicyLint(Catalogue.bundled());

  private static final String STATES =
      "{'Effect':'Allow','Principal':{'Service':'states.amazonaws.com'},'Action':'sts:AssumeRole',"
          + "'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:states:eu-west-1:111122223333:stateMachine:*'},"
          + "'StringEquals':{'aws:SourceAccount':'111122223333'}}}";

  record Case(PolicyType type, String expected, String what, String policy) {}

  static Stream<Case> cases() throws IOException {
    try (InputStream in = PolicyLintTest.class.getResourceAsStream("cases.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#") && !line.isBlank())
              .map(line -> line.split(" *\\| *", 4))
              .map(field -> new Case(type(field[0]), field[1], field[2], document(field[3])))
              .toList()
              .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void case_hasItsFinding(Case row) {
    List<Finding> findings = check(row.policy(), row.type());
    if (row.expected().equals("clean")) {
      assertEquals(List.of(), findings);
    } else {
      assertTrue(
          findings.stream().anyMatch(finding -> finding.id().equals(row.expected())),
          () -> row + " " + findings);
    }
  }

  @Test
  void finding_tellsItsPlace() {
    String policy =
        """
        { "Version": "2012-10-17",
          "Statement": [
            { "Effect": "Allow",
              "Action": ["s3:GetObject", "s3:Levitate"],
              "Resource": "arn:aws:s3:::b/*" } ] }\
        """;
    Finding finding = check(policy, PolicyType.IDENTITY).getFirst();
    assertEquals("INVALID_ACTION", finding.id());
    assertEquals(4, finding.line());
    assertEquals(34, finding.column());
    assertEquals("/Statement/0/Action/1", finding.pointer());
    assertEquals(
        "{\"id\":\"INVALID_ACTION\",\"severity\":\"error\",\"place\":{\"line\":4,\"column\":34,\"pointer\":\"/Statement/0/Action/1\"},\"why\":\"`s3`"
            + " has no action that `s3:Levitate` names\"}",
        JsonText.compact(finding.toJson()));
  }

  @ParameterizedTest
  @CsvSource({
    "aws:SourceAccount, 999988887777, true",
    "aws:SourceAccount, 111122223333, false",
    "aws:SourceArn, arn:aws:states:eu-west-1:999988887777:stateMachine:*, true",
    "aws:SourceArn, arn:aws:states:*:111122223333:stateMachine:*, false"
  })
  void sourceOfAnotherAccount_isTold(String key, String value, boolean found) {
    List<Finding> findings =
        LINT.check(
            document(
                "{'Effect':'Allow','Principal':{'Service':'states.amazonaws.com'},'Action':'sts:AssumeRole',"
                    + "'Condition':{'StringLike':{'"
                    + key
                    + "':'"
                    + value
                    + "'}}}"),
            PolicyType.TRUST,
            Optional.of(new AccountId("111122223333")));
    assertEquals(
        found, findings.stream().anyMatch(each -> each.id().equals("SOURCE_OF_OTHER_ACCOUNT")));
  }

  @Test
  void pointer_escapesSlashes() {
    Finding finding =
        check(
                document(
                    "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*','Condition':{'StringEquals':{'aws:PrincipalTag/a':'x*'}}}"),
                PolicyType.IDENTITY)
            .getFirst();
    assertEquals("/Statement/0/Condition/StringEquals/aws:PrincipalTag~1a", finding.pointer());
  }

  /// A repair never allows more than the policy did.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "identity | FORALLVALUES_WITH_SINGLE_VALUED_KEY |"
            + " {'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*','Condition':{'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}}}"
            + " | [{'op':'move','from':'/Statement/0/Condition/ForAllValues:StringEquals','path':'/Statement/0/Condition/StringEquals'}]",
        "identity | BAD_PATTERN_FOR_MFA |"
            + " {'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Bool':{'aws:MultiFactorAuthPresent':'false'}}}"
            + " | []",
        "identity | REDUNDANT_ACTION |"
            + " {'Effect':'Allow','Action':['s3:GetObject','s3:Get*'],'Resource':'arn:aws:s3:::b/*'}"
            + " | [{'op':'remove','path':'/Statement/0/Action/0'}]",
        "trust | RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL |"
            + " {'Effect':'Allow','Principal':{'Service':'states.amazonaws.com'},'Action':'sts:AssumeRole'}"
            + " | [{'op':'add','path':'/Statement/0/Condition','value':{'StringEquals':{'aws:SourceAccount':'111122223333'}}}]",
        "identity | MISSING_VERSION |"
            + " {'Statement':[{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}]}"
            + " | [{'op':'add','path':'/Version','value':'2012-10-17'}]",
        "identity | MISSING_VERSION |"
            + " {'Statement':[{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/${x}'}]}"
            + " | []",
        "identity | INVALID_POLICY_ELEMENT |"
            + " {'effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'} | []",
        "trust | RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL |"
            + " {'Effect':'Allow','Principal':{'Service':['ec2.amazonaws.com','states.amazonaws.com']},'Action':'sts:AssumeRole'}"
            + " | []",
        "trust | RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL |"
            + " {'Effect':'Allow','Principal':{'Service':'glue.amazonaws.com'},'Action':'sts:AssumeRole'}"
            + " | []",
        "trust | RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL |"
            + " {'Effect':'Allow','Principal':{'Service':'states.amazonaws.com'},'Action':'sts:AssumeRole','Condition':{'stringequals':{'aws:RequestedRegion':'eu-west-1'}}}"
            + " | [{'op':'add','path':'/Statement/0/Condition/stringequals/aws:SourceAccount','value':'111122223333'}]",
        "identity | REDUNDANT_ACTION |"
            + " {'Effect':'Deny','Effect':'Allow','Action':['s3:GetObject','s3:Get*'],'Resource':'arn:aws:s3:::b/*'}"
            + " | []",
        "trust | FORALLVALUES_WITHOUT_KEY |"
            + " {'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'sts:AssumeRole','Condition':{'ForAllValues:StringEquals':{'aws:SourceAccount':'111122223333'}}}"
            + " | []",
        "identity | STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS |"
            + " {'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*','Condition':{'StringLike':{'aws:PrincipalArn':'arn:aws:iam:*:user/ana:x'}}}"
            + " | []",
        "trust | REGIONAL_SERVICE_PRINCIPAL |"
            + " {'Effect':'Allow','Principal':{'Service':'states.eu-west-1.amazonaws.com'},'Action':'sts:AssumeRole'}"
            + " | []",
      })
  void repair_isAPatch(String kind, String id, String policy, String patch) {
    Finding finding =
        LINT
            .check(document(policy), type(kind), Optional.of(new AccountId("111122223333")))
            .stream()
            .filter(found -> found.id().equals(id))
            .findFirst()
            .orElseThrow();
    assertEquals(patch.replace('\'', '"'), JsonText.compact(JsonValue.of(finding.repair())));
  }

  @ParameterizedTest
  @CsvSource({
    "session, 2048, 2049, SESSION_POLICY_TOO_LONG",
    "trust, 4096, 4097, POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
  })
  void size_isBounded(String kind, int fits, int tooLong, String id) {
    assertFalse(hasError(ofSize(kind, fits), type(kind), id));
    assertTrue(hasError(ofSize(kind, tooLong), type(kind), id));
  }

  /// Access Analyzer calls it a general warning, and names managed policies of AWS that have it.
  @Test
  void identityPolicyThatIsTooLong_isAWarning() {
    String id = "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA";
    for (int size : List.of(6_145, 10_241)) {
      assertTrue(
          LINT.check(ofSize("identity", size), PolicyType.IDENTITY, Optional.empty()).stream()
              .anyMatch(found -> found.id().equals(id) && found.severity() == Severity.WARNING));
    }
  }

  @Test
  void errors_areOfThoseThatIamRefusesOrThatLetAnyoneIn() {
    for (String id :
        List.of("SOURCE_ACCOUNT_MISMATCH", "ASSUMABLE_BY_ANY_PRINCIPAL", "GROUP_AS_PRINCIPAL")) {
      assertTrue(
          Stream.of(
                  "{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole'}",
                  "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:group/g'},'Action':'sts:AssumeRole'}",
                  STATES.replace(
                      "'aws:SourceAccount':'111122223333'", "'aws:SourceAccount':'444455556666'"))
              .anyMatch(policy -> hasError(document(policy), PolicyType.TRUST, id)),
          id);
    }
  }

  @Test
  void text_neverThrows() throws IOException {
    List<Case> cases = cases().toList();
    Random random = new Random(5);
    int findings = 0;
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder(cases.get(random.nextInt(cases.size())).policy());
      for (int change = random.nextInt(4); change >= 0; change--) {
        text.setCharAt(random.nextInt(text.length()), "{}[]\",:*?$ax/".charAt(random.nextInt(13)));
      }
      for (PolicyType type : PolicyType.values()) {
        findings += check(text.toString(), type).size();
      }
    }
    assertTrue(findings > 1_000);
  }

  private static boolean hasError(String policy, PolicyType type, String id) {
    return check(policy, type).stream()
        .anyMatch(finding -> finding.id().equals(id) && finding.severity() == Severity.ERROR);
  }

  private static String ofSize(String kind, int size) {
    String start =
        kind.equals("trust")
            ? document(STATES).replace("stateMachine:*", "stateMachine:")
            : document("{'Effect':'Deny','Action':'s3:GetObject','Resource':'arn:aws:s3:::'}");
    int at =
        start.lastIndexOf(kind.equals("trust") ? "stateMachine:" : ":::")
            + (kind.equals("trust") ? 13 : 3);
    return start.substring(0, at) + "b".repeat(size - start.length()) + start.substring(at);
  }

  private static List<Finding> check(String policy, PolicyType type) {
    return LINT.check(policy, type, Optional.empty());
  }

  private static PolicyType type(String label) {
    return Arrays.stream(PolicyType.values())
        .filter(type -> type.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static String document(String text) {
    String json = (text.equals("$S") ? STATES : text).replace('\'', '"');
    return json.contains("\"Statement\"") || json.startsWith("{\"Version\"")
        ? json
        : "{\"Version\":\"2012-10-17\",\"Statement\":[" + json + "]}";
  }

  /// Documents that once took minutes, or more stack than there is.
  static Stream<String> endless() {
    return Stream.of(
        "'Principal':{'Service':'"
            + "a.".repeat(30_000)
            + "amazonaws.com'},'Action':'sts:AssumeRole'",
        "'Action':[" + list(6_000, "s3:*#*") + "],'Resource':'*'",
        "'Action':'s3:GetObject','Resource':[" + list(2_400, "arn:aws:s3:::*#*") + "]",
        "'Action':[" + list(2_400, "ec2:Descr#beInstance") + "],'Resource':'*'",
        "'Action':'s3:GetObject','Resource':['arn:aws:s3:::"
            + "*a".repeat(15_000)
            + "','arn:aws:s3:::"
            + "*b".repeat(15_000)
            + "']",
        "'Action':'s3:GetObject','Resource':'" + "*a".repeat(500_000) + "'",
        "'Action':'s3:GetObject','Resource':'*'," + list(6_000, "k#':'v"));
  }

  private static String list(int count, String item) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < count; i++) {
      list.append(i > 0 ? "," : "")
          .append('\'')
          .append(item.replace("#", Integer.toString(i, 36)))
          .append('\'');
    }
    return list.toString();
  }

  @ParameterizedTest
  @MethodSource("endless")
  void hostileDocument_isAnsweredInTime(String elements) {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
            + elements.replace('\'', '"')
            + "}}";
    for (PolicyType type : List.of(PolicyType.IDENTITY, PolicyType.TRUST)) {
      assertFalse(
          Work.within(Duration.ofSeconds(20), () -> LINT.check(policy, type, Optional.empty()))
              .isEmpty());
    }
  }

  /// What is not looked at may be wrong, so that it counts as what is.
  @Test
  void spentEffort_isAWarning_andWhatIsFoundStays() {
    String small =
        document(
            "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*',"
                + "'Condition':{'StringEquals':{'s3:prefix':'a'}}}");
    String flooded =
        small.replace(
            "\"arn:aws:s3:::b/*\"", "[" + list(2_400, "arn:aws:s3:::*#*").replace('\'', '"') + "]");
    List<Finding> warnings =
        LINT.check(small, PolicyType.IDENTITY, Optional.empty()).stream()
            .filter(finding -> finding.severity() == Severity.WARNING)
            .toList();
    List<Finding> found = LINT.check(flooded, PolicyType.IDENTITY, Optional.empty());
    assertFalse(warnings.isEmpty());
    for (Finding warning : warnings) {
      assertTrue(
          found.stream().anyMatch(finding -> finding.id().equals(warning.id())),
          () -> warning + " not among the " + found.size() + " findings");
    }
    assertTrue(
        found.stream()
            .anyMatch(
                finding ->
                    finding.id().equals("NOT_ALL_CHECKED")
                        && finding.severity() == Severity.WARNING));
  }

  @Test
  void documentLongerThanAnyPolicy_isToldAndOnlyItsSizeIsLookedAt() {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:Nothing\",\"Resource\":\"arn:aws:s3:::"
            + "x".repeat(70_000)
            + "\"}}";
    assertEquals(
        List.of("NOT_ALL_CHECKED", "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"),
        LINT.check(policy, PolicyType.IDENTITY, Optional.empty()).stream()
            .map(Finding::id)
            .toList());
  }
}
