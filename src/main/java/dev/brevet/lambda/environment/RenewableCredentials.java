package dev.brevet.lambda.environment;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// Credentials whose provider, with all that it remembers, can be dropped: the next request makes a
/// new one. No credential may be in a snapshot.
final class RenewableCredentials implements AwsCredentialsProvider {
  private final Supplier<AwsCredentialsProvider> maker;
  private @Nullable AwsCredentialsProvider current;

  RenewableCredentials(Supplier<AwsCredentialsProvider> maker) {
    this.maker = maker;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return provider().resolveCredentials();
  }

  private synchronized AwsCredentialsProvider provider() {
    AwsCredentialsProvider provider = current;
    if (provider == null) {
      provider = maker.get();
      current = provider;
    }
    return provider;
  }

  synchronized void drop() {
    AwsCredentialsProvider provider = current;
    current = null;
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  @Override
  public String toString() {
    return "RenewableCredentials";
  }
}
