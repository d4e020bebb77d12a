package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.Arn;
import dev.brevet.iam.AsciiCase;

/// Accepts an answer of STS only if it answers the request: a session of that role, under that
/// name, that ends in time. Otherwise a wrongly configured endpoint, or one that caches answers,
/// would release another role's session under this decision.
final class CheckedRoleAssumer implements RoleAssumer {
  /// How far the clocks of STS and of this function may differ.
  private static final Duration CLOCKS = Duration.ofMinutes(5);

  private final RoleAssumer roles;
  private final InstantSource clock;

  CheckedRoleAssumer(RoleAssumer roles, InstantSource clock) {
    this.roles = roles;
    this.clock = clock;
  }

  @Override
  public Answer assume(AssumeRequest request) {
    Answer answer = roles.assume(request);
    return answer instanceof Answer.Assumed assumed
        ? flaw(assumed, request)
            .<Answer>map(flaw -> new Answer.Unreachable("STS answered with a session " + flaw))
            .orElse(answer)
        : answer;
  }

  private Optional<String> flaw(Answer.Assumed assumed, AssumeRequest request) {
    Instant now = clock.instant();
    Instant end = assumed.credentials().expiration();
    if (!isOf(assumed, request)) {
      return Optional.of("of another role, or under another name");
    }
    if (end.isAfter(now.plus(request.duration().length()).plus(CLOCKS))) {
      return Optional.of("that is longer than was asked for");
    }
    return end.isAfter(now.minus(CLOCKS)) ? Optional.empty() : Optional.of("that has ended");
  }

  // IAM does not distinguish names of roles by case.
  private static boolean isOf(Answer.Assumed assumed, AssumeRequest request) {
    String name = request.sessionName().value();
    Arn arn = assumed.assumedRole();
    return arn.service().equals("sts")
        && arn.partition().equals(request.role().partition())
        && arn.accountId().equals(Optional.of(request.role().account()))
        && AsciiCase.lower(arn.resource())
            .equals(AsciiCase.lower("assumed-role/" + request.role().name() + "/" + name))
        && arn.resource().endsWith("/" + name)
        && (assumed.assumedRoleId().isEmpty() || assumed.assumedRoleId().endsWith(":" + name));
  }
}
