package dev.brevet.vending.sts;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.iam.Arn;
import dev.brevet.iam.SecretString;
import dev.brevet.vending.AssumeRequest;
import dev.brevet.vending.RoleAssumer;
import dev.brevet.vending.SessionCredentials;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.PackedPolicyTooLargeException;
import software.amazon.awssdk.services.sts.model.RegionDisabledException;

/// Assumes roles at a regional endpoint of STS, and at a second region's when the first gives no
/// usable answer in time.
///
/// The client retries what STS says may be retried (throttling, 5xx, a connection that failed), see
/// [#overrideConfiguration]; all tries together end within the time given.
public final class StsRoleAssumer implements RoleAssumer {
  private static final int ATTEMPTS = 3;
  private static final Duration AFTER_THROTTLING = Duration.ofSeconds(5);

  private final StsClient regional;
  private final Optional<StsClient> fallback;
  private final Duration within;

  /// `within` bounds an answer, retries and fallback included, where the invocation's deadline does
  /// not come first.
  public StsRoleAssumer(StsClient regional, Optional<StsClient> fallback, Duration within) {
    this.regional = regional;
    this.fallback = fallback;
    this.within = within;
  }

  /// How a client for this is made: three tries, short pauses, so that a caller hears of throttling
  /// in time.
  public static ClientOverrideConfiguration overrideConfiguration() {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .backoffStrategy(
                    BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofMillis(200)))
                .throttlingBackoffStrategy(
                    BackoffStrategy.exponentialDelay(
                        Duration.ofMillis(100), Duration.ofMillis(400)))
                .build())
        .build();
  }

  @Override
  public Answer assume(AssumeRequest request) {
    Duration left = Deadline.current().left(within);
    if (fallback.isEmpty()) {
      return ask(regional, request, left);
    }
    Duration half = left.dividedBy(2);
    Answer answer = ask(regional, request, half);
    return answer instanceof Answer.Unreachable ? ask(fallback.get(), request, half) : answer;
  }

  private static Answer ask(StsClient sts, AssumeRequest request, Duration within) {
    // What the SDK takes for a time is at least a millisecond, for each try.
    if (within.toMillis() < 2) {
      return new Answer.Unreachable("no time was left to ask STS");
    }
    try {
      return answer(sts.assumeRole(AssumeRoleCall.of(request, within)));
    } catch (PackedPolicyTooLargeException e) {
      return new Answer.TooLarge(percent(words(e)));
    } catch (RegionDisabledException e) {
      return new Answer.Unreachable("STS is disabled in the region");
    } catch (AwsServiceException e) {
      return refusal(e);
    } catch (SdkException e) {
      // The client's words may hold a host and a time, never a credential.
      return new Answer.Unreachable("STS did not answer: " + e.getMessage());
    }
  }

  private static Answer refusal(AwsServiceException e) {
    String code =
        Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorCode).orElse("");
    if (e.isThrottlingException() || code.equals("Throttling") || e.statusCode() == 429) {
      return new Answer.Throttled(AFTER_THROTTLING);
    }
    // Without a code it is not STS that speaks: a redirect, a proxy on the way.
    if (e.statusCode() >= 500
        || code.isEmpty()
        || code.equals("ExpiredToken")
        || code.equals("ExpiredTokenException")) {
      return new Answer.Unreachable(("STS answered " + e.statusCode() + " " + code).strip());
    }
    return new Answer.Refused(code, words(e));
  }

  private static Answer answer(AssumeRoleResponse response) {
    Optional<SessionCredentials> credentials = credentials(response.credentials());
    Optional<Arn> role =
        Optional.ofNullable(response.assumedRoleUser())
            .flatMap(user -> Optional.ofNullable(user.arn()))
            .flatMap(Arn::parse);
    if (credentials.isEmpty() || role.isEmpty()) {
      return new Answer.Unreachable("STS answered without credentials");
    }
    Integer packed = response.packedPolicySize();
    String id = response.assumedRoleUser().assumedRoleId();
    return new Answer.Assumed(
        credentials.get(), role.get(), id == null ? "" : id, packed == null ? 0 : packed);
  }

  private static Optional<SessionCredentials> credentials(@Nullable Credentials given) {
    if (given == null
        || given.accessKeyId() == null
        || given.secretAccessKey() == null
        || given.sessionToken() == null
        || given.expiration() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new SessionCredentials(
            given.accessKeyId(),
            new SecretString(given.secretAccessKey()),
            new SecretString(given.sessionToken()),
            given.expiration()));
  }

  private static String words(AwsServiceException e) {
    return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorMessage());
  }

  /// The percentage that a message names, to be shown; nothing is decided by it.
  private static Optional<Integer> percent(String message) {
    int end = message.indexOf('%');
    int from = end;
    while (from > 0 && Character.isDigit(message.charAt(from - 1))) {
      from--;
    }
    return end > from && end - from <= 6
        ? Optional.of(Integer.parseInt(message, from, end, 10))
        : Optional.empty();
  }
}
