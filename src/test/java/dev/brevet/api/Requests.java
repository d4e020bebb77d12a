package dev.brevet.api;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.AccountId;
import dev.brevet.identity.GatewayCaller;

/// Requests as the gateway hands them over.
public final class Requests {
  @SuppressWarnings("TimeInStaticInitializer") // the time that all of a run is asked at
  public static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private Requests() {}

  public static ApiRequest of(
      String method, String path, Map<String, String> headers, String body) {
    return of(method, path, "", headers, Body.of(body), Optional.empty());
  }

  public static ApiRequest get(String path) {
    return of("GET", path, Map.of(), "");
  }

  public static ApiRequest of(
      String method,
      String path,
      String query,
      Map<String, String> headers,
      Body body,
      Optional<GatewayCaller> caller) {
    return new ApiRequest(
        method,
        path,
        query,
        Headers.of(headers),
        body,
        caller,
        new AccountId("111122223333"),
        new RequestOrigin(
            "gateway-1", "203.0.113.7", "curl/8", Optional.empty(), "VendFunction", NOW));
  }

  public static GatewayCaller user(String pathAndName) {
    return new GatewayCaller(
        "AKIAIOSFODNN7EXAMPLE",
        "111122223333",
        "AIDACKCEVSQ6C2EXAMPLE",
        "arn:aws:iam::111122223333:user" + pathAndName,
        "AIDACKCEVSQ6C2EXAMPLE",
        null);
  }

  public static GatewayCaller root() {
    return new GatewayCaller(
        "AKIAIOSFODNN7EXAMPLE",
        "111122223333",
        "111122223333",
        "arn:aws:iam::111122223333:root",
        "111122223333",
        null);
  }

  public static GatewayCaller session(String role, String name) {
    return new GatewayCaller(
        "ASIAIOSFODNN7EXAMPLE",
        "111122223333",
        "AROACKCEVSQ6C2EXAMPLE:" + name,
        "arn:aws:sts::111122223333:assumed-role/" + role + "/" + name,
        "AROACKCEVSQ6C2EXAMPLE:" + name,
        null);
  }
}
