package dev.brevet.vending.sts;

import dev.brevet.deadline.Deadline;
import dev.brevet.deadline.Wait;
import dev.brevet.iam.SecretString;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.vending.ConsolePartition;
import dev.brevet.vending.SessionCredentials;
import dev.brevet.vending.SignInTokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// AWS's federation endpoint over HTTPS.
///
/// The session is sent in a body, never in a URL, which others log. `SessionDuration` is left out:
/// it is for sessions of long-term keys, and is refused for those that a role made. One try, 1 s to
/// connect, [Wait#SIGN_IN] in all, 16 KB at most, no redirect; the connection is not kept. Source:
/// IAM User Guide, id_roles_providers_enable-console-custom-url.
public final class FederationSignIn implements SignInTokens {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final long MOST_BYTES = 16 * 1024;

  private final Optional<URI> endpoint;

  /// `endpoint` stands in for every partition's own where there is one: for tests.
  public FederationSignIn(Optional<URI> endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public Answer ask(ConsolePartition partition, SessionCredentials credentials) {
    URI asked = endpoint.orElseGet(partition::federation);
    Duration left = Deadline.current().left(Wait.SIGN_IN);
    if (left.toMillis() == 0) {
      return new Answer.Unreachable("no time was left to ask the federation endpoint");
    }
    try (HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build()) {
      HttpResponse<String> response = sent(http, request(asked, credentials), left);
      if (response.statusCode() != 200) {
        return new Answer.Unreachable("the federation endpoint answered " + response.statusCode());
      }
      return JsonReader.untrusted(response.body())
          .flatMap(answer -> answer.text("SigninToken"))
          .filter(token -> !token.isEmpty())
          .<Answer>map(token -> new Answer.Given(asked, new SecretString(token)))
          .orElseGet(() -> new Answer.Unreachable("the federation endpoint gave no token"));
    } catch (IOException e) {
      return new Answer.Unreachable("the federation endpoint did not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Unreachable("interrupted while waiting for the federation endpoint");
    }
  }

  /// The client's own time ends with the headers; this one, with the body.
  private static HttpResponse<String> sent(HttpClient http, HttpRequest request, Duration within)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> response =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES));
    try {
      return response.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer in time", e);
    } finally {
      // Else closing it waits for what is still under way.
      http.shutdownNow();
    }
  }

  private static HttpRequest request(URI endpoint, SessionCredentials credentials) {
    String form =
        "Action=getSigninToken&Session="
            + URLEncoder.encode(session(credentials), StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(endpoint)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(form))
        .build();
  }

  private static String session(SessionCredentials credentials) {
    Map<String, JsonValue> session = new LinkedHashMap<>();
    session.put("sessionId", JsonValue.of(credentials.accessKeyId()));
    session.put("sessionKey", JsonValue.of(credentials.secretAccessKey().reveal()));
    session.put("sessionToken", JsonValue.of(credentials.sessionToken().reveal()));
    return JsonText.compact(JsonValue.of(session));
  }
}
