package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.iam.SecretString;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import java.net.http.HttpRequest;

/// A running Brevet, over HTTP.
final class BrevetApi {
  private static final int MOST_RETRIES = 2;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Http http;
  private final URI url;

  BrevetApi(Http http, URI url) {
    this.http = http;
    this.url = url;
  }

  JsonObject get(String path, SecretString token) throws Failure {
    return send(authorized(path, token).GET());
  }

  JsonObject post(String path, JsonValue body, SecretString token) throws Failure {
    return send(
        authorized(path, token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JsonText.compact(body))));
  }

  private HttpRequest.Builder authorized(String path, SecretString token) {
    return Http.request(URI.create(url + path))
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + token.reveal());
  }

  /// Asks again where the answer says when; nothing was released then.
  private JsonObject send(HttpRequest.Builder request) throws Failure {
    for (int retries = 0; ; retries++) {
      Http.Reply reply = http.send(request.build());
      switch (reply) {
        case Http.Reply.Unreachable(String reason) ->
            throw Failure.of(
                Exit.UNAVAILABLE,
                "no answer from " + url + ": " + reason,
                "check the address (BREVET_URL, --url, the configuration file) and the network");
        case Http.Reply.Answered answered -> {
          Optional<Duration> wait = wait(answered);
          if (wait.isEmpty() || retries == MOST_RETRIES) {
            return object(answered);
          }
          pause(wait.get());
        }
      }
    }
  }

  private JsonObject object(Http.Reply.Answered answered) throws Failure {
    Optional<JsonObject> document = Documents.object(answered.body());
    if (answered.status() != 200) {
      throw Refusals.failure(answered.status(), document, url);
    }
    if (document.isEmpty()) {
      throw Failure.of(
          Exit.UNAVAILABLE,
          url + " answered, but not as Brevet does",
          "check the address (BREVET_URL, --url, the configuration file)");
    }
    return document.get();
  }

  /// How long to wait before asking again. Empty when that would not help.
  private static Optional<Duration> wait(Http.Reply.Answered answered) {
    if (answered.status() != 429 && answered.status() != 503) {
      return Optional.empty();
    }
    return answered
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,4}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .filter(wait -> wait.compareTo(LONGEST_WAIT) <= 0);
  }

  private static void pause(Duration wait) throws Failure {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Failure.of(Exit.UNAVAILABLE, "interrupted");
    }
  }
}
