package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.nimbusds.jose.jwk.RSAKey;
import dev.brevet.iam.RoleArn;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.InvalidIdentityTokenException;
import software.amazon.awssdk.services.sts.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.sts.model.PackedPolicyTooLargeException;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.RegionDisabledException;
import software.amazon.awssdk.services.sts.model.Tag;

/// The local STS through the AWS SDK for Java, with what the STS API says of each rule.
class LocalStsTest {
  private static final String ROLES = "arn:aws:iam::111122223333:role/";
  private static final String OPEN = ROLES + "team/Open";
  private static final String SMALL_POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";

  private static LocalIssuer issuer;
  private static LocalSts sts;
  private static LocalKey admin;
  private static LocalKey reader;
  private static LocalKey function;
  private static final List<StsClient> CLIENTS = new ArrayList<>();

  @BeforeAll
  static void start() {
    Clock clock = Clock.systemUTC();
    RSAKey key = LocalIssuer.newKey();
    issuer = LocalIssuer.start(0, key, clock);
    LocalIam iam = LocalIam.read(IAM.replace("ISSUER", issuer.url().getAuthority()));
    LocalKeys keys = new LocalKeys();
    sts = LocalSts.start(0, iam, keys, clock);
    admin =
        keys.longTerm(iam.user("arn:aws:iam::111122223333:user/dev/admin").orElseThrow().caller());
    reader =
        keys.longTerm(iam.user("arn:aws:iam::111122223333:user/reader").orElseThrow().caller());
    LocalIam.Role vend = iam.role(RoleArn.parse(ROLES + "Vend").orElseThrow()).orElseThrow();
    function =
        keys.temporary(
            LocalIam.session(vend, "VendFunction", clock.instant()),
            clock.instant().plus(Duration.ofHours(6)));
  }

  @AfterAll
  static void stop() {
    CLIENTS.forEach(StsClient::close);
    sts.close();
    issuer.close();
  }

  @AfterEach
  void clearFaults() {
    sts.faults().clear();
    issuer.faults().clear();
  }

  @Test
  void callerIdentity_ofAUser_isItsArnAndUniqueId() {
    GetCallerIdentityResponse identity = client(admin).getCallerIdentity();
    assertEquals("arn:aws:iam::111122223333:user/dev/admin", identity.arn());
    assertEquals("111122223333", identity.account());
    assertTrue(identity.userId().matches("AIDA[A-Z2-7]{17}"), identity.userId());
  }

  @Test
  void assumedRole_isWhoItSaysItIs() {
    AssumeRoleResponse answer = assume(admin, OPEN, _ -> {});
    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/Open/session", answer.assumedRoleUser().arn());
    assertTrue(answer.credentials().accessKeyId().startsWith("ASIA"));
    GetCallerIdentityResponse identity = client(answer.credentials()).getCallerIdentity();
    assertEquals(answer.assumedRoleUser().arn(), identity.arn());
    assertEquals(answer.assumedRoleUser().assumedRoleId(), identity.userId());
  }

  @Test
  void duration_isAnHourUnlessAskedFor() {
    assertEndsIn(3600, assume(admin, OPEN, _ -> {}));
    assertEndsIn(7200, assume(admin, OPEN, r -> r.durationSeconds(7200)));
  }

  private static void assertEndsIn(long seconds, AssumeRoleResponse answer) {
    long left = Duration.between(Instant.now(), answer.credentials().expiration()).toSeconds();
    assertTrue(left <= seconds && left >= seconds - 3, left + " s are left of " + seconds);
  }

  @Test
  void duration_outOfBounds_isAValidationError() {
    assertRefused(
        400,
        "ValidationError",
        "greater than or equal to 900",
        () -> assume(admin, OPEN, r -> r.durationSeconds(899)));
    assertRefused(
        400,
        "ValidationError",
        "MaxSessionDuration",
        () -> assume(admin, OPEN, r -> r.durationSeconds(7201)));
  }

  @Test
  void chainedSession_lastsAnHourAtMost() {
    assertRefused(
        400,
        "ValidationError",
        "1 hour session limit for roles assumed by role chaining",
        () -> assume(function, OPEN, r -> r.durationSeconds(3601)));
    assume(function, OPEN, r -> r.durationSeconds(3600));
  }

  @Test
  void roleThatDoesNotTrustTheCaller_orIsNotThere_isTheSameDenial() {
    String message = " is not authorized to perform: sts:AssumeRole on resource: ";
    assertRefused(
        403,
        "AccessDenied",
        reader.caller().arn() + message + OPEN,
        () -> assume(reader, OPEN, _ -> {}));
    assertRefused(
        403,
        "AccessDenied",
        admin.caller().arn() + message + ROLES + "None",
        () -> assume(admin, ROLES + "None", _ -> {}));
  }

  @Test
  void accountAsPrincipal_leavesItToTheCallersOwnPolicies() {
    assume(admin, ROLES + "WholeAccount", _ -> {});
    assertRefused(
        403,
        "AccessDenied",
        "sts:AssumeRole",
        () -> assume(reader, ROLES + "WholeAccount", _ -> {}));
  }

  @Test
  void roleOfAnotherAccount_takesBothSides() {
    String there = "arn:aws:iam::444455556666:role/There";
    assume(admin, there, _ -> {});
    assertRefused(403, "AccessDenied", "sts:AssumeRole", () -> assume(reader, there, _ -> {}));
  }

  @Test
  void externalId_isCompared() {
    assume(admin, ROLES + "External", r -> r.externalId("right-one"));
    assertRefused(
        403,
        "AccessDenied",
        "sts:AssumeRole",
        () -> assume(admin, ROLES + "External", r -> r.externalId("wrong-one")));
    assertRefused(
        403, "AccessDenied", "sts:AssumeRole", () -> assume(admin, ROLES + "External", _ -> {}));
  }

  @Test
  void tagsAndSourceIdentity_needTheirOwnActions() {
    assertRefused(
        403,
        "AccessDenied",
        "sts:TagSession",
        () -> assume(admin, ROLES + "Plain", r -> r.tags(tag("a", "b"))));
    assertRefused(
        403,
        "AccessDenied",
        "sts:SetSourceIdentity",
        () -> assume(admin, ROLES + "Plain", r -> r.sourceIdentity("somebody")));
    AssumeRoleResponse answer =
        assume(admin, OPEN, r -> r.tags(tag("a", "b")).sourceIdentity("somebody"));
    assertEquals("somebody", answer.sourceIdentity());
  }

  @Test
  void tags_areWithinTheirBounds() {
    assertRefused(
        400,
        "InvalidParameterValue",
        "Duplicate",
        () -> assume(admin, OPEN, r -> r.tags(tag("a", "b"), tag("A", "c"))));
    assertRefused(
        400,
        "ValidationError",
        "length less than or equal to 128",
        () -> assume(admin, OPEN, r -> r.tags(tag("k".repeat(129), "b"))));
    assertRefused(
        400,
        "ValidationError",
        "regular expression",
        () -> assume(admin, OPEN, r -> r.tags(tag("a*", "b"))));
    assertRefused(
        400,
        "InvalidParameterValue",
        "aws:",
        () -> assume(admin, OPEN, r -> r.tags(tag("AWS:x", "b"))));
    assertRefused(
        400,
        "InvalidParameterValue",
        "transitive",
        () -> assume(admin, OPEN, r -> r.tags(tag("a", "b")).transitiveTagKeys("c")));
    Tag[] many = IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "v")).toArray(Tag[]::new);
    assertRefused(
        400,
        "ValidationError",
        "less than or equal to 50",
        () -> assume(admin, OPEN, r -> r.tags(many)));
  }

  @Test
  void transitiveTagAndSourceIdentity_goOnToTheNextRole() {
    Credentials first =
        assume(
                admin,
                OPEN,
                r ->
                    r.tags(tag("Tenant", "acme"))
                        .transitiveTagKeys("Tenant")
                        .sourceIdentity("somebody"))
            .credentials();
    StsClient chained = client(first);
    AssumeRoleResponse second =
        chained.assumeRole(r -> r.roleArn(ROLES + "AcmeOnly").roleSessionName("two"));
    assertEquals("somebody", second.sourceIdentity());
    assertRefused(
        400,
        "InvalidParameterValue",
        "conflicts with a transitive tag key",
        () ->
            chained.assumeRole(
                r ->
                    r.roleArn(ROLES + "AcmeOnly")
                        .roleSessionName("two")
                        .tags(tag("tenant", "other"))));
    assertRefused(
        403,
        "AccessDenied",
        "sts:SetSourceIdentity",
        () ->
            chained.assumeRole(
                r ->
                    r.roleArn(ROLES + "AcmeOnly")
                        .roleSessionName("two")
                        .sourceIdentity("another")));
    Credentials untagged = assume(admin, OPEN, _ -> {}).credentials();
    assertRefused(
        403,
        "AccessDenied",
        "sts:AssumeRole",
        () ->
            client(untagged).assumeRole(r -> r.roleArn(ROLES + "AcmeOnly").roleSessionName("two")));
  }

  @Test
  void sessionPolicy_limitsWhatTheSessionMayAssume() {
    Credentials narrowed = assume(admin, OPEN, r -> r.policy(SMALL_POLICY)).credentials();
    assertRefused(
        403,
        "AccessDenied",
        "sts:AssumeRole",
        () ->
            client(narrowed)
                .assumeRole(r -> r.roleArn(ROLES + "WholeAccount").roleSessionName("two")));
    Credentials whole = assume(admin, OPEN, _ -> {}).credentials();
    client(whole).assumeRole(r -> r.roleArn(ROLES + "WholeAccount").roleSessionName("two"));
  }

  @Test
  void sessionPolicy_thatIsNone_isMalformed() {
    assertThrows(
        MalformedPolicyDocumentException.class, () -> assume(admin, OPEN, r -> r.policy("{")));
    assertThrows(
        MalformedPolicyDocumentException.class,
        () -> assume(admin, OPEN, r -> r.policy(SMALL_POLICY.replace("Action", "Act"))));
    assertThrows(
        MalformedPolicyDocumentException.class,
        () ->
            assume(
                admin,
                OPEN,
                r ->
                    r.policy(
                        SMALL_POLICY.replace("\"Effect\"", "\"Principal\":\"*\",\"Effect\""))));
  }

  @Test
  void sessionPolicy_isOf2048CharactersAtMost() {
    String padded = SMALL_POLICY + " ".repeat(2048 - SMALL_POLICY.length());
    int percent = assume(admin, OPEN, r -> r.policy(padded)).packedPolicySize();
    assertTrue(percent > 0 && percent < 100, Integer.toString(percent));
    assertRefused(
        400,
        "ValidationError",
        "less than or equal to 2048",
        () -> assume(admin, OPEN, r -> r.policy(padded + " ")));
    assertRefused(
        400,
        "ValidationError",
        "regular expression",
        () -> assume(admin, OPEN, r -> r.policy(SMALL_POLICY.replace("*", "\u20ac"))));
  }

  @Test
  void tagsThatCannotBePacked_areTooLarge() {
    Random random = new Random(1);
    Tag[] tags =
        IntStream.range(0, 50).mapToObj(i -> tag("key" + i, text(random, 256))).toArray(Tag[]::new);
    PackedPolicyTooLargeException thrown =
        assertThrows(
            PackedPolicyTooLargeException.class, () -> assume(admin, OPEN, r -> r.tags(tags)));
    assertTrue(
        thrown
            .awsErrorDetails()
            .errorMessage()
            .matches("Packed size of session tags consumes [1-9][0-9]{2,}% of allotted space."),
        thrown.getMessage());
  }

  @Test
  void managedPolicies_areTheAccountsOrAwssAndTenAtMost() {
    PolicyDescriptorType readOnly =
        PolicyDescriptorType.builder().arn("arn:aws:iam::aws:policy/ReadOnlyAccess").build();
    assume(admin, OPEN, r -> r.policyArns(readOnly));
    PolicyDescriptorType foreign =
        PolicyDescriptorType.builder().arn("arn:aws:iam::444455556666:policy/Theirs").build();
    assertRefused(
        400,
        "ValidationError",
        "does not exist or is not attachable",
        () -> assume(admin, OPEN, r -> r.policyArns(foreign)));
    PolicyDescriptorType[] eleven =
        IntStream.range(0, 11).mapToObj(_ -> readOnly).toArray(PolicyDescriptorType[]::new);
    assertRefused(
        400,
        "ValidationError",
        "less than or equal to 10",
        () -> assume(admin, OPEN, r -> r.policyArns(eleven)));
  }

  @Test
  void sessionName_isChecked() {
    assertRefused(
        400,
        "ValidationError",
        "roleSessionName",
        () -> assume(admin, OPEN, r -> r.roleSessionName("no spaces")));
    assertRefused(
        400,
        "ValidationError",
        "roleSessionName",
        () -> assume(admin, OPEN, r -> r.roleSessionName("x")));
  }

  @Test
  void sessionToken_isForUsersAndTellsOfTheirDevice() {
    Credentials plain = client(admin).getSessionToken().credentials();
    assertEquals(admin.caller().arn(), client(plain).getCallerIdentity().arn());
    assertRefused(
        403,
        "AccessDenied",
        "sts:AssumeRole",
        () -> client(plain).assumeRole(r -> r.roleArn(ROLES + "Mfa").roleSessionName("two")));
    Credentials strong =
        client(admin)
            .getSessionToken(
                r -> r.serialNumber("arn:aws:iam::111122223333:mfa/admin").tokenCode("123456"))
            .credentials();
    client(strong).assumeRole(r -> r.roleArn(ROLES + "Mfa").roleSessionName("two"));
    assertRefused(
        403,
        "AccessDenied",
        "MultiFactorAuthentication failed",
        () ->
            client(admin)
                .getSessionToken(
                    r ->
                        r.serialNumber("arn:aws:iam::111122223333:mfa/admin").tokenCode("654321")));
    assertRefused(
        403,
        "AccessDenied",
        "Cannot call GetSessionToken",
        () -> client(function).getSessionToken());
    assertRefused(
        403, "AccessDenied", "Cannot call GetSessionToken", () -> client(plain).getSessionToken());
  }

  @Test
  void token_assumesARoleWithoutASignature() {
    AssumeRoleWithWebIdentityResponse answer = withToken(token(Map.of()));
    assertEquals("repo:acme/orders", answer.subjectFromWebIdentityToken());
    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/Web/session",
        client(answer.credentials()).getCallerIdentity().arn());
    assertEquals(
        "arn:aws:iam::111122223333:oidc-provider/" + issuer.url().getAuthority(),
        answer.provider());
  }

  @Test
  void tokenThatDoesNotHold_isRefusedInStssWords() {
    long past = Instant.now().minusSeconds(10).getEpochSecond();
    assertThrows(ExpiredTokenException.class, () -> withToken(token(Map.of("exp", past))));
    assertThrows(
        InvalidIdentityTokenException.class, () -> withToken(token(Map.of("aud", "other"))));
    assertThrows(
        InvalidIdentityTokenException.class,
        () -> withToken(token(Map.of("iss", "http://127.0.0.1:1"))));
    assertThrows(InvalidIdentityTokenException.class, () -> withToken("not.a.token"));
    String good = token(Map.of());
    int signature = good.lastIndexOf('.') + 1;
    char other = good.charAt(signature) == 'A' ? 'B' : 'A';
    assertThrows(
        InvalidIdentityTokenException.class,
        () -> withToken(good.substring(0, signature) + other + good.substring(signature + 1)));
    assertRefused(
        403,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        () -> withToken(token(Map.of("sub", "repo:other/x"))));
  }

  @Test
  void region_thatIsOff_isTold() {
    RegionDisabledException thrown =
        assertThrows(
            RegionDisabledException.class,
            () -> client(admin, Region.ME_SOUTH_1).getCallerIdentity());
    assertTrue(
        thrown
            .getMessage()
            .contains("STS is not activated in this region for account:111122223333"),
        thrown.getMessage());
  }

  @Test
  void wrongSecretAndUnknownKey_areTold() {
    assertRefused(
        403,
        "SignatureDoesNotMatch",
        "does not match the signature you provided",
        () ->
            client(AwsBasicCredentials.create(admin.accessKeyId(), "wrong"), Region.EU_WEST_1)
                .getCallerIdentity());
    assertRefused(
        403,
        "InvalidClientTokenId",
        "security token included in the request is invalid",
        () ->
            client(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "wrong"), Region.EU_WEST_1)
                .getCallerIdentity());
  }

  @Test
  void unsignedOrUnknownRequest_isAnsweredLikeAws() throws Exception {
    HttpResponse<String> unsigned = get("/?Action=GetCallerIdentity&Version=2011-06-15", "*/*");
    assertEquals(403, unsigned.statusCode());
    assertTrue(
        unsigned.body().contains("<Code>MissingAuthenticationToken</Code>"), unsigned.body());
    assertTrue(
        unsigned
            .body()
            .startsWith("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"),
        unsigned.body());
    HttpResponse<String> unknown = get("/?Action=Frobnicate%3C&Version=2011-06-15", "*/*");
    assertEquals(400, unknown.statusCode());
    assertTrue(unknown.body().contains("<Code>InvalidAction</Code>"), unknown.body());
    assertTrue(unknown.body().contains("Frobnicate&lt;"), unknown.body());
    assertTrue(get("/?Action=Frobnicate", "application/json").body().startsWith("{\"Error\":{"));
  }

  @Test
  void plannedFaults_happenAsOftenAsPlanned() {
    sts.faults().next(2, "AssumeRole", Fault.stsThrottling());
    assertRefused(400, "Throttling", "Rate exceeded", () -> assume(admin, OPEN, _ -> {}));
    assertRefused(400, "Throttling", "Rate exceeded", () -> assume(admin, OPEN, _ -> {}));
    assertFalse(assume(admin, OPEN, _ -> {}).credentials().accessKeyId().isEmpty());
  }

  private static String text(Random random, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append((char) ('a' + random.nextInt(26)));
    }
    return out.toString();
  }

  private static HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(sts.endpoint() + path))
              .header("Accept", accept)
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static String token(Map<String, Object> claims) {
    Map<String, Object> all =
        new java.util.HashMap<>(Map.of("sub", "repo:acme/orders", "aud", "brevet"));
    all.putAll(claims);
    return issuer.token(all, Duration.ofMinutes(10));
  }

  private static AssumeRoleWithWebIdentityResponse withToken(String token) {
    StsClient client =
        keep(
            StsClient.builder()
                .endpointOverride(sts.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build());
    return client.assumeRoleWithWebIdentity(
        r -> r.roleArn(ROLES + "Web").roleSessionName("session").webIdentityToken(token));
  }

  private static AssumeRoleResponse assume(
      LocalKey key, String role, Consumer<AssumeRoleRequest.Builder> more) {
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder().roleArn(role).roleSessionName("session");
    more.accept(request);
    return client(key).assumeRole(request.build());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static StsClient client(LocalKey key) {
    return client(key, Region.EU_WEST_1);
  }

  private static StsClient client(LocalKey key, Region region) {
    AwsCredentials credentials =
        key.sessionToken().isPresent()
            ? AwsSessionCredentials.create(
                key.accessKeyId(),
                key.secretAccessKey().reveal(),
                key.sessionToken().get().reveal())
            : AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey().reveal());
    return client(credentials, region);
  }

  private static StsClient client(Credentials given) {
    return client(
        AwsSessionCredentials.create(
            given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
        Region.EU_WEST_1);
  }

  private static StsClient client(AwsCredentials credentials, Region region) {
    return keep(
        StsClient.builder()
            .endpointOverride(sts.endpoint())
            .region(region)
            .overrideConfiguration(c -> c.retryStrategy(b -> b.maxAttempts(1)))
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build());
  }

  private static StsClient keep(StsClient client) {
    CLIENTS.add(client);
    return client;
  }

  private static void assertRefused(int status, String code, String message, Executable call) {
    AwsServiceException thrown = assertThrows(AwsServiceException.class, call);
    assertEquals(code, thrown.awsErrorDetails().errorCode(), thrown.getMessage());
    assertEquals(status, thrown.statusCode());
    assertTrue(thrown.awsErrorDetails().errorMessage().contains(message), thrown.getMessage());
  }

  private static final String IAM =
      """
      {
        "accounts": { "111122223333": { "organization": "o-exampleorgid", "disabledRegions": ["me-south-1"] } },
        "users": [
          { "arn": "arn:aws:iam::111122223333:user/dev/admin",
            "policies": [ { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } ],
            "mfaDevice": { "serialNumber": "arn:aws:iam::111122223333:mfa/admin", "codes": ["123456"] } },
          { "arn": "arn:aws:iam::111122223333:user/reader", "policies": [] }
        ],
        "roles": [
          { "arn": "arn:aws:iam::111122223333:role/Vend", "policies": [],
            "trustPolicy": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" } } },
          { "arn": "arn:aws:iam::111122223333:role/team/Open", "maxSessionDuration": 7200,
            "policies": [ { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sts:*", "Resource": "*" } } ],
            "trustPolicy": { "Version": "2012-10-17", "Statement": {
              "Effect": "Allow",
              "Principal": { "AWS": ["arn:aws:iam::111122223333:user/dev/admin", "arn:aws:iam::111122223333:role/Vend"] },
              "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] } } },
          { "arn": "arn:aws:iam::111122223333:role/Plain", "policies": [],
            "trustPolicy": { "Version": "2012-10-17", "Statement": {
              "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/dev/admin" }, "Action": "sts:AssumeRole" } } },
          { "arn": "arn:aws:iam::111122223333:role/WholeAccount", "policies": [],
            "trustPolicy": { "Version": "2012-10-17", "Statement": {
              "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" } } },
          { "arn": "arn:aws:iam::444455556666:role/There", "policies": [],
            "trustPolicy": { "Version": "2012-10-17", "Statement": {
              "Effect": "Allow",
              "Principal": { "AWS": ["arn:aws:iam::111122223333:user/dev/admin", "arn:aws:iam::111122223333:user/reader"] },
              "Action": "sts:AssumeRole" } } },
          { "arn": "arn:aws:iam::111122223333:role/External", "policies": [],
            "trustPolicy": { "Version": "2012-10-17", "Statement": {
              "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/dev/admin" }, "Action": "sts:AssumeRole",
              "Condition": { "StringEquals": { "sts:ExternalId": "right-one" } } } } },
          { "arn": "arn:aws:iam::111122223333:role/Mfa", "policies": [],
            "trustPolicy": { "Version": "2012-10-17", "Statement": {
              "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/dev/admin" }, "Action": "sts:AssumeRole",
              "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } } } },
          { "arn": "arn:aws:iam::111122223333:role/AcmeOnly", "policies": [],
            "trustPolicy": { "Version": "2012-10-17", "Statement": {
              "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/team/Open" },
              "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
              "Condition": { "StringEquals": { "aws:PrincipalTag/Tenant": "acme" } } } } },
          { "arn": "arn:aws:iam::111122223333:role/Web", "policies": [],
            "trustPolicy": { "Version": "2012-10-17", "Statement": {
              "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/ISSUER" },
              "Action": "sts:AssumeRoleWithWebIdentity",
              "Condition": { "StringLike": { "ISSUER:sub": "repo:acme/*" } } } } }
        ],
        "managedPolicies": {
          "arn:aws:iam::aws:policy/ReadOnlyAccess": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" } },
          "arn:aws:iam::444455556666:policy/Theirs": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" } }
        },
        "openIdConnectProviders": [ { "account": "111122223333", "url": "http://ISSUER", "clientIds": ["brevet"] } ]
      }
      """;
}
