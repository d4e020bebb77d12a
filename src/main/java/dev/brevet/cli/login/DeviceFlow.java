package dev.brevet.cli.login;

import module java.base;

import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.cli.environment.Settings;
import dev.brevet.json.JsonValue.JsonObject;

/// Signing in with a browser of another machine. Source: RFC 8628.
public record DeviceFlow(
    Environment environment, Http http, Issuer issuer, Settings.SignIn signIn) {
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final long LONGEST_INTERVAL = 60;

  /// @param code what the token endpoint is asked with
  /// @param interval seconds between two questions
  private record Started(String code, Instant end, long interval) {}

  public Login run() throws Failure {
    Started started = start();
    long interval = started.interval();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    form.put("device_code", started.code());
    form.put("client_id", signIn.client());
    while (environment.clock().instant().isBefore(started.end())) {
      pause(interval);
      switch (issuer.token(http, form)) {
        case TokenAnswer.Granted granted -> {
          return granted.login(signIn, environment.clock(), Optional.empty(), Optional.empty());
        }
        case TokenAnswer.Refused(String error, String _)
            when error.equals("authorization_pending") -> {}
        case TokenAnswer.Refused(String error, String _) when error.equals("slow_down") ->
            interval = Math.min(interval + 5, LONGEST_INTERVAL);
        case TokenAnswer.Refused(String error, String _) when error.equals("access_denied") ->
            throw Failure.of(Exit.NOT_AUTHENTICATED, "the login was refused in the browser");
        case TokenAnswer.Refused(String error, String _) when error.equals("expired_token") ->
            throw tooLate();
        case TokenAnswer.Refused refused -> throw refused.failure();
        // RFC 8628, 3.5: less often, as the issuer may be busy.
        case TokenAnswer.NoAnswer _ -> interval = Math.min(interval * 2, LONGEST_INTERVAL);
      }
    }
    throw tooLate();
  }

  private Started start() throws Failure {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", signIn.client());
    form.put("scope", signIn.scope());
    signIn.audience().ifPresent(audience -> form.put("audience", audience));
    Http.Reply reply = issuer.post(http, issuer.endpoint("device_authorization_endpoint"), form);
    if (reply instanceof Http.Reply.Unreachable(String reason)) {
      throw issuer.unreachable(reason);
    }
    if (TokenAnswer.of(reply) instanceof TokenAnswer.Refused refused) {
      throw refused.failure();
    }
    Optional<JsonObject> answer =
        reply instanceof Http.Reply.Answered(int status, var _, String body) && status == 200
            ? Documents.object(body)
            : Optional.empty();
    Optional<String> code = answer.flatMap(json -> json.text("device_code"));
    Optional<String> userCode = answer.flatMap(json -> json.text("user_code"));
    Optional<String> page = answer.flatMap(json -> json.text("verification_uri"));
    if (code.isEmpty() || userCode.isEmpty() || page.filter(this::isPage).isEmpty()) {
      throw issuer.unreachable("its answer is not one of RFC 8628");
    }
    environment.tell(
        "open "
            + page.get()
            + " in a browser, on any machine, and enter the code "
            + userCode.get());
    answer
        .flatMap(json -> json.text("verification_uri_complete"))
        .filter(this::isPage)
        .ifPresent(complete -> environment.tell("or open " + complete + " and compare the code"));
    JsonObject json = answer.orElseThrow();
    long life = Documents.number(json, "expires_in").orElse(600);
    return new Started(
        code.get(),
        environment.clock().instant().plusSeconds(Math.clamp(life, 1, LONGEST.toSeconds())),
        Math.clamp(Documents.number(json, "interval").orElse(5), 1, LONGEST_INTERVAL));
  }

  /// An address that a person may be asked to open.
  private boolean isPage(String text) {
    try {
      return issuer.mayName(URI.create(text));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Failure tooLate() {
    return Failure.of(
        Exit.NOT_AUTHENTICATED, "the code was not entered in time", "run `brevet login` again");
  }

  private static void pause(long seconds) throws Failure {
    try {
      Thread.sleep(Duration.ofSeconds(seconds));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Failure.of(Exit.UNAVAILABLE, "interrupted");
    }
  }
}
