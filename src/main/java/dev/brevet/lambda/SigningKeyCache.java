package dev.brevet.lambda;

import java.net.URI;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// The SDK keeps the last 300 keys that it derived for signing, by the secrets that they come from,
/// for the life of the process; so a snapshot would hold the secret that primed it. Nothing clears
/// that cache, but new keys push old ones out.
final class SigningKeyCache {
  private static final int KEPT = 300;

  private SigningKeyCache() {}

  /// Leaves nothing but keys of made-up secrets.
  static void flush() {
    AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    AwsCredentialsIdentity madeUp = AwsCredentialsIdentity.create("AKIAMADEUP", "made-up");
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("https://made-up.invalid/"))
            .build();
    for (int i = 0; i < KEPT; i++) {
      String region = "made-up-" + i;
      signer.sign(
          sign ->
              sign.identity(madeUp)
                  .request(request)
                  .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "made-up")
                  .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    }
  }
}
