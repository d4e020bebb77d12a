package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;

/// How people sign in at the local issuer: the authorization endpoint, which asks nobody anything,
/// the device endpoints, and the token endpoint. One public client, `brevet`, with PKCE alone.
///
/// Source: RFC 6749, RFC 7636, RFC 8252 (loopback addresses of any port), RFC 8628, RFC 9207.
public final class LocalLogin {
  private static final String CLIENT = "brevet";
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalIssuer issuer;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final Map<String, Device> devices = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Object>> refreshTokens = new ConcurrentHashMap<>();
  private final AtomicInteger refreshes = new AtomicInteger();
  private Map<String, Object> person = Map.of("sub", "nobody");
  private Duration lifetime = Duration.ofHours(1);

  private enum Device {
    WAITING,
    ALLOWED,
    DENIED
  }

  LocalLogin(LocalIssuer issuer) {
    this.issuer = issuer;
  }

  /// Whoever signs in from now on has these claims.
  public void person(Map<String, Object> claims) {
    person = Map.copyOf(claims);
  }

  /// How long tokens are good from now on.
  public void lifetime(Duration time) {
    lifetime = time;
  }

  /// How often tokens were refreshed.
  public int refreshes() {
    return refreshes.get();
  }

  /// What somebody does in a browser who was told `userCode`.
  public void decide(String userCode, boolean allowed) {
    devices.replace("device-" + userCode, allowed ? Device.ALLOWED : Device.DENIED);
  }

  Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("authorization_endpoint", issuer.url() + "/authorize");
    metadata.put("token_endpoint", issuer.url() + "/token");
    metadata.put("device_authorization_endpoint", issuer.url() + "/device_authorization");
    metadata.put("code_challenge_methods_supported", List.of("S256"));
    metadata.put("authorization_response_iss_parameter_supported", true);
    return metadata;
  }

  /// Whether the request was one of these endpoints'.
  boolean handle(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/authorize" -> authorize(exchange, parameters(exchange.getRequestURI().getRawQuery()));
      case "/device_authorization" -> device(exchange, body(exchange));
      case "/device" -> {
        decide(parameters(exchange.getRequestURI().getRawQuery()).get("user_code"), true);
        send(exchange, 200, Map.of("signed", "in"));
      }
      case "/token" -> token(exchange, body(exchange));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void authorize(HttpExchange exchange, Map<String, String> query) throws IOException {
    String redirect = query.getOrDefault("redirect_uri", "");
    boolean known =
        query.getOrDefault("client_id", "").equals(CLIENT)
            && redirect.matches("http://127\\.0\\.0\\.1:\\d+/callback");
    if (!known) {
      send(exchange, 400, Map.of("error", "invalid_request"));
      return;
    }
    Map<String, String> answer = new LinkedHashMap<>();
    boolean wellFormed =
        query.getOrDefault("response_type", "").equals("code")
            && query.getOrDefault("code_challenge_method", "").equals("S256")
            && query.getOrDefault("code_challenge", "").length() == 43
            && List.of(query.getOrDefault("scope", "").split(" ")).contains("openid");
    if (wellFormed) {
      String code = UUID.randomUUID().toString();
      codes.put(code, query);
      answer.put("code", code);
    } else {
      answer.put("error", "invalid_request");
    }
    answer.put("state", query.getOrDefault("state", ""));
    answer.put("iss", issuer.url().toString());
    StringBuilder location = new StringBuilder(redirect);
    char separator = '?';
    for (Map.Entry<String, String> each : answer.entrySet()) {
      location.append(separator).append(each.getKey()).append('=');
      location.append(UriText.encode(each.getValue(), false));
      separator = '&';
    }
    exchange.getResponseHeaders().set("Location", URI.create(location.toString()).toString());
    exchange.sendResponseHeaders(302, -1);
  }

  private void device(HttpExchange exchange, Map<String, String> form) throws IOException {
    if (!form.getOrDefault("client_id", "").equals(CLIENT)) {
      send(exchange, 401, Map.of("error", "invalid_client"));
      return;
    }
    String userCode = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    devices.put("device-" + userCode, Device.WAITING);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("device_code", "device-" + userCode);
    answer.put("user_code", userCode);
    answer.put("verification_uri", issuer.url() + "/device");
    answer.put("verification_uri_complete", issuer.url() + "/device?user_code=" + userCode);
    answer.put("expires_in", 600);
    answer.put("interval", 1);
    send(exchange, 200, answer);
  }

  private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
    Granted granted =
        form.getOrDefault("client_id", "").equals(CLIENT)
            ? switch (form.getOrDefault("grant_type", "")) {
              case "authorization_code" -> byCode(form);
              case DEVICE_GRANT -> byDevice(form.getOrDefault("device_code", ""));
              case "refresh_token" -> byRefreshToken(form.getOrDefault("refresh_token", ""));
              default -> Granted.error("unsupported_grant_type");
            }
            : Granted.error("invalid_client");
    if (!granted.error().isEmpty()) {
      send(exchange, 400, Map.of("error", granted.error()));
      return;
    }
    String refreshToken = UUID.randomUUID().toString();
    refreshTokens.put(refreshToken, granted.claims());
    Map<String, Object> claims = new LinkedHashMap<>(granted.claims());
    claims.putIfAbsent("aud", CLIENT);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id_token", issuer.token(claims, lifetime));
    answer.put("access_token", issuer.token(claims, lifetime));
    answer.put("refresh_token", refreshToken);
    answer.put("token_type", "Bearer");
    answer.put("expires_in", lifetime.toSeconds());
    send(exchange, 200, answer);
  }

  /// Claims, or an error of OAuth's.
  private record Granted(Map<String, Object> claims, String error) {
    static Granted error(String code) {
      return new Granted(Map.of(), code);
    }
  }

  /// Once, for the redirect it was made for, to whoever has the verifier.
  private Granted byCode(Map<String, String> form) {
    Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
    if (asked == null
        || !asked.get("redirect_uri").equals(form.get("redirect_uri"))
        || !asked.get("code_challenge").equals(challenge(form.getOrDefault("code_verifier", "")))) {
      return Granted.error("invalid_grant");
    }
    Map<String, Object> claims = new LinkedHashMap<>(person);
    if (asked.containsKey("nonce")) {
      claims.putIfAbsent("nonce", asked.get("nonce"));
    }
    return new Granted(claims, "");
  }

  private Granted byDevice(String code) {
    Device device = devices.get(code);
    if (device == null) {
      return Granted.error("invalid_grant");
    }
    return switch (device) {
      case WAITING -> Granted.error("authorization_pending");
      case DENIED -> Granted.error("access_denied");
      case ALLOWED -> {
        devices.remove(code);
        yield new Granted(person, "");
      }
    };
  }

  /// Each refresh token once.
  private Granted byRefreshToken(String token) {
    Map<String, Object> claims = refreshTokens.remove(token);
    if (claims == null) {
      return Granted.error("invalid_grant");
    }
    refreshes.incrementAndGet();
    Map<String, Object> again = new LinkedHashMap<>(claims);
    again.remove("nonce");
    return new Granted(again, "");
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> body(HttpExchange exchange) throws IOException {
    return parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static Map<String, String> parameters(String raw) {
    Map<String, String> parameters = new LinkedHashMap<>();
    UriText.parameters(raw == null ? "" : raw)
        .forEach(each -> parameters.put(each.getKey(), each.getValue()));
    return parameters;
  }

  private static void send(HttpExchange exchange, int status, Map<String, Object> document)
      throws IOException {
    byte[] bytes;
    try {
      bytes = JSON.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
