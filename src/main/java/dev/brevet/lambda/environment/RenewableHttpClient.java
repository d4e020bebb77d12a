package dev.brevet.lambda.environment;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/// An HTTP client whose connections can be dropped: the clients of a function keep this one, and it
/// makes a new one underneath at the next request. No connection may be in a snapshot.
final class RenewableHttpClient implements SdkHttpClient {
  private final Supplier<SdkHttpClient> maker;
  private @Nullable SdkHttpClient current;

  RenewableHttpClient(Supplier<SdkHttpClient> maker) {
    this.maker = maker;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return client().prepareRequest(request);
  }

  private synchronized SdkHttpClient client() {
    SdkHttpClient client = current;
    if (client == null) {
      client = maker.get();
      current = client;
    }
    return client;
  }

  /// Closes every connection. Requests that are under way fail.
  synchronized void drop() {
    SdkHttpClient client = current;
    current = null;
    if (client != null) {
      client.close();
    }
  }

  @Override
  public void close() {
    drop();
  }

  @Override
  public String clientName() {
    return "AwsCommonRuntime";
  }
}
