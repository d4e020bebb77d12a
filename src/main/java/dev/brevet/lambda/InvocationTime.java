package dev.brevet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.brevet.deadline.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long an invocation has: what Lambda says, which ends it then whatever it is doing.
final class InvocationTime {
  /// Of a host that does not say, as of the functions in the template.
  private static final Duration OF_OTHER_HOSTS = Duration.ofSeconds(15);

  private InvocationTime() {}

  static Deadline deadline(@Nullable Context context) {
    return Deadline.of(
        context == null
            ? OF_OTHER_HOSTS
            : Duration.ofMillis(Math.max(0, context.getRemainingTimeInMillis())));
  }
}
