package dev.brevet.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.SessionDuration;
import dev.brevet.json.DocumentReading.Problem;
import dev.brevet.json.DocumentReading.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingReaderTest {
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::444455556666:role/app\"},\"Action\":\"sts:AssumeRole\"}]}";
  private static final String ALLOW_ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

  private static String mapping(String fields) {
    return "{\"id\":\"reader\",\"roleArn\":\"arn:aws:iam::111122223333:role/Reader\",\"trustPolicy\":"
        + TRUST
        + (fields.isEmpty() ? "" : "," + fields)
        + "}";
  }

  private static String trusting(String statement) {
    return mapping("")
        .replace(TRUST, "{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}");
  }

  private static RoleMapping read(String json) {
    return MappingReader.read(json).valid().orElseThrow(() -> new AssertionError(json));
  }

  private static List<Problem> problems(String json) {
    return MappingReader.read(json) instanceof Unreadable<RoleMapping>(List<Problem> problems)
        ? problems.stream().map(MappingReaderTest::withoutPlace).toList()
        : List.of();
  }

  private static Problem withoutPlace(Problem problem) {
    return new Problem(
        problem.field(), problem.text().replaceFirst(" \\(line \\d+, column \\d+\\)$", ""));
  }

  @Test
  void mappingOfTheLeastFields_hasTheDefaults() {
    RoleMapping mapping = read(mapping(""));

    assertTrue(mapping.enabled());
    assertEquals(0, mapping.version());
    assertEquals(new CallerRequirements(false, false, false), mapping.requirements());
    assertEquals(Optional.of(SessionPolicyTemplate.DENY_ALL), mapping.session().policy());
    assertEquals(
        new SessionTemplate.SourceIdentityRule.Caller(), mapping.session().sourceIdentity());
    assertEquals(SessionDuration.LONGEST, mapping.session().longestDuration());
    assertEquals(SessionDuration.LONGEST, mapping.session().defaultDuration());
  }

  @Test
  void managedPoliciesAlone_narrowInsteadOfASessionPolicy() {
    RoleMapping mapping =
        read(mapping("\"managedPolicyArns\":[\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]"));

    assertEquals(Optional.empty(), mapping.session().policy());
    assertEquals(1, mapping.session().managedPolicies().size());
  }

  @Test
  void defaultDurationAlone_isBelowTheHour() {
    RoleMapping mapping = read(mapping("\"defaultSessionDuration\":\"PT15M\""));

    assertEquals(SessionDuration.SHORTEST, mapping.session().defaultDuration());
    assertEquals(SessionDuration.LONGEST, mapping.session().longestDuration());
  }

  @Test
  void maximumDurationAlone_isTheDefaultToo() {
    assertEquals(
        SessionDuration.ofSeconds(1800),
        read(mapping("\"maxSessionDuration\":\"PT30M\"")).session().defaultDuration());
  }

  static Stream<Arguments> problemsOfFields() {
    String tags51 =
        IntStream.range(0, 51)
            .mapToObj(i -> "\"k" + i + "\":\"v\"")
            .collect(Collectors.joining(","));
    String arns11 =
        IntStream.range(0, 11)
            .mapToObj(i -> "\"arn:aws:iam::aws:policy/P" + i + "\"")
            .collect(Collectors.joining(","));
    String parameters33 =
        IntStream.range(0, 33)
            .mapToObj(i -> "\"p" + i + "\":{\"from\":\"request\",\"pattern\":\"a\"}")
            .collect(Collectors.joining(","));
    return Stream.of(
        row(
            "\"sessionpolicy\":{}",
            "sessionpolicy",
            "is not a known field: is `sessionPolicy` meant?"),
        row("\"a\\nb\":1", "a?b", "is not a known field"),
        row("\"enabled\":\"yes\"", "enabled", "must be true or false"),
        row("\"requireMfa\":1", "requireMfa", "must be true or false"),
        row("\"description\":[]", "description", "must be a string"),
        row(
            "\"description\":\"" + "x".repeat(1001) + "\"",
            "description",
            "has more than 1000 characters"),
        row("\"externalId\":null", "externalId", "must be a string"),
        row("\"externalId\":\"x\"", "externalId", "not an external id: `x`"),
        row("\"version\":-1", "version", "must be a whole number"),
        row("\"version\":1.5", "version", "must be a whole number"),
        row("\"version\":\"1\"", "version", "must be a whole number"),
        // Durations: the reason is role chaining.
        row(
            "\"maxSessionDuration\":\"PT2H\"",
            "maxSessionDuration",
            "a session lasts 900 to 3600 whole seconds (Brevet's own session is a role's, and role"
                + " chaining ends at one hour), not 7200"),
        row(
            "\"defaultSessionDuration\":\"PT5M\"",
            "defaultSessionDuration",
            "a session lasts 900 to 3600 whole seconds (Brevet's own session is a role's, and role"
                + " chaining ends at one hour), not 300"),
        row(
            "\"maxSessionDuration\":\"1h\"",
            "maxSessionDuration",
            "not a duration such as `PT15M`: `1h`"),
        row("\"maxSessionDuration\":3600", "maxSessionDuration", "must be a string"),
        row("\"capDuration\":\"yes\"", "capDuration", "must be true or false"),
        row(
            "\"maxSessionDuration\":\"PT15M\",\"defaultSessionDuration\":\"PT16M\"",
            "defaultSessionDuration",
            "is above maxSessionDuration"),
        // Parameters.
        row("\"parameters\":[]", "parameters", "must be an object"),
        row("\"parameters\":{" + parameters33 + "}", "parameters", "there are more than 32"),
        row("\"parameters\":{\"a\":1}", "parameters.a", "must be an object"),
        row(
            "\"parameters\":{\"1a\":{\"from\":\"request\",\"pattern\":\"a\"}}",
            "parameters.1a",
            "a parameter's name is a letter and up to 63 letters, digits, `_` and `-`"),
        row("\"parameters\":{\"a\":{\"pattern\":\"a\"}}", "parameters.a.from", "is missing"),
        row(
            "\"parameters\":{\"a\":{\"from\":\"claim:\",\"pattern\":\"a\"}}",
            "parameters.a.from",
            "must be `request` or `claim:<name>`"),
        row(
            "\"parameters\":{\"a\":{\"from\":\"header:x\",\"pattern\":\"a\"}}",
            "parameters.a.from",
            "must be `request` or `claim:<name>`"),
        row("\"parameters\":{\"a\":{\"from\":\"request\"}}", "parameters.a.pattern", "is missing"),
        row(
            "\"parameters\":{\"a\":{\"from\":\"request\",\"pattern\":\"(a\"}}",
            "parameters.a.pattern",
            "a group is not closed (at character 2 of the pattern)"),
        row(
            "\"parameters\":{\"a\":{\"from\":\"request\",\"pattern\":\"a\",\"default\":\""
                + "x".repeat(257)
                + "\"}}",
            "parameters.a.default",
            "a default has at most 256 characters"),
        row(
            "\"parameters\":{\"a\":{\"from\":\"request\",\"pattern\":\"a\",\"required\":true}}",
            "parameters.a.required",
            "is not a known field"),
        row(
            "\"parameters\":{\"a\":{\"from\":\"request\",\"pattern\":\"a\"},\"A\":{\"from\":\"request\",\"pattern\":\"a\"}}",
            "parameters.A",
            "differs from another parameter only by case"),
        // Session policy.
        row("\"sessionPolicy\":\"x\"", "sessionPolicy", "must be an object"),
        row("\"sessionPolicy\":null", "sessionPolicy", "must be an object"),
        row(
            "\"sessionPolicy\":"
                + ALLOW_ALL.replace(
                    "\"Resource\":\"*\"", "\"Resource\":\"arn:aws:s3:::{{bucket}}\""),
            "sessionPolicy",
            "`{{bucket}}` is not a parameter of the mapping"),
        // Managed policies.
        row(
            "\"managedPolicyArns\":[" + arns11 + "]",
            "managedPolicyArns",
            "STS accepts at most 10"),
        row("\"managedPolicyArns\":[1]", "managedPolicyArns[0]", "must be a string"),
        row(
            "\"managedPolicyArns\":[\"x\"]",
            "managedPolicyArns[0]",
            "not a managed policy ARN: `x`"),
        row(
            "\"managedPolicyArns\":[\"arn:aws:iam::444455556666:policy/P\"]",
            "managedPolicyArns[0]",
            "a session can have only AWS's managed policies and those of the role's own account"),
        row(
            "\"managedPolicyArns\":[\"arn:aws-cn:iam::aws:policy/P\"]",
            "managedPolicyArns[0]",
            "a session can have only AWS's managed policies and those of the role's own account"),
        // Tags.
        row("\"sessionTags\":{" + tags51 + "}", "sessionTags", "STS accepts at most 50"),
        row(
            "\"sessionTags\":{\"Team\":\"a\",\"team\":\"b\"}",
            "sessionTags.team",
            "differs from another key only by case, which STS ignores"),
        row(
            "\"sessionTags\":{\"aws:team\":\"a\"}",
            "sessionTags.aws:team",
            "a tag's key is 1 to 128 letters, digits, blanks and `_.:/=+-@`, not beginning with"
                + " `aws:`"),
        row(
            "\"sessionTags\":{\"Brevet:Decision\":\"a\"}",
            "sessionTags.Brevet:Decision",
            "keys that begin with `brevet:` are reserved for Brevet"),
        row("\"sessionTags\":{\"Team\":1}", "sessionTags.Team", "must be a string"),
        row(
            "\"sessionTags\":{\"Team\":\"a*\"}",
            "sessionTags.Team",
            "a tag's value is up to 256 letters, digits, blanks and `_.:/=+-@`"),
        row(
            "\"sessionTags\":{\"Team\":\"{{team}}\"}",
            "sessionTags.Team",
            "`{{team}}` is not a parameter of the mapping"),
        row(
            "\"sessionTags\":{\"Team\":\"{{te am}}\"}",
            "sessionTags.Team",
            "`{{` begins a placeholder such as `{{tenant}}`, without spaces"),
        row(
            "\"transitiveTagKeys\":[\"Team\"]",
            "transitiveTagKeys",
            "`Team` is not a key of sessionTags, or is given twice"),
        row(
            "\"sessionTags\":{\"Team\":\"a\"},\"transitiveTagKeys\":[\"Team\",\"team\"]",
            "transitiveTagKeys",
            "`team` is not a key of sessionTags, or is given twice"),
        // Source identity.
        row("\"sourceIdentity\":true", "sourceIdentity", "must be a string, or false for none"),
        row(
            "\"sourceIdentity\":\"a b\"",
            "sourceIdentity",
            "a source identity is 2 to 64 letters, digits and `_+=,.@-`"),
        row(
            "\"sourceIdentity\":\"{{who}}\"",
            "sourceIdentity",
            "`{{who}}` is not a parameter of the mapping"),
        // The caller's own word: it could bear another's.
        row(
            "\"parameters\":{\"who\":{\"from\":\"request\",\"pattern\":\"[a-z]+\"}},\"sourceIdentity\":\"team-{{who}}\"",
            "sourceIdentity",
            "`{{who}}` comes from the request, so a caller could take another caller's name: take"
                + " it from a claim"),
        // Text that is none.
        row(
            "\"description\":\"\\ud800\"",
            "",
            "holds half a surrogate pair, which is not a Unicode character"));
  }

  private static Arguments row(String fields, String field, String text) {
    return Arguments.of(fields, field, text);
  }

  @ParameterizedTest
  @MethodSource("problemsOfFields")
  void badField_isNamed(String fields, String field, String text) {
    assertEquals(List.of(new Problem(field, text)), problems(mapping(fields)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Federated\":\"https://token.actions.githubusercontent.com\"}",
        "{\"Federated\":\"arn:aws:iam::111122223333:oidc-provider/gitlab.com\"}",
        "\"*\"",
        "{\"AWS\":\"*\"}"
      })
  void storedTrustThatLetsEverybodyIn_isBroken(String principal) {
    String stored =
        "{\"id\":\"m\",\"roleArn\":\"arn:aws:iam::111122223333:role/R\",\"version\":3,\"trustPolicy\":"
            + "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
            + principal
            + ",\"Action\":\"sts:AssumeRole*\",\"Condition\":{\"StringEqualsIfExists\":"
            + "{\"token.actions.githubusercontent.com:repository_owner\":\"octo\","
            + "\"gitlab.com:namespace_path\":\"octo\",\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}}}}";
    assertEquals(Optional.empty(), MappingReader.read(stored).valid());
  }

  static Stream<Arguments> problemsOfTrust() {
    return Stream.of(
        row(
            "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}",
            "trustPolicy",
            "everyone with an AWS account"),
        row(
            "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}",
            "trustPolicy",
            "everyone with an AWS account"),
        row(
            "{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"https://idp.example.com\"},\"Action\":\"sts:AssumeRole\"}",
            "trustPolicy",
            "`https://idp.example.com` can do only `sts:AssumeRoleWithWebIdentity`"),
        row(
            "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"sts:AssumeRoleWithWebIdentity\"}",
            "trustPolicy",
            "`444455556666` can do only `sts:AssumeRole`"),
        row(
            "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}",
            "trustPolicy",
            "an AWS service cannot call Brevet"),
        row(
            "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::444455556666:group/admins\"},\"Action\":\"sts:AssumeRole\"}",
            "trustPolicy",
            "is not a principal that can make a request"),
        row(
            "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"s3:GetObject\"}",
            "trustPolicy",
            "a trust policy can only have actions of `sts`, not `s3:GetObject`"),
        row(
            "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"*\"}",
            "trustPolicy",
            "a trust policy can only have actions of `sts`, not `*`"),
        row(
            "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"}",
            "trustPolicy",
            "a statement of type `trust` needs `Principal`"),
        row(
            "{\"Effect\":\"Allow\",\"NotPrincipal\":{\"AWS\":\"444455556666\"},\"Action\":\"sts:AssumeRole\"}",
            "trustPolicy",
            "`NotPrincipal` is only for statements that deny"),
        row(
            "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"aws:userid\":\"{{who}}\"}}}",
            "trustPolicy",
            "must have no placeholders"),
        row("", "trustPolicy", "has no statement"));
  }

  @ParameterizedTest
  @MethodSource("problemsOfTrust")
  void badTrustPolicy_isNamed(String statement, String field, String text) {
    List<Problem> problems = problems(trusting(statement));

    assertEquals(field, problems.getFirst().field());
    assertTrue(problems.getFirst().text().contains(text), () -> problems.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"StringEquals\":{\"aws:PrincipalAccount\":\"444455556666\"}",
        "\"StringEquals\":{\"aws:PrincipalAccount\":[\"444455556666\",\"111122223333\"]}",
        "\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}",
        "\"ForAnyValue:StringLike\":{\"aws:PrincipalOrgPaths\":\"o-a1b2c3d4e5/r-ab12/*\"}",
        "\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::444455556666:role/teams/*\"}",
        "\"StringLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::444455556666:role/teams/*\"}",
        "\"StringLike\":{\"aws:userid\":\"AROAEXAMPLE:*\"}",
        "\"StringEquals\":{\"brevet:PermissionSet\":\"444455556666/ReadOnly\"}"
      })
  void everyoneWithANarrowingCondition_isTaken(String condition) {
    RoleMapping mapping = read(trusting(everyone(condition)));

    assertEquals(1, mapping.trustPolicy().statements().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Holds for whoever lacks the key, or for everyone else.
        "\"StringNotEquals\":{\"aws:PrincipalAccount\":\"444455556666\"}",
        "\"StringEqualsIfExists\":{\"aws:PrincipalAccount\":\"444455556666\"}",
        "\"ForAllValues:StringEquals\":{\"aws:PrincipalAccount\":\"444455556666\"}",
        // One operand that is everybody is enough.
        "\"StringLike\":{\"aws:PrincipalAccount\":[\"444455556666\",\"*\"]}",
        "\"StringLike\":{\"aws:PrincipalAccount\":\"44*\"}",
        "\"StringLike\":{\"aws:PrincipalArn\":\"*\"}",
        "\"StringLike\":{\"aws:PrincipalOrgID\":\"o-*\"}",
        // Anybody can make a role of that name in an account of their own.
        "\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:role/Admin\"}",
        // A role's path may hold colons: arn:aws:iam::999999999999:role/iam::444455556666:role/x.
        "\"StringLike\":{\"aws:PrincipalArn\":\"arn:*:iam::444455556666:role/*\"}",
        // Session names, user names and tags are what somebody else's administrator makes them.
        "\"StringLike\":{\"aws:userid\":\"*:deploy\"}",
        "\"StringEquals\":{\"aws:username\":\"ann\"}",
        "\"StringEquals\":{\"aws:PrincipalTag/Team\":\"orders\"}",
        "\"StringEquals\":{\"sts:ExternalId\":\"brevet\"}",
        "\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}",
        "\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}"
      })
  void everyoneWithAConditionThatDoesNotNarrow_isRefused(String condition) {
    assertEquals("trustPolicy", problems(trusting(everyone(condition))).getFirst().field());
  }

  private static String everyone(String condition) {
    return "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{"
        + condition
        + "}}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"x\"",
        "{",
        "{}x",
        "{'id':'a'}",
        "{\"id\":\"a\",}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "{\"id\":NaN}",
        "{/**/}"
      })
  void whatIsNoJsonObject_isRefusedAsAWhole(String json) {
    assertEquals("", problems(json).getFirst().field());
    assertEquals(1, problems(json).size());
  }

  @Test
  void documentOver65536Characters_isRefusedUnread() {
    assertEquals(
        List.of(new Problem("", "longer than 65536 characters")), problems("x".repeat(65_537)));
  }

  @Test
  void longDocument_isReadWhole() {
    String resources =
        IntStream.range(0, 1500)
            .mapToObj(i -> "\"arn:aws:s3:::bucket/" + i + "é\"")
            .collect(Collectors.joining(",", "[", "]"));
    String policy = ALLOW_ALL.replace("\"Resource\":\"*\"", "\"Resource\":" + resources);
    String json = "{\"sessionPolicy\":" + policy + "," + mapping("").substring(1);
    assertTrue(json.length() > 40_000);

    RoleMapping mapping = read(json);

    assertEquals(read(mapping("")).trustPolicy(), mapping.trustPolicy());
    assertTrue(mapping.session().policy().orElseThrow().toString().contains("bucket/1499"));
  }

  @Test
  void repeatedKey_isNamed() {
    assertEquals(
        List.of(new Problem("enabled", "is given twice")),
        problems(mapping("\"enabled\":true,\"enabled\":false")));
    assertEquals(
        new Problem("trustPolicy.a.b", "is given twice"),
        problems("{\"trustPolicy\":{\"a\":{\"b\":1,\"b\":2}}}").getFirst());
  }

  @Test
  void missingFields_areAllNamed() {
    assertEquals(
        List.of(
            new Problem("id", "is missing"),
            new Problem("roleArn", "is missing"),
            new Problem("trustPolicy", "is missing")),
        problems("{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::111122223333:user/x",
        "arn:aws:iam::111122223333:role/",
        "arn:aws:iam::1111:role/x",
        "arn:aws:iam:us-east-1:111122223333:role/x",
        "x"
      })
  void whatIsNoRole_isRefused(String arn) {
    assertEquals(
        List.of(new Problem("roleArn", "not a role ARN: `" + arn + "`")),
        problems(mapping("").replace("arn:aws:iam::111122223333:role/Reader", arn)));
  }

  @Test
  void serviceLinkedRole_isRefused() {
    assertEquals(
        List.of(
            new Problem(
                "roleArn", "a service-linked role belongs to its service and is not vended")),
        problems(
            mapping("")
                .replace(
                    "role/Reader",
                    "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Reader", "a b", "-a", "a/b"})
  void badId_isRefused(String id) {
    assertEquals(
        "id", problems(mapping("").replace("\"reader\"", "\"" + id + "\"")).getFirst().field());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"description\":\"Ann's \\\"reader\\\""
            + " \\u00e9\",\"enabled\":false,\"requireMfa\":true,\"temporaryCredentialsOnly\":true",
        "\"sessionPolicy\":{},\"externalId\":\"brevet\",\"sourceIdentity\":false,\"reuse\":false",
        "\"managedPolicyArns\":[\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]",
        "\"maxSessionDuration\":\"PT30M\",\"defaultSessionDuration\":\"PT900S\",\"capDuration\":true",
        "\"parameters\":{\"b\":{\"from\":\"claim:https://x/y\",\"pattern\":\"\\\\d+\"},\"a\":{\"from\":\"request\",\"pattern\":\"[a-z]+\",\"default\":\"*none*\"}},"
            + "\"sessionTags\":{\"Team\":\"x-{{a}}\",\"Size\":\"{{b}}\"},\"transitiveTagKeys\":[\"Size\"],\"sourceIdentity\":\"id-{{b}}\","
            + "\"sessionPolicy\":{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":\"arn:aws:s3:::b/{{a}}/${aws:username}/\\u00e9\"}}"
      })
  void writtenMapping_isReadBackEqual(String fields) {
    RoleMapping mapping = read(mapping(fields));
    String json = MappingWriter.write(mapping);

    assertEquals(mapping, read(json));
    assertEquals(json, MappingWriter.write(read(json)));
    assertEquals(
        mapping.withVersion(7), read(MappingWriter.writeWithVersion(mapping.withVersion(7))));
  }

  @Test
  void writtenMapping_saysWhatAnAbsentSessionPolicyMeans() {
    assertTrue(
        MappingWriter.write(read(mapping("")))
            .contains(
                "\"sessionPolicy\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}"));
  }
}
