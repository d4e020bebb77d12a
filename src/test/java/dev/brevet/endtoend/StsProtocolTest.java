package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.local.Fault;
import dev.brevet.local.LocalIssuer;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;
import software.amazon.awssdk.services.sts.model.InvalidIdentityTokenException;
import software.amazon.awssdk.services.sts.model.StsException;

/// The STS query protocol at the host's root, mostly as the SDK for Java speaks it.
class StsProtocolTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);
  private static final String ROLE = "arn:aws:iam::111122223333:role/brevet/OrdersReader";
  private static final String ADMINISTRATOR = "arn:aws:iam::111122223333:user/dev/local-user";

  @TempDir private Path folder;

  @Test
  void javaSdksWebIdentityProvider_takesTheCredentials() throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, WORLD.token("deploy-pipeline"));
    Map<String, String> properties =
        Map.of(
            "aws.endpointUrlSts",
            WORLD.url().toString(),
            "aws.roleArn",
            ROLE,
            "aws.roleSessionName",
            "chosen-by-the-caller",
            "aws.webIdentityTokenFile",
            file.toString(),
            "aws.region",
            "eu-west-1");
    properties.forEach(System::setProperty);
    try (WebIdentityTokenFileCredentialsProvider provider =
        WebIdentityTokenFileCredentialsProvider.create()) {
      String identity = VendWithTokenTest.identity(provider.resolveCredentials());
      assertTrue(identity.contains(":assumed-role/OrdersReader/repo.acme.orders"), identity);
      assertFalse(identity.contains("chosen-by-the-caller"), identity);
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  @Test
  void answer_hasEverythingThatStsAnswers() {
    AssumeRoleWithWebIdentityResponse response = assume(ROLE, WORLD.token("deploy-pipeline"));
    assertEquals("repo:acme/orders:ref:refs/heads/main", response.subjectFromWebIdentityToken());
    assertEquals(WORLD.issuer().url().toString(), response.provider());
    assertEquals("brevet", response.audience());
    assertTrue(response.assumedRoleUser().arn().startsWith("arn:aws:sts::111122223333:assumed"));
    assertTrue(response.assumedRoleUser().assumedRoleId().startsWith("AROA"));
    assertFalse(response.sourceIdentity().isEmpty());
    assertTrue(response.packedPolicySize() >= 0);
    Duration left = Duration.between(java.time.Instant.now(), response.credentials().expiration());
    // The mapping's default is 30 minutes; a session that another test had is given again until
    // half of that is over.
    assertTrue(left.toSeconds() <= 1800 && left.toSeconds() > 890, left.toString());
    Map<String, AttributeValue> decision =
        TABLES
            .decisions("by-access-key", "accessKeyId", response.credentials().accessKeyId())
            .getFirst();
    assertEquals("orders-reader", decision.get("mapping").s());
  }

  @Test
  void duration_narrows() {
    try (StsClient sts = client()) {
      AssumeRoleWithWebIdentityResponse response =
          sts.assumeRoleWithWebIdentity(
              r ->
                  r.roleArn(ROLE)
                      .roleSessionName("any")
                      .webIdentityToken(WORLD.token("deploy-pipeline"))
                      .durationSeconds(900));
      Duration left =
          Duration.between(java.time.Instant.now(), response.credentials().expiration());
      assertTrue(left.toSeconds() <= 900, left.toString());
    }
  }

  @Test
  void mappingsId_standsForItsRole() {
    AssumeRoleWithWebIdentityResponse response =
        assume(
            "arn:aws:iam::111122223333:role/brevet/orders-reader", WORLD.token("deploy-pipeline"));
    AwsSessionCredentials credentials =
        AwsSessionCredentials.create(
            response.credentials().accessKeyId(),
            response.credentials().secretAccessKey(),
            response.credentials().sessionToken());
    assertEquals(response.assumedRoleUser().arn(), VendWithTokenTest.identity(credentials));
  }

  @Test
  void mappingsId_withAnotherAccount_standsForNothing() {
    assertDenied("arn:aws:iam::444455556666:role/brevet/orders-reader", "deploy-pipeline");
  }

  @Test
  void severalMappingsThatWouldServe_areRefused_withTheirIdsInTheLog() {
    String role = "arn:aws:iam::111122223333:role/brevet/Ambiguous";
    putMapping("ambiguous-a", role);
    putMapping("ambiguous-b", role);
    awaitIndex();
    StsException denied = assertDenied(role, "stranger");
    assertTrue(
        denied.awsErrorDetails().errorMessage().contains("several mappings"), denied.getMessage());
    assertFalse(denied.getMessage().contains("ambiguous-a"), denied.getMessage());
    Map<String, AttributeValue> decision = TABLES.decision(decision(denied));
    assertTrue(
        decision.get("reason").s().contains("ambiguous-a, ambiguous-b"), decision.toString());
    // Named by its id, one is meant: STS then refuses its role, which does not exist.
    StsException refused =
        assertDenied("arn:aws:iam::111122223333:role/brevet/ambiguous-a", "stranger");
    assertEquals("ambiguous-a", TABLES.decision(decision(refused)).get("mapping").s());
  }

  @Test
  void callerThatIsNotAllowed_isDenied_likeForARoleThatIsNotMapped() {
    StsException denied = assertDenied(ROLE, "stranger");
    StsException unknown =
        assertDenied("arn:aws:iam::111122223333:role/brevet/NoSuchRole", "stranger");
    assertEquals(
        denied.awsErrorDetails().errorMessage().replace(decision(denied), ""),
        unknown.awsErrorDetails().errorMessage().replace(decision(unknown), ""));
    assertEquals("DENIED", TABLES.decision(decision(unknown)).get("outcome").s());
  }

  @Test
  void tokenThatDoesNotHold_isAnInvalidIdentityToken() {
    String token = WORLD.token("deploy-pipeline");
    InvalidIdentityTokenException rejected =
        assertThrows(
            InvalidIdentityTokenException.class,
            () -> assume(ROLE, token.substring(0, token.lastIndexOf('.')) + ".AAAA"));
    assertEquals(400, rejected.statusCode());
    assertEquals("not_authenticated", TABLES.decision(decision(rejected)).get("code").s());
  }

  @Test
  void tokenThatIsExpired_isAnExpiredToken() {
    Map<String, Object> claims =
        Map.of("sub", "repo:acme/orders:x", "aud", "brevet", "tenant_id", "acme");
    String token = WORLD.issuer().token(claims, Duration.ofSeconds(-65));
    ExpiredTokenException expired =
        assertThrows(ExpiredTokenException.class, () -> assume(ROLE, token));
    assertEquals(400, expired.statusCode());
    assertTrue(TABLES.decision(decision(expired)).get("reason").s().contains("expired"));
    assertThrows(
        InvalidIdentityTokenException.class,
        () -> assume(ROLE, token.substring(0, token.lastIndexOf('.')) + ".AAAA"));
  }

  @Test
  void issuerThatDoesNotAnswer_isACommunicationError() {
    try (LocalIssuer other = LocalIssuer.start()) {
      String url = other.url().toString();
      TABLES.putIssuer(url, "{\"issuer\":\"" + url + "\",\"audiences\":[\"brevet\"]}");
      other.faults().always("discovery", new Fault.Refuse(500, "", "{}"));
      Map<String, String> form = form();
      form.put(
          "WebIdentityToken",
          other.token(Map.of("sub", "x", "aud", "brevet"), Duration.ofMinutes(5)));
      Answer answer = post(form);
      assertEquals(400, answer.status(), answer.toString());
      assertTrue(answer.body().contains("<Code>IDPCommunicationError</Code>"), answer.body());
      assertEquals("FAILED", TABLES.decision(answer.decision()).get("outcome").s());
    }
  }

  /// As Rust's `object_store` and GDAL send it: all parameters in the query, and no body.
  @ParameterizedTest
  @ValueSource(strings = {"POST", "GET"})
  void parametersInTheQuery_areRead(String method) {
    Map<String, String> form = form();
    form.put("DurationSeconds", "900");
    Answer answer = SharedWorld.call(method, "/?" + encoded(form)).send();
    assertEquals(200, answer.status(), answer.toString());
    assertTrue(answer.body().contains("<SecretAccessKey>"), answer.body());
    assertEquals("orders-reader", TABLES.decision(answer.decision()).get("mapping").s());
  }

  @Test
  void parametersInBothPlaces_areReadOnce() {
    Map<String, String> body = form();
    String action = encoded(Map.of("Action", body.remove("Action")));
    assertEquals(200, post("/?" + action, body).status());
    Answer twice = post("/?" + action, form());
    assertEquals(400, twice.status());
    assertTrue(twice.body().contains("`Action`: is given twice"), twice.body());
  }

  /// As `echo "$TOKEN" >file` leaves it; SDKs send the file as it is.
  @Test
  void tokenThatEndsWithALineBreak_isTheToken() {
    Map<String, String> form = form();
    form.put("WebIdentityToken", " " + form.get("WebIdentityToken") + "\r\n");
    assertEquals(200, post(form).status());
  }

  /// IAM reads a policy without `Version` as one of 2008-10-17, in which `${...}` is text.
  @Test
  void policyWithoutVersion_narrows_whereItHoldsNoVariable() {
    Map<String, String> form = form();
    form.put(
        "Policy",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\"}}");
    assertEquals(200, post(form).status());
    form.put("Policy", form.get("Policy").replace("\"*\"", "\"arn:aws:dynamodb:*:*:table/${x}\""));
    Answer text = post(form);
    assertTrue(text.body().contains("<Code>MalformedPolicyDocument</Code>"), text.body());
  }

  /// SDKs print the id from the header (Go) or from the document (Java).
  @Test
  void everyAnswer_hasItsRequestIdTwice_andItsDecision() {
    Map<String, String> wrong = form();
    wrong.put("RoleArn", "x");
    Map<String, String> denied = form();
    denied.put("WebIdentityToken", WORLD.token("stranger"));
    for (Map<String, String> form : List.of(form(), wrong, denied)) {
      Answer answer = post(form);
      String id = answer.header("x-amzn-RequestId").orElseThrow();
      assertTrue(answer.body().contains("<RequestId>" + id + "</RequestId>"), answer.body());
      Map<String, AttributeValue> decision = TABLES.decision(answer.decision());
      assertEquals(answer.status() == 200 ? "ALLOWED" : "DENIED", decision.get("outcome").s());
    }
    assertEquals("malformed_request", TABLES.decision(post(wrong).decision()).get("code").s());
  }

  /// Scanners and browsers visit the address: they ask for nothing that could be decided.
  @ParameterizedTest
  @CsvSource({"/, MissingAction", "/?Action=Visit, InvalidAction"})
  void visitor_isAnsweredWithoutARecord(String path, String code) {
    Answer answer = SharedWorld.call("GET", path).send();
    assertEquals(400, answer.status());
    assertTrue(answer.body().contains("<Code>" + code + "</Code>"), answer.body());
    assertTrue(answer.header("Brevet-Decision-Id").isEmpty(), answer.toString());
  }

  @Test
  void callerIdentity_isForAwssOwnSts() {
    Answer answer = post(Map.of("Action", "GetCallerIdentity", "Version", "2011-06-15"));
    assertTrue(answer.body().contains("answered by AWS's own STS"), answer.body());
  }

  @Test
  void durationAboveTheMappings_isCut_whereTheMappingSaysSo() {
    putMapping(
        "capped", "arn:aws:iam::111122223333:role/brevet/Capped", "\"PT15M\",\"capDuration\":true");
    Map<String, String> form = form();
    form.put("RoleArn", "arn:aws:iam::111122223333:role/brevet/capped");
    form.put("WebIdentityToken", WORLD.token("stranger"));
    form.put("DurationSeconds", "3600");
    // The local STS has no such role: what counts is that the vend came as far as that.
    assertEquals("role_refused", TABLES.decision(post(form).decision()).get("code").s());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GetCallerIdentity", "AssumeRole", "GetSessionToken", "No`Such<>"})
  void otherAction_isAnInvalidAction(String action) {
    Answer answer = post(Map.of("Action", action, "Version", "2011-06-15"));
    assertEquals(400, answer.status());
    assertTrue(answer.body().contains("<Code>InvalidAction</Code>"), answer.body());
    assertTrue(answer.body().contains("<Type>Sender</Type>"), answer.body());
    assertEquals("text/xml", answer.header("Content-Type").orElse(""));
  }

  @ParameterizedTest
  @CsvSource({
    "Version,2012-10-17,InvalidAction",
    "RoleArn,orders-reader,ValidationError",
    "RoleSessionName,'a b',ValidationError",
    "RoleSessionName,a,ValidationError",
    "WebIdentityToken,' ',ValidationError",
    "ProviderId,www.amazon.com,ValidationError",
    "DurationSeconds,899,ValidationError",
    "DurationSeconds,3601,ValidationError",
    "DurationSeconds,1e3,ValidationError",
    "Policy,{},MalformedPolicyDocument",
    "Policy,[],MalformedPolicyDocument",
    "PolicyArns.member.1.arn,arn:aws:iam::aws:policy/ReadOnlyAccess,MalformedPolicyDocument",
    "PolicyArns.member.1.arn,ReadOnlyAccess,ValidationError",
    "PolicyArns.1,arn:aws:iam::aws:policy/ReadOnlyAccess,ValidationError"
  })
  void wrongParameter_isRefusedInStsWords(String name, String value, String code) {
    Map<String, String> form = form();
    form.put(name, value);
    Answer answer = post(form);
    assertEquals(400, answer.status(), answer.toString());
    assertTrue(answer.body().contains("<Code>" + code + "</Code>"), answer.body());
  }

  @Test
  void noAction_isAMissingAction() {
    assertTrue(post(Map.of("Version", "2011-06-15")).body().contains("MissingAction"));
  }

  @Test
  void durationAboveTheMappings_isAValidationError_thatNamesTheMaximum() {
    putMapping("short-one", "arn:aws:iam::111122223333:role/brevet/Short", "\"PT15M\"");
    awaitIndex();
    Map<String, String> form = form();
    form.put("RoleArn", "arn:aws:iam::111122223333:role/brevet/Short");
    form.put("WebIdentityToken", WORLD.token("stranger"));
    form.put("DurationSeconds", "1800");
    Answer answer = post(form);
    assertEquals(400, answer.status(), answer.toString());
    assertTrue(answer.body().contains("<Code>ValidationError</Code>"), answer.body());
    assertTrue(
        answer
            .body()
            .contains("The requested DurationSeconds exceeds the maximum of the mapping, 900"),
        answer.body());
  }

  private static void putMapping(String id, String role) {
    putMapping(id, role, "\"PT1H\"");
  }

  private static void putMapping(String id, String role, String longest) {
    String mapping =
        """
        {"id":"%s","roleArn":"%s","trustPolicy":{"Version":"2012-10-17","Statement":{
          "Effect":"Allow","Principal":{"Federated":"%s"},
          "Action":"sts:AssumeRoleWithWebIdentity",
          "Condition":{"StringEquals":{"%s:sub":"stranger"}}}},
         "sessionPolicy":{"Version":"2012-10-17","Statement":{
          "Effect":"Allow","Action":"s3:GetObject","Resource":"*"}},
         "defaultSessionDuration":"PT15M","maxSessionDuration":%s}
        """
            .formatted(
                id, role, WORLD.issuer().url(), WORLD.issuer().url().getAuthority(), longest);
    Answer answer =
        SharedWorld.call("PUT", "/v1/iam/admin/mappings/" + id)
            .body(mapping)
            .signed(WORLD.credentials(ADMINISTRATOR))
            .send();
    assertEquals(201, answer.status(), answer.toString());
  }

  /// A role that was not known is looked for again after a second.
  private static void awaitIndex() {
    try {
      Thread.sleep(1_050);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> form() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("Action", "AssumeRoleWithWebIdentity");
    form.put("Version", "2011-06-15");
    form.put("RoleArn", ROLE);
    form.put("RoleSessionName", "any");
    form.put("WebIdentityToken", WORLD.token("deploy-pipeline"));
    return form;
  }

  private static Answer post(Map<String, String> form) {
    return post("/", form);
  }

  private static Answer post(String path, Map<String, String> form) {
    return SharedWorld.call("POST", path)
        .body(
            encoded(form).getBytes(StandardCharsets.UTF_8),
            "application/x-www-form-urlencoded; charset=utf-8")
        .send();
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static StsException assertDenied(String role, String identity) {
    StsException denied =
        assertThrows(StsException.class, () -> assume(role, WORLD.token(identity)));
    assertEquals(403, denied.statusCode());
    assertEquals("AccessDenied", denied.awsErrorDetails().errorCode());
    return denied;
  }

  private static String decision(StsException error) {
    return error
        .awsErrorDetails()
        .sdkHttpResponse()
        .firstMatchingHeader("Brevet-Decision-Id")
        .orElseThrow(() -> new AssertionError("no decision id", error));
  }

  private static AssumeRoleWithWebIdentityResponse assume(String role, String token)
      throws SdkException {
    try (StsClient sts = client()) {
      return sts.assumeRoleWithWebIdentity(
          r ->
              r.roleArn(role)
                  .roleSessionName("any")
                  .webIdentityToken(token)
                  .overrideConfiguration(c -> c.putHeader("Cache-Control", "no-cache")));
    }
  }

  private static StsClient client() {
    return StsClient.builder()
        .endpointOverride(WORLD.url())
        .region(Region.EU_WEST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }
}
