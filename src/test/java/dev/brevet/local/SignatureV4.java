package dev.brevet.local;

import module java.base;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Verifies AWS Signature Version 4 as a service does: in the `Authorization` header or, presigned,
/// in the query.
///
/// The path is encoded once more, as every service but S3 has it. Source: IAM User Guide,
/// reference_sigv-create-signed-request and reference_sigv-signing-elements.
final class SignatureV4 {
  /// How far a signature's time may be from ours, both ways.
  static final Duration SKEW = Duration.ofMinutes(15);

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String service;
  private final Clock clock;
  private final Function<String, Optional<LocalKey>> keys;

  SignatureV4(String service, Clock clock, Function<String, Optional<LocalKey>> keys) {
    this.service = service;
    this.clock = clock;
    this.keys = keys;
  }

  /// What a signature came to.
  sealed interface Outcome {
    /// It holds; `key` signed for `region`.
    record Signed(LocalKey key, String region) implements Outcome {}

    /// There is none.
    record Unsigned() implements Outcome {}

    /// It does not hold, in the words in which STS says so.
    record Refused(int status, String code, String message) implements Outcome {}
  }

  Outcome verify(WireRequest request) {
    Map<String, String> query =
        UriText.parameters(request.rawQuery()).stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
    Optional<String> authorization = request.header("authorization");
    if (authorization.isPresent()) {
      return authorization.get().startsWith("AWS4-")
          ? inHeader(request, authorization.get())
          : incomplete("Authorization header requires 'Credential' parameter.");
    }
    return query.containsKey("X-Amz-Signature") || query.containsKey("X-Amz-Algorithm")
        ? presigned(request, query)
        : new Outcome.Unsigned();
  }

  private Outcome inHeader(WireRequest request, String authorization) {
    int space = authorization.indexOf(' ');
    if (space < 0 || !authorization.substring(0, space).equals(ALGORITHM)) {
      return incomplete("Unsupported AWS 'algorithm': '" + firstWord(authorization) + "'.");
    }
    Map<String, String> part =
        List.of(authorization.substring(space + 1).split(",", -1)).stream()
            .map(text -> text.strip().split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (!part.containsKey(name)) {
        return incomplete("Authorization header requires '" + name + "' parameter.");
      }
    }
    Optional<Instant> at = request.header("x-amz-date").flatMap(SignatureV4::time);
    if (at.isEmpty()) {
      return incomplete(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }
    return check(
        request,
        new Claim(
            part.get("Credential"),
            part.get("SignedHeaders"),
            part.get("Signature"),
            at.get(),
            SKEW,
            request.header("x-amz-security-token")));
  }

  private Outcome presigned(WireRequest request, Map<String, String> query) {
    for (String name :
        List.of(
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-SignedHeaders",
            "X-Amz-Signature")) {
      if (!query.containsKey(name)) {
        return incomplete("AWS query-string parameters must include '" + name + "'.");
      }
    }
    if (!ALGORITHM.equals(query.get("X-Amz-Algorithm"))) {
      return incomplete("Unsupported AWS 'algorithm': '" + query.get("X-Amz-Algorithm") + "'.");
    }
    Optional<Instant> at = time(query.get("X-Amz-Date"));
    Optional<Duration> lasts = seconds(query.getOrDefault("X-Amz-Expires", "900"));
    if (at.isEmpty() || lasts.isEmpty()) {
      return incomplete("X-Amz-Date or X-Amz-Expires is not valid.");
    }
    return check(
        request,
        new Claim(
            query.get("X-Amz-Credential"),
            query.get("X-Amz-SignedHeaders"),
            query.get("X-Amz-Signature"),
            at.get(),
            lasts.get(),
            Optional.ofNullable(query.get("X-Amz-Security-Token"))));
  }

  private record Claim(
      String credential,
      String signedHeaders,
      String signature,
      Instant at,
      Duration lasts,
      Optional<String> sessionToken) {}

  private Outcome check(WireRequest request, Claim claim) {
    String[] scope = claim.credential.split("/", -1);
    if (scope.length != 5 || !scope[4].equals("aws4_request")) {
      return incomplete(
          "Credential must have exactly 5 slash-delimited elements, ending in 'aws4_request'.");
    }
    List<String> signedHeaders =
        List.of(claim.signedHeaders.toLowerCase(Locale.ROOT).split(";", -1));
    if (!signedHeaders.contains("host")) {
      return new Outcome.Refused(
          403,
          "SignatureDoesNotMatch",
          "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    Optional<LocalKey> known = keys.apply(scope[0]);
    if (known.isEmpty() || !known.get().acceptsToken(claim.sessionToken)) {
      return new Outcome.Refused(
          403, "InvalidClientTokenId", "The security token included in the request is invalid.");
    }
    LocalKey key = known.get();
    if (!scope[3].equals(service)) {
      return mismatch("Credential should be scoped to correct service: '" + service + "'.");
    }
    if (!scope[1].equals(TIME.format(claim.at).substring(0, 8))) {
      return mismatch(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP.");
    }
    byte[] expected = signature(request, claim, key, scope, signedHeaders);
    if (!MessageDigest.isEqual(expected, claim.signature.getBytes(StandardCharsets.UTF_8))) {
      return mismatch(
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
    Instant now = clock.instant();
    if (claim.at.isAfter(now.plus(SKEW))) {
      return mismatch(
          "Signature not yet current: "
              + TIME.format(claim.at)
              + " is still later than "
              + TIME.format(now.plus(SKEW))
              + " ("
              + TIME.format(now)
              + " + 15 min.)");
    }
    if (claim.at.plus(claim.lasts).isBefore(now)) {
      return mismatch(
          "Signature expired: "
              + TIME.format(claim.at)
              + " is now earlier than "
              + TIME.format(now.minus(claim.lasts))
              + " ("
              + TIME.format(now)
              + " - "
              + claim.lasts.toMinutes()
              + " min.)");
    }
    if (key.isExpired(now)) {
      return new Outcome.Refused(
          403, "ExpiredToken", "The security token included in the request is expired");
    }
    return new Outcome.Signed(key, scope[2]);
  }

  private static byte[] signature(
      WireRequest request, Claim claim, LocalKey key, String[] scope, List<String> signedHeaders) {
    String canonical = CanonicalRequest.of(request, signedHeaders);
    String toSign =
        ALGORITHM
            + "\n"
            + TIME.format(claim.at)
            + "\n"
            + scope[1]
            + "/"
            + scope[2]
            + "/"
            + scope[3]
            + "/aws4_request\n"
            + CanonicalRequest.sha256(canonical.getBytes(StandardCharsets.UTF_8));
    byte[] signing = ("AWS4" + key.secretAccessKey().reveal()).getBytes(StandardCharsets.UTF_8);
    for (int i = 1; i < 5; i++) {
      signing = hmac(signing, scope[i]);
    }
    return HexFormat.of().formatHex(hmac(signing, toSign)).getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(TIME.parse(text, Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> seconds(String text) {
    try {
      return Optional.of(Duration.ofSeconds(Integer.parseUnsignedInt(text)))
          .filter(lasts -> lasts.toSeconds() >= 1 && lasts.toSeconds() <= 604_800);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String firstWord(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  private static Outcome incomplete(String message) {
    return new Outcome.Refused(400, "IncompleteSignature", message);
  }

  private static Outcome mismatch(String message) {
    return new Outcome.Refused(403, "SignatureDoesNotMatch", message);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
