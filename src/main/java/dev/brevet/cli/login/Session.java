package dev.brevet.cli.login;

import module java.base;

import dev.brevet.iam.Arn;
import dev.brevet.iam.SecretString;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// Credentials that Brevet vended.
///
/// @param account the account of the role. Empty when Brevet did not say
/// @param vended when this program got them
public record Session(
    String accessKeyId,
    SecretString secretAccessKey,
    SecretString sessionToken,
    Instant expiration,
    Optional<String> account,
    Instant vended) {
  /// boto3 asks again at every use when less than about 900 s are left.
  private static final Duration ENOUGH = Duration.ofSeconds(1_000);

  /// Brevet's answer to a vend. Empty when it is not one.
  public static Optional<Session> vended(JsonObject answer, Instant now) {
    JsonObject credentials = answer.object("credentials");
    return of(
        credentials.text("accessKeyId"),
        credentials.text("secretAccessKey"),
        credentials.text("sessionToken"),
        credentials.text("expiration"),
        answer.text("assumedRoleArn").flatMap(Arn::parse).map(Arn::account),
        now);
  }

  /// What [#toJson] wrote. Empty when it is not that.
  public static Optional<Session> read(JsonObject kept) {
    return kept.text("Vended")
        .flatMap(Session::instant)
        .flatMap(
            vended ->
                of(
                    kept.text("AccessKeyId"),
                    kept.text("SecretAccessKey"),
                    kept.text("SessionToken"),
                    kept.text("Expiration"),
                    kept.text("AccountId"),
                    vended));
  }

  private static Optional<Session> of(
      Optional<String> accessKeyId,
      Optional<String> secretAccessKey,
      Optional<String> sessionToken,
      Optional<String> expiration,
      Optional<String> account,
      Instant vended) {
    Optional<Instant> until = expiration.flatMap(Session::instant);
    boolean whole =
        accessKeyId.filter(id -> id.matches("[A-Z0-9]{16,128}")).isPresent()
            && secretAccessKey.filter(Session::isOneWord).isPresent()
            && sessionToken.filter(Session::isOneWord).isPresent()
            && until.isPresent();
    return whole
        ? Optional.of(
            new Session(
                accessKeyId.orElseThrow(),
                new SecretString(secretAccessKey.orElseThrow()),
                new SecretString(sessionToken.orElseThrow()),
                until.orElseThrow(),
                account.filter(digits -> digits.matches("\\d{12}")),
                vended))
        : Optional.empty();
  }

  /// Whether they are worth handing out at `now`: more than 1,000 s, or more than half of a shorter
  /// life, is left.
  public boolean isFresh(Instant now) {
    Duration half = Duration.between(vended, expiration).dividedBy(2);
    Duration least = half.compareTo(ENOUGH) < 0 ? half : ENOUGH;
    // A clock that was set back must not keep them for ever.
    return !now.isBefore(vended) && Duration.between(now, expiration).compareTo(least) > 0;
  }

  /// Whether they will be good for a minute at least.
  public boolean isUsable(Instant now) {
    return now.plus(Duration.ofMinutes(1)).isBefore(expiration);
  }

  /// The document of `credential_process`, with what container credentials want besides. Its
  /// `Expiration` ends in `Z`.
  public Map<String, JsonValue> document() {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("Version", JsonValue.of(1));
    json.put("AccessKeyId", JsonValue.of(accessKeyId));
    json.put("SecretAccessKey", JsonValue.of(secretAccessKey.reveal()));
    json.put("SessionToken", JsonValue.of(sessionToken.reveal()));
    json.put("Expiration", JsonValue.of(seconds(expiration)));
    account.ifPresent(digits -> json.put("AccountId", JsonValue.of(digits)));
    return json;
  }

  /// The document of a container's credentials. All that clients require are strings.
  public Map<String, JsonValue> containerDocument() {
    Map<String, JsonValue> json = document();
    json.put("Code", JsonValue.of("Success"));
    json.put("Type", JsonValue.of("AWS-HMAC"));
    json.put("LastUpdated", JsonValue.of(seconds(vended)));
    json.put("Token", JsonValue.of(sessionToken.reveal()));
    return json;
  }

  /// What is kept for the next run.
  public JsonObject toJson() {
    Map<String, JsonValue> json = document();
    json.put("Vended", JsonValue.of(seconds(vended)));
    return JsonValue.of(json);
  }

  public static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static boolean isOneWord(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
