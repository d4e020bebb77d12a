package dev.brevet.cli.environment;

import module java.base;

import dev.brevet.iam.UnicodeText;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 as the program speaks it: no redirects, which could carry a token elsewhere, and bounds
/// on time and size.
public final class Http {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// Longer than Brevet's gateway waits for a function.
  private static final Duration ANSWER = Duration.ofSeconds(35);

  private static final int MOST_BYTES = 32 << 20;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  private static final String PROXY_REFUSED =
      "the proxy in HTTPS_PROXY requires a user and a password, or refused those given"
          + " (http://user:password@host:port; Basic authentication)";

  static {
    // By default Java sends no password over an unencrypted connection to a proxy. A user that
    // writes one into the variable wants it sent, as with curl and the AWS CLI. This is set before
    // the first request or client.
    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
  }

  private final Environment environment;
  private @Nullable HttpClient client;

  public Http(Environment environment) {
    this.environment = environment;
  }

  /// Made when first needed: it takes longer than all that is done without it.
  private synchronized HttpClient client() throws Failure {
    HttpClient made = client;
    if (made == null) {
      Proxies proxies = Proxies.of(environment);
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(proxies);
      proxies.authenticator().ifPresent(builder::authenticator);
      made = builder.build();
      client = made;
    }
    return made;
  }

  /// What came of a request.
  public sealed interface Reply {
    /// An answer, whatever its status.
    record Answered(int status, HttpHeaders headers, String body) implements Reply {}

    /// None, or none that was whole in time.
    ///
    /// @param reason fit to show
    record Unreachable(String reason) implements Reply {}
  }

  public static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(ANSWER).header("User-Agent", "brevet-cli");
  }

  /// The answer to `request`, whatever its status.
  ///
  /// @throws Failure when the configured proxy is none that could be used
  public Reply send(HttpRequest request) throws Failure {
    var sent =
        client()
            .sendAsync(
                request,
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      // The request's own time ends with the headers of the answer.
      HttpResponse<byte[]> response = sent.get(ANSWER.plus(CONNECT).toSeconds(), TimeUnit.SECONDS);
      if (response.statusCode() == PROXY_AUTHENTICATION_REQUIRED) {
        return new Reply.Unreachable(PROXY_REFUSED);
      }
      return UnicodeText.decode(response.body())
          .<Reply>map(body -> new Reply.Answered(response.statusCode(), response.headers(), body))
          .orElseGet(() -> new Reply.Unreachable("the answer is not UTF-8"));
    } catch (ExecutionException e) {
      return new Reply.Unreachable(reason(e.getCause()));
    } catch (TimeoutException _) {
      sent.cancel(true);
      return new Reply.Unreachable("no complete answer came in time");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      sent.cancel(true);
      return new Reply.Unreachable("interrupted");
    }
  }

  private static String reason(@Nullable Throwable cause) {
    for (@Nullable Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof UnresolvedAddressException) {
        return "its host name is not known";
      }
    }
    return switch (cause) {
      case null -> "the connection broke";
      case HttpConnectTimeoutException _ ->
          "no connection within " + CONNECT.toSeconds() + " seconds";
      case HttpTimeoutException _ -> "no answer within " + ANSWER.toSeconds() + " seconds";
      case ConnectException _ -> "nothing answers there";
      case SSLException tls -> "no TLS connection: " + tls.getMessage();
      case IOException io
          when io.getMessage() != null && io.getMessage().contains("authentication attempts") ->
          PROXY_REFUSED;
      case IOException io when io.getMessage() != null -> io.getMessage();
      default -> "the connection broke";
    };
  }
}
