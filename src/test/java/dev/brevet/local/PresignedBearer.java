package dev.brevet.local;

import module java.base;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// A presigned `sts:GetCallerIdentity` request as a bearer, made as a caller makes one: with the
/// AWS SDK's signer.
public final class PresignedBearer {
  private PresignedBearer() {}

  /// The bearer of whom `credentials` belong to, for the Brevet called `audience`.
  public static String of(
      AwsCredentials credentials, URI sts, String audience, Instant at, Duration lasts) {
    return bearer(url(credentials, sts, Map.of("x-brevet-audience", audience), at, lasts));
  }

  /// A presigned URL of `sts` whose signed headers are `host` and `headers`.
  public static String url(
      AwsCredentials credentials,
      URI sts,
      Map<String, String> headers,
      Instant at,
      Duration lasts) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(sts.resolve("/"))
            .putRawQueryParameter("Action", "GetCallerIdentity")
            .putRawQueryParameter("Version", "2011-06-15");
    headers.forEach(request::putHeader);
    SignRequest<AwsCredentialsIdentity> sign =
        SignRequest.<AwsCredentialsIdentity>builder(credentials)
            .request(request.build())
            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
            .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4HttpSigner.AuthLocation.QUERY_STRING)
            .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, lasts)
            .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC))
            .build();
    return AwsV4HttpSigner.create().sign(sign).request().getUri().toString();
  }

  /// `url` in the form in which Brevet takes it.
  public static String bearer(String url) {
    return "brevet-v1."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(url.getBytes(StandardCharsets.UTF_8));
  }
}
