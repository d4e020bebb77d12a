package dev.brevet.identity;

import module java.base;

import dev.brevet.iam.UntrustedText;

/// A presigned `sts:GetCallerIdentity` request, read from a bearer and checked for everything that
/// can be checked without STS: it goes to an allow-listed STS host, asks that one question and
/// nothing else, and signs the audience.
///
/// `url` is built again from the checked parts, so that what was checked is what is sent. At
/// `expiresAt` Brevet stops taking it: STS itself looks only at the date, and takes a request for
/// 15 minutes whatever `X-Amz-Expires` says. Source: IAM User Guide,
/// reference_sigv-signing-elements (query string); STS API, GetCallerIdentity.
public record PresignedIdentity(URI url, String signature, String accessKeyId, Instant expiresAt) {
  public static final String PREFIX = "brevet-v1.";
  public static final String AUDIENCE_HEADER = "x-brevet-audience";

  private static final int LONGEST_BEARER = 12_000;
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(15);
  private static final Duration SKEW = Duration.ofMinutes(1);

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withResolverStyle(ResolverStyle.STRICT);

  /// Every parameter that may be there, once and in this spelling, with what it may be.
  private static final Map<String, Pattern> PARAMETERS = new LinkedHashMap<>();

  static {
    PARAMETERS.put("Action", Pattern.compile("GetCallerIdentity"));
    PARAMETERS.put("Version", Pattern.compile("2011-06-15"));
    PARAMETERS.put("X-Amz-Algorithm", Pattern.compile("AWS4-HMAC-SHA256"));
    PARAMETERS.put(
        "X-Amz-Credential",
        Pattern.compile("[A-Z0-9]{16,128}/\\d{8}/[a-z0-9-]{1,32}/sts/aws4_request"));
    PARAMETERS.put("X-Amz-Date", Pattern.compile("\\d{8}T\\d{6}Z"));
    PARAMETERS.put("X-Amz-Expires", Pattern.compile("[1-9]\\d{0,5}"));
    PARAMETERS.put("X-Amz-Security-Token", Pattern.compile("[A-Za-z0-9+/=_-]{1,8192}"));
    PARAMETERS.put("X-Amz-SignedHeaders", Pattern.compile("host;" + AUDIENCE_HEADER));
    PARAMETERS.put("X-Amz-Signature", Pattern.compile("[0-9a-f]{64}"));
  }

  private static final Set<String> OPTIONAL = Set.of("X-Amz-Security-Token");

  /// The request, or why it is none.
  public sealed interface Reading {
    record Read(PresignedIdentity request) implements Reading {}

    record Refused(String reason) implements Reading {}
  }

  public static Reading read(String bearer, Set<String> origins, Instant now) {
    if (bearer.length() > LONGEST_BEARER) {
      return new Reading.Refused(
          "the presigned request is longer than " + LONGEST_BEARER + " characters");
    }
    Optional<String> url = decode(bearer.substring(PREFIX.length()));
    if (url.isEmpty()) {
      return new Reading.Refused("the presigned request is not base64url of a url");
    }
    int query = url.get().indexOf('?');
    if (query < 0) {
      return new Reading.Refused("the presigned request has no parameters");
    }
    String target = url.get().substring(0, query);
    String origin = target.endsWith("/") ? target.substring(0, target.length() - 1) : target;
    if (!origins.contains(origin)) {
      return new Reading.Refused(
          "the presigned request is for `"
              + UntrustedText.shown(origin)
              + "`, which is not a regional host of STS in this partition");
    }
    Optional<Map<String, String>> parameters = parameters(url.get().substring(query + 1));
    if (parameters.isEmpty()) {
      return new Reading.Refused(
          "the presigned request's parameters are not exactly those of GetCallerIdentity with a"
              + " signed audience");
    }
    return read(origin, parameters.get(), now);
  }

  private static Reading read(String origin, Map<String, String> parameters, Instant now) {
    String[] credential = value(parameters, "X-Amz-Credential").split("/", -1);
    String date = value(parameters, "X-Amz-Date");
    Duration life = Duration.ofSeconds(Integer.parseInt(value(parameters, "X-Amz-Expires")));
    Optional<Instant> signedAt = instant(date);
    if (signedAt.isEmpty() || !date.startsWith(credential[1])) {
      return new Reading.Refused("the presigned request's date is not a valid date");
    }
    if (life.compareTo(LONGEST_LIFE) > 0) {
      return new Reading.Refused("the presigned request is valid for longer than 15 minutes");
    }
    if (signedAt.get().isAfter(now.plus(SKEW))) {
      return new Reading.Refused("the presigned request was signed in the future");
    }
    Instant expiresAt = signedAt.get().plus(life);
    if (!expiresAt.isAfter(now)) {
      return new Reading.Refused("the presigned request is expired");
    }
    return new Reading.Read(
        new PresignedIdentity(
            URI.create(origin + "/?" + encode(parameters)),
            value(parameters, "X-Amz-Signature"),
            credential[0],
            expiresAt));
  }

  private static Optional<String> decode(String base64) {
    try {
      byte[] url = Base64.getUrlDecoder().decode(base64);
      String text = new String(url, StandardCharsets.US_ASCII);
      boolean canonical =
          Base64.getUrlEncoder().withoutPadding().encodeToString(url).equals(base64);
      return canonical && Printable.isAsciiWithoutSpace(text)
          ? Optional.of(text)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Empty unless every parameter is known, there once, decodes once to what it may be, and none is
  /// missing.
  private static Optional<Map<String, String>> parameters(String query) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      Pattern pattern = PARAMETERS.get(name);
      Optional<String> value =
          equals < 0 ? Optional.empty() : percentDecode(pair.substring(equals + 1));
      if (pattern == null
          || value.isEmpty()
          || !pattern.matcher(value.get()).matches()
          || values.put(name, value.get()) != null) {
        return Optional.empty();
      }
    }
    boolean complete =
        PARAMETERS.keySet().stream()
            .allMatch(name -> values.containsKey(name) || OPTIONAL.contains(name));
    return complete ? Optional.of(values) : Optional.empty();
  }

  /// Decodes `%XX` only; a `+` is a plus, as in SigV4.
  private static Optional<String> percentDecode(String text) {
    try {
      String plus = text.replace("+", "%2B");
      return Optional.of(URLDecoder.decode(plus, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// A form's encoding and SigV4 leave the same characters unchanged, of those that the patterns
  /// allow.
  private static String encode(Map<String, String> parameters) {
    return PARAMETERS.keySet().stream()
        .filter(parameters::containsKey)
        .map(
            name ->
                name + "=" + URLEncoder.encode(value(parameters, name), StandardCharsets.US_ASCII))
        .collect(Collectors.joining("&"));
  }

  private static Optional<Instant> instant(String date) {
    try {
      return Optional.of(LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String value(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("`" + name + "` was checked to be there");
    }
    return value;
  }

  /// The access key id and when it expires; no signature, no token.
  @Override
  public String toString() {
    return "PresignedIdentity[" + accessKeyId + ", until " + expiresAt + "]";
  }
}
