package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// An OpenID Connect issuer on a loopback address: discovery, one RSA key, tokens for whoever is
/// asked for.
public final class LocalIssuer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Clock clock;
  private volatile RSAKey key;
  private final Faults faults = new Faults();
  private final LocalLogin login = new LocalLogin(this);
  private final AtomicInteger keyRequests = new AtomicInteger();

  private LocalIssuer(HttpServer server, RSAKey key, Clock clock) {
    this.server = server;
    this.key = key;
    this.clock = clock;
  }

  /// Starts on a free port with a fresh key and the system's clock.
  public static LocalIssuer start() {
    return start(0, newKey(), Clock.systemUTC());
  }

  /// Starts on `port` of 127.0.0.1 (0: a free one) with `key`.
  ///
  /// @throws java.io.UncheckedIOException when the port is taken
  static LocalIssuer start(int port, RSAKey key, Clock clock) {
    HttpServer server = Loopback.server(port);
    LocalIssuer issuer = new LocalIssuer(server, key, clock);
    Loopback.serveNoBrowser(server, "/", issuer::handle);
    server.start();
    return issuer;
  }

  /// A fresh key of 2,048 bits.
  static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyID(UUID.randomUUID().toString())
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The issuer's URL, which is the `iss` of its tokens: `http://127.0.0.1:<port>`.
  public URI url() {
    return Loopback.uri(server);
  }

  /// Its key, with the private half.
  public RSAKey key() {
    return key;
  }

  /// From now on signs with, and publishes, a fresh key alone.
  public void rotate() {
    key = newKey();
  }

  /// Where people sign in.
  public LocalLogin login() {
    return login;
  }

  /// How often its keys were asked for.
  public int keyRequests() {
    return keyRequests.get();
  }

  /// What a test makes it do wrong, by operation: `discovery`, `keys`.
  public Faults faults() {
    return faults;
  }

  /// A token with `claims` and, where they do not say otherwise, this issuer, now, and an end after
  /// `lifetime`.
  public String token(Map<String, Object> claims, Duration lifetime) {
    Instant now = clock.instant();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("iss", url().toString());
    all.put("iat", now.getEpochSecond());
    all.put("nbf", now.getEpochSecond());
    all.put("exp", now.plus(lifetime).getEpochSecond());
    all.put("jti", UUID.randomUUID().toString());
    all.putAll(claims);
    return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), all);
  }

  private String sign(JWSHeader header, Map<String, Object> claims) {
    try {
      JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
      claims.forEach(set::claim);
      SignedJWT token = new SignedJWT(header, set.build());
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The private key as JSON, to be kept.
  static String written(RSAKey key) {
    return key.toJSONString();
  }

  /// @throws IllegalArgumentException when it is not a key that [#written] wrote
  static RSAKey read(String written) {
    try {
      return RSAKey.parse(written);
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a signing key", e);
    }
  }

  @Override
  public void close() {
    Loopback.stop(server);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/.well-known/openid-configuration" -> answer(exchange, "discovery", discovery());
        case "/keys" -> {
          keyRequests.incrementAndGet();
          answer(exchange, "keys", new JWKSet(key.toPublicJWK()).toString());
        }
        default -> {
          if (!login.handle(exchange)) {
            exchange.sendResponseHeaders(404, -1);
          }
        }
      }
    }
  }

  private void answer(HttpExchange exchange, String operation, String json) throws IOException {
    Optional<Fault> fault = faults.take(operation);
    switch (fault.orElse(null)) {
      case null -> send(exchange, 200, json);
      case Fault.Refuse(var status, _, var message) -> send(exchange, status, message);
      case Fault.Drop _ -> {}
      case Fault.Delay(var by) -> {
        try {
          Thread.sleep(by);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        send(exchange, 200, json);
      }
    }
  }

  private String discovery() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", url().toString());
    document.put("jwks_uri", url() + "/keys");
    document.put("response_types_supported", List.of("code", "id_token"));
    document.putAll(login.metadata());
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("RS256"));
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
