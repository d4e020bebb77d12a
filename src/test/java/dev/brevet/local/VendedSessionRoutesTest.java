package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.iam.RoleArn;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// A session that Brevet vended proves nothing, at no route and by no proof, though its role is
/// trusted, administers and asks. A session of the same role that somebody else made is let in by
/// the same proofs at the same routes.
class VendedSessionRoutesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLE = "arn:aws:iam::111122223333:role/brevet/Callers";
  private static final String USER = "arn:aws:iam::111122223333:user/dev/local-user";
  private static final String AUDIENCE = "brevet-of-this-test";

  private static LocalWorld world;
  private static LocalIssuer aws;
  private static List<GatewayRoute> routes;
  private static AwsCredentials vended;
  private static String sourceIdentity;

  @BeforeAll
  static void start() throws Exception {
    world = LocalWorld.start(LocalOptions.inMemory(Path.of("").toAbsolutePath()));
    routes = GatewayRoute.of(world.template());
    aws = LocalIssuer.start();
    world
        .iam()
        .addRole(
            RoleArn.parse(ROLE).orElseThrow(),
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/VendRole\"},"
                + "\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\",\"sts:SetSourceIdentity\"]}]}",
            List.of(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"));
    AwsCredentials administrator = world.credentials(LocalWorld.ADMINISTRATOR);
    admin(
        administrator,
        "PUT",
        "mappings/narrow",
        """
        {"id":"narrow","roleArn":"%s",
         "trustPolicy":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Principal":{"AWS":"%s"},"Action":"sts:AssumeRole"}]},
         "sessionPolicy":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::build-artifacts/one"},
           {"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]}}
        """
            .formatted(ROLE, USER));
    admin(
        administrator,
        "PUT",
        "mappings/of-the-role",
        """
        {"id":"of-the-role","roleArn":"%s",
         "trustPolicy":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Principal":{"AWS":"%s"},"Action":"sts:AssumeRole"}]},
         "sessionPolicy":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Action":"s3:*","Resource":"*"}]}}
        """
            .formatted(ROLE, ROLE));
    admin(
        administrator,
        "PUT",
        "policies/administer",
        "{\"name\":\"administer\",\"type\":\"identity\",\"policy\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"brevet:*\",\"Resource\":\"*\"}]}}");
    admin(
        administrator,
        "POST",
        "attachments",
        "{\"policy\":\"administer\",\"target\":{\"principal\":\"" + ROLE + "\"}}");
    admin(
        administrator,
        "PUT",
        "issuers/"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(aws.url().toString().getBytes(StandardCharsets.UTF_8)),
        "{\"issuer\":\"%s\",\"kind\":\"AWS\",\"account\":\"111122223333\",\"audiences\":[\"%s\"],\"algorithms\":[\"RS256\"]}"
            .formatted(aws.url(), AUDIENCE));
    vended = vend("narrow");
  }

  private static AwsCredentials vend(String mapping) throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            "/v1/iam/credentials",
            "{\"mapping\":\"" + mapping + "\"}",
            world.credentials(USER));
    assertEquals(200, answer.statusCode(), answer.body());
    JsonNode document = JSON.readTree(answer.body());
    sourceIdentity = document.path("sourceIdentity").asText();
    JsonNode credentials = document.path("credentials");
    return AwsSessionCredentials.create(
        credentials.path("accessKeyId").asText(),
        credentials.path("secretAccessKey").asText(),
        credentials.path("sessionToken").asText());
  }

  @AfterAll
  static void stop() {
    aws.close();
    world.close();
  }

  private enum Proof {
    SIGNATURE,
    PRESIGNED,
    AWS_TOKEN
  }

  record Row(GatewayRoute route, Proof proof) {
    @Override
    public String toString() {
      return route.key() + " by " + proof;
    }
  }

  /// Every route that takes a proof, with every proof that it takes.
  static Stream<Row> rows() {
    return routes.stream()
        .filter(route -> !route.path().contains(".well-known") && !route.path().contains("/health"))
        .flatMap(
            route ->
                route.signed()
                    ? Stream.of(new Row(route, Proof.SIGNATURE))
                    : Stream.of(new Row(route, Proof.PRESIGNED), new Row(route, Proof.AWS_TOKEN)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void sessionThatBrevetVended_provesNothing(Row row) throws Exception {
    HttpResponse<String> answer =
        ask(row, vended, Map.of("source_identity", sourceIdentity), "of-the-role");
    if (row.route().path().matches(".*/mappings/?") && !row.route().path().contains("admin")) {
      assertEquals(200, answer.statusCode(), answer.body());
      assertEquals(0, JSON.readTree(answer.body()).path("mappings").size(), answer.body());
      return;
    }
    if (row.route().path().contains(":explain")) {
      assertEquals(200, answer.statusCode(), answer.body());
      assertFalse(JSON.readTree(answer.body()).path("allowed").asBoolean(true), answer.body());
      return;
    }
    assertEquals(403, answer.statusCode(), answer.body());
    assertTrue(
        answer.body().contains("access_denied") || answer.body().contains("AccessDenied"),
        answer.body());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void sessionThatSomebodyElseMade_isItsRole(Row row) throws Exception {
    AwsCredentials other =
        world.credentials("arn:aws:sts::111122223333:assumed-role/Callers/nightly");
    HttpResponse<String> answer =
        ask(row, other, Map.of("source_identity", "nightly"), "of-the-role");
    assertNotEquals(401, answer.statusCode(), answer.body());
    assertNotEquals(403, answer.statusCode(), answer.body());
    if (row.route().path().contains(":explain")) {
      assertTrue(JSON.readTree(answer.body()).path("allowed").asBoolean(), answer.body());
    }
  }

  /// As API Gateway: a session policy that does not allow `execute-api:Invoke` reaches no function.
  @Test
  void sessionThatMayNotInvoke_isForbiddenAtTheGateway() throws Exception {
    AwsCredentials administrator = world.credentials(LocalWorld.ADMINISTRATOR);
    admin(
        administrator,
        "PUT",
        "mappings/no-invoke",
        """
        {"id":"no-invoke","roleArn":"%s",
         "trustPolicy":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Principal":{"AWS":"%s"},"Action":"sts:AssumeRole"}]},
         "sessionPolicy":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::build-artifacts/one"},
           {"Effect":"Allow","Action":"execute-api:Invoke",
            "Resource":"arn:aws:execute-api:*:*:*/*/GET/*"}]}}
        """
            .formatted(ROLE, USER));
    AwsCredentials session = vend("no-invoke");
    HttpResponse<String> post =
        send("POST", "/v1/iam/credentials", "{\"mapping\":\"narrow\"}", session);
    assertEquals(403, post.statusCode());
    assertEquals("{\"message\":\"Forbidden\"}", post.body());
    assertEquals(200, send("GET", "/v1/iam/mappings", "", session).statusCode());
  }

  private static final AtomicInteger REQUESTS = new AtomicInteger();

  private static HttpResponse<String> ask(
      Row row, AwsCredentials session, Map<String, Object> claims, String mapping)
      throws Exception {
    String path =
        row.route()
            .path()
            .replace("{kind}", "state-machine-role")
            .replace("{mapping}", mapping)
            .replace("issuers/{id}", "issuers/aHR0cHM6Ly9ub3QtdGhlcmUuZXhhbXBsZQ")
            .replace("{proxy+}", "groups/not-there")
            .replaceAll("\\{[^}]*}", "not-there");
    String method = row.route().method().equals("ANY") ? "GET" : row.route().method();
    String body = "{\"mapping\":\"" + mapping + "\"}";
    if (row.proof() == Proof.SIGNATURE) {
      return send(method, path, body, session);
    }
    String bearer =
        row.proof() == Proof.PRESIGNED
            ? PresignedBearer.of(
                session,
                world.stsEndpoint(),
                LocalWorld.PRESIGNED_AUDIENCE,
                Clock.systemUTC().instant(),
                // Another for each request: one that was used before proves nothing.
                Duration.ofSeconds(60 + REQUESTS.incrementAndGet()))
            : token(claims);
    boolean isSts = path.equals("/");
    String form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=any&RoleArn="
            + URLEncoder.encode(
                "arn:aws:iam::111122223333:role/brevet/" + mapping, StandardCharsets.UTF_8)
            + "&WebIdentityToken="
            + bearer;
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(world.url() + path))
            .method(method, BodyPublishers.ofString(isSts ? form : body))
            .header(
                "Content-Type", isSts ? "application/x-www-form-urlencoded" : "application/json")
            .header("Authorization", path.contains("/credentials/") ? bearer : "Bearer " + bearer)
            .build(),
        BodyHandlers.ofString());
  }

  /// As `sts:GetWebIdentityToken` gives one to a session of the role.
  private static String token(Map<String, Object> claims) {
    Map<String, Object> said = new HashMap<>(claims);
    said.put("aws_account", "111122223333");
    return aws.token(
        Map.of("sub", ROLE, "aud", AUDIENCE, "https://sts.amazonaws.com/", said),
        Duration.ofMinutes(5));
  }

  private static void admin(AwsCredentials by, String method, String path, String body)
      throws Exception {
    HttpResponse<String> answer = send(method, "/v1/iam/admin/" + path, body, by);
    assertTrue(answer.statusCode() < 300, path + ": " + answer.body());
  }

  private static HttpResponse<String> send(
      String method, String path, String body, AwsCredentials by) throws Exception {
    URI uri = URI.create(world.url() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    SignRequest<AwsCredentialsIdentity> sign =
        SignRequest.<AwsCredentialsIdentity>builder(by)
            .request(
                SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri).build())
            .payload(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
            .build();
    AwsV4HttpSigner.create()
        .sign(sign)
        .request()
        .forEachHeader(
            (name, values) -> {
              if (!name.equalsIgnoreCase("host")) {
                request.header(name, String.join(",", values));
              }
            });
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
