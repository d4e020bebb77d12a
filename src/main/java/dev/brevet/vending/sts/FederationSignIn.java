package dev.brevet.vending.sts;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.deadline.Wait;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.BoundedHttps;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.vending.ConsolePartition;
import dev.brevet.vending.SessionCredentials;
import dev.brevet.vending.SignInTokens;

/// AWS's federation endpoint over HTTPS.
///
/// The session is sent in a body, never in a URL, which others log. `SessionDuration` is left out:
/// it is for sessions of long-term keys, and is refused for those that a role made. One try,
/// [Wait#SIGN_IN] in all, 16 KB at most, no redirect; the connection is not kept. Source: IAM User
/// Guide, id_roles_providers_enable-console-custom-url.
public final class FederationSignIn implements SignInTokens {
  private static final int MOST_BYTES = 16 * 1024;
  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");

  private final BoundedHttps http = new BoundedHttps(_ -> {}, MOST_BYTES);
  private final Optional<URI> endpoint;

  /// `endpoint` stands in for every partition's own where there is one: for tests.
  public FederationSignIn(Optional<URI> endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public Answer ask(ConsolePartition partition, SessionCredentials credentials) {
    URI asked = endpoint.orElseGet(partition::federation);
    String form =
        "Action=getSigninToken&Session="
            + URLEncoder.encode(session(credentials), StandardCharsets.UTF_8);
    try {
      BoundedHttps.Answer answer =
          http.post(
              asked.getAuthority(), asked, HEADERS, form, Deadline.current().within(Wait.SIGN_IN));
      if (answer.status() != 200) {
        return new Answer.Unreachable("the federation endpoint answered " + answer.status());
      }
      return JsonReader.untrusted(answer.body())
          .flatMap(read -> read.text("SigninToken"))
          .filter(token -> !token.isEmpty())
          .<Answer>map(token -> new Answer.Given(asked, new SecretString(token)))
          .orElseGet(() -> new Answer.Unreachable("the federation endpoint gave no token"));
    } catch (IOException _) {
      return new Answer.Unreachable("the federation endpoint did not answer");
    }
  }

  private static String session(SessionCredentials credentials) {
    return JsonText.compact(
        JsonValue.object()
            .with("sessionId", credentials.accessKeyId())
            .with("sessionKey", credentials.secretAccessKey().reveal())
            .with("sessionToken", credentials.sessionToken().reveal()));
  }
}
