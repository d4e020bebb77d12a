package dev.brevet.cli.login;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.cli.environment.Settings;
import dev.brevet.cli.login.LoopbackServer.Answer;
import dev.brevet.iam.Sha256;
import dev.brevet.json.JsonValue.JsonBoolean;

/// Signing in with a browser of this machine: authorization code with PKCE, sent back to a port of
/// 127.0.0.1. Source: RFC 8252, RFC 7636, RFC 9207.
public record CodeFlow(Environment environment, Http http, Issuer issuer, Settings.SignIn signIn) {
  private static final String PATH = "/callback";
  private static final int MINUTES = 5;

  /// What only this login knows. `state` ties the browser's return to it, `nonce` the ID token,
  /// `verifier` the exchange of the code.
  private record Secrets(String state, String nonce, String verifier) {
    String challenge() {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(verifier));
    }
  }

  public Login run(boolean browser) throws Failure {
    Secrets secrets =
        new Secrets(environment.randomText(), environment.randomText(), environment.randomText());
    CompletableFuture<Map<String, String>> returned = new CompletableFuture<>();
    CompletableFuture<PrivateVisit> visit = new CompletableFuture<>();
    try (LoopbackServer server =
        LoopbackServer.start(
            signIn.redirectPort(),
            exchange ->
                Optional.ofNullable(visit.getNow(null))
                    .flatMap(it -> it.answer(exchange))
                    .orElseGet(() -> answer(exchange, secrets, returned)))) {
      String redirect = server.url() + PATH;
      URI page = page(secrets, redirect);
      boolean opened = false;
      if (browser) {
        visit.complete(new PrivateVisit(environment, page));
        opened = visit.join().open(server.url());
      }
      environment.tell(
          opened
              ? "sign in in the browser that opened, or at " + page
              : "open this in a browser of this machine: " + page);
      Map<String, String> answer = await(returned);
      checkIssuer(answer);
      if (answer.containsKey("error")) {
        throw new TokenAnswer.Refused(
                answer.getOrDefault("error", ""), answer.getOrDefault("error_description", ""))
            .failure();
      }
      return exchanged(answer.getOrDefault("code", ""), redirect, secrets);
    }
  }

  private URI page(Secrets secrets, String redirect) throws Failure {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", signIn.client());
    query.put("redirect_uri", redirect);
    query.put("scope", signIn.scope());
    query.put("state", secrets.state());
    query.put("nonce", secrets.nonce());
    query.put("code_challenge", secrets.challenge());
    query.put("code_challenge_method", "S256");
    signIn.audience().ifPresent(audience -> query.put("audience", audience));
    URI endpoint = issuer.endpoint("authorization_endpoint");
    return URI.create(
        endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + Issuer.encoded(query));
  }

  private Login exchanged(String code, String redirect, Secrets secrets) throws Failure {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect);
    form.put("client_id", signIn.client());
    form.put("code_verifier", secrets.verifier());
    return switch (issuer.token(http, form)) {
      case TokenAnswer.Granted granted ->
          granted.login(
              signIn, environment.clock(), Optional.of(secrets.nonce()), Optional.empty());
      case TokenAnswer.Refused refused -> throw refused.failure();
      case TokenAnswer.NoAnswer(String reason) -> throw issuer.unreachable(reason);
    };
  }

  /// A request without this login's state is ignored; the login keeps waiting. A request of another
  /// user's program is ignored too: it may have read the state, and would sign this user in as that
  /// other user.
  private static Answer answer(
      HttpExchange exchange, Secrets secrets, CompletableFuture<Map<String, String>> returned) {
    if (!exchange.getRequestURI().getPath().equals(PATH) || Peer.isAnotherUser(exchange)) {
      return new Answer(404, Map.of(), "");
    }
    Optional<Map<String, String>> query = query(exchange.getRequestURI().getRawQuery());
    boolean ours =
        query
            .map(values -> values.getOrDefault("state", ""))
            .filter(state -> isSame(state, secrets.state()))
            .isPresent();
    if (!ours || !(query.get().containsKey("code") || query.get().containsKey("error"))) {
      return page(400, "This is not the login that was started.");
    }
    returned.complete(query.get());
    return page(200, "Done. You may close this page and go back to where you ran brevet login.");
  }

  private static Answer page(int status, String text) {
    return new Answer(
        status,
        Map.of(
            "Content-Type", "text/plain; charset=utf-8", "Content-Security-Policy", "default-src"),
        text + "\n");
  }

  /// Empty when a name is given twice, or a value cannot be read.
  private static Optional<Map<String, String>> query(String raw) {
    Map<String, String> values = new HashMap<>();
    try {
      for (String part : (raw == null ? "" : raw).split("&", -1)) {
        int equals = part.indexOf('=');
        if (equals > 0
            && values.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)))
                != null) {
          return Optional.empty();
        }
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    return Optional.of(values);
  }

  private static String decoded(String text) {
    String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
    if (decoded.indexOf('\uFFFD') >= 0) {
      throw new IllegalArgumentException("not UTF-8");
    }
    return decoded;
  }

  /// Against the answer of an issuer that was not asked. Source: RFC 9207, 2.4.
  private void checkIssuer(Map<String, String> answer) throws Failure {
    boolean always =
        issuer.metadata().get("authorization_response_iss_parameter_supported").orElse(null)
                instanceof JsonBoolean(boolean yes, var _)
            && yes;
    String named = answer.getOrDefault("iss", always ? "" : issuer.url().toString());
    if (!named.replaceFirst("/+$", "").equals(issuer.url().toString())) {
      throw Failure.of(
          Exit.NOT_AUTHENTICATED, "an issuer other than " + issuer.url() + " answered");
    }
  }

  private static Map<String, String> await(CompletableFuture<Map<String, String>> returned)
      throws Failure {
    try {
      return returned.get(MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException _) {
      throw Failure.of(
          Exit.NOT_AUTHENTICATED,
          "no sign-in was completed within " + MINUTES + " minutes",
          "run `brevet login` again, or with --device");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Failure.of(Exit.UNAVAILABLE, "interrupted");
    }
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
