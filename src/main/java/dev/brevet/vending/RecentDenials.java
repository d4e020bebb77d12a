package dev.brevet.vending;

import module java.base;

import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SessionDuration;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import org.jspecify.annotations.Nullable;

/// Denials of a moment ago: an SDK asks three to six times before it accepts one. Each repetition
/// gets the same answer under the same decision, and the record of that decision counts them.
///
/// Only a request that is equal in all that a decision may depend on, except the time, gets a
/// denial from here, and only for 5 s after the first of them: a caller that proves more, asks from
/// elsewhere or asks for something else is decided on again. Only denials are remembered; what was
/// allowed never is. Bounded in number, by shares of callers ([Shares]), and in size.
final class RecentDenials {
  static final Duration REMEMBERED = Duration.ofSeconds(5);

  private static final int MOST = 250;
  private static final int LONGEST_PARAMETERS = 2_048;

  private final InstantSource clock;
  private final Shares<DeniedRequest, Denial> denials = new Shares<>(MOST, false);

  RecentDenials(InstantSource clock) {
    this.clock = clock;
  }

  /// All of a request that a decision may depend on, but for when it comes.
  private record DeniedRequest(
      VerifiedIdentity caller,
      MappingId mapping,
      Optional<SessionDuration> duration,
      Map<String, String> parameters,
      Optional<RoleArn> role,
      String sourceAddress,
      Optional<String> vpcEndpoint,
      String userAgent) {
    static DeniedRequest of(VendRequest request) {
      return new DeniedRequest(
          request.caller(),
          request.mapping(),
          request.duration(),
          request.parameters(),
          request.role(),
          request.origin().sourceAddress(),
          request.origin().vpcEndpoint(),
          request.origin().userAgent());
    }
  }

  private record Denial(
      VendOutcome.Denied outcome, DecisionRecord record, Instant at, AtomicInteger answers) {}

  /// A denial that is given again, with its record, which counts this time too.
  record Again(VendOutcome.Denied outcome, DecisionRecord record) {}

  /// The denial that `request` is answered with once more; empty when it must be decided on.
  Optional<Again> again(VendRequest request) {
    Instant now = clock.instant();
    synchronized (denials) {
      if (denials.isEmpty() || !isRemembered(request)) {
        return Optional.empty();
      }
      @Nullable Denial denial = denials.get(DeniedRequest.of(request));
      if (denial == null || isOver(denial, now)) {
        return Optional.empty();
      }
      return Optional.of(
          new Again(
              denial.outcome(), denial.record().withAnswers(denial.answers().incrementAndGet())));
    }
  }

  /// INVARIANT: called only once `record`, the decision of `outcome`, is durable.
  void remember(VendRequest request, VendOutcome.Denied outcome, DecisionRecord record) {
    if (!isRemembered(request)) {
      return;
    }
    Instant now = clock.instant();
    synchronized (denials) {
      denials.removeIf(denial -> isOver(denial, now));
      denials.put(
          holder(request),
          DeniedRequest.of(request),
          new Denial(outcome, record, now, new AtomicInteger(1)));
    }
  }

  private static Shares.Holder holder(VendRequest request) {
    return Shares.Holder.of(request.caller(), IdentityDigest.of(request.caller()));
  }

  /// A request that brings much is decided on each time instead of being kept.
  private static boolean isRemembered(VendRequest request) {
    int length =
        request.parameters().entrySet().stream()
            .mapToInt(each -> each.getKey().length() + each.getValue().length())
            .sum();
    return request.policy().isEmpty()
        && request.managedPolicies().isEmpty()
        && length <= LONGEST_PARAMETERS;
  }

  /// A clock that went back ends a denial, and does not prolong it.
  private static boolean isOver(Denial denial, Instant now) {
    return now.isBefore(denial.at()) || !now.isBefore(denial.at().plus(REMEMBERED));
  }
}
