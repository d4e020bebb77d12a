package dev.brevet.local;

import module java.base;

import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// The text of an event file, with what no file can hold put in: for `BREVET_TOKEN` a token of the
/// sample identity, for `BREVET_API_TOKEN` one that it has for the sample API, for
/// `BREVET_PRESIGNED` the bearer of the local IAM user `local-user`.
final class EventText {
  private EventText() {}

  static String of(String file, LocalWorld world) {
    return file.replace("BREVET_TOKEN", world.token(LocalFiles.IDENTITY))
        .replace("BREVET_API_TOKEN", world.apiToken(LocalFiles.IDENTITY))
        .replace("BREVET_PRESIGNED", presigned(world));
  }

  private static String presigned(LocalWorld world) {
    LocalKey key = world.userKey("local-user");
    SdkHttpRequest question =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create(world.stsEndpoint() + "/"))
            .putRawQueryParameter("Action", "GetCallerIdentity")
            .putRawQueryParameter("Version", "2011-06-15")
            .putHeader("x-brevet-audience", LocalWorld.PRESIGNED_AUDIENCE)
            .build();
    URI url =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(
                            AwsCredentialsIdentity.create(
                                key.accessKeyId(), key.secretAccessKey().reveal()))
                        .request(question)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, world.options().region())
                        .putProperty(
                            AwsV4FamilyHttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(
                            AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(1)))
            .request()
            .getUri();
    return "brevet-v1."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(url.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
