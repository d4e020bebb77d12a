package dev.brevet.endtoend;

import module java.base;

import dev.brevet.local.LocalWorld;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// One request to a local world, signed by the AWS SDK's own signer where it is to be signed.
final class Call {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Set<String> NOT_OURS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    NOT_OURS.addAll(List.of("Host", "Content-Length"));
  }

  private final LocalWorld world;
  private final URI uri;
  private final String method;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] body = new byte[0];
  private boolean patient;

  Call(LocalWorld world, String method, String path) {
    this.world = world;
    this.uri = URI.create(world.url() + path);
    this.method = method;
  }

  /// Sends it again where the answer is 503 and no fault is planned, as SDKs do: on a busy machine
  /// a table may not answer within the time that a function waits for it.
  Call patient() {
    patient = true;
    return this;
  }

  Call bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  Call header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Call body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8), "application/json");
  }

  Call body(byte[] bytes, String contentType) {
    body = bytes;
    return header("Content-Type", contentType);
  }

  /// Signs the request as it is now, for `execute-api`.
  Call signed(AwsCredentials credentials) {
    return signed(credentials, "execute-api", "eu-west-1", Instant.now());
  }

  Call signed(AwsCredentials credentials, String service, String region, Instant at) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
    headers.forEach(request::putHeader);
    SignRequest.Builder<AwsCredentialsIdentity> sign =
        SignRequest.<AwsCredentialsIdentity>builder(credentials)
            .request(request.build())
            .payload(() -> new ByteArrayInputStream(body))
            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
            .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
    AwsV4HttpSigner.create()
        .sign(sign.build())
        .request()
        .forEachHeader((name, values) -> headers.put(name, String.join(",", values)));
    return this;
  }

  Answer send() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .method(method, BodyPublishers.ofByteArray(body));
    headers.forEach(
        (name, value) -> {
          if (!NOT_OURS.contains(name)) {
            request.header(name, value);
          }
        });
    int tries = patient && !anyFault() ? 3 : 1;
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      for (int i = 1; i < tries && response.statusCode() == 503; i++) {
        Thread.sleep(Duration.ofMillis(500));
        response = HTTP.send(request.build(), BodyHandlers.ofString());
      }
      return new Answer(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean anyFault() {
    return world.dynamoDb().faults().isAny()
        || world.sts().faults().isAny()
        || world.issuer().faults().isAny();
  }
}
