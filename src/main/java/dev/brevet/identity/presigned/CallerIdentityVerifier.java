package dev.brevet.identity.presigned;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.AwsIdentity;
import dev.brevet.identity.GatewayIdentity;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.PresignedIdentity;
import dev.brevet.identity.Printable;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.VendedSession;
import dev.brevet.identity.Verification;
import dev.brevet.identity.Verification.Rejected.Cause;
import dev.brevet.identity.VerifiedIdentity;

/// Verifies AWS principals of any account by a presigned `sts:GetCallerIdentity` request: the
/// caller signs the request for its own identity and Brevet sends it to STS. The bearer is
/// `brevet-v1.` and the presigned URL in base64url without padding.
///
/// What holds:
/// - The request goes to a spelled-out STS host of the partition and nowhere else, asks nothing but
///   that question, and no redirect is followed.
/// - The header `x-brevet-audience` is signed and Brevet sends its own name in it, so a request
///   that was signed for another service, or another Brevet, is worth nothing here.
/// - It is good until `X-Amz-Date` + `X-Amz-Expires`, never above 15 minutes, and may be signed at
///   most one minute ahead.
/// - Each is good once in this process. Another instance of the function does not know of it: who
///   steals a bearer can use it once at each instance until it expires. A short `X-Amz-Expires` is
///   what bounds that.
///
/// The identity is that of [GatewayIdentity]: the same principals and condition keys, except
/// `aws:PrincipalOrgID`, which STS does not report.
public final class CallerIdentityVerifier implements TokenVerifier {
  private final CallerIdentityEndpoint endpoint;
  private final String partition;
  private final Set<String> origins;
  private final String audience;
  private final InstantSource clock;
  private final UsedSignatures used;

  /// A verifier that asks STS over HTTPS.
  ///
  /// @param partition the id of the [Partition] that the STS hosts must be in
  /// @param audience the value of the signed header `x-brevet-audience` that means this Brevet: 1
  ///   to 256 printable ASCII characters
  /// @param localEndpoint one more STS endpoint, for the local world: `https`, or `http` on a
  ///   loopback host
  /// @param used the signatures that were used in this process
  /// @param clock the time that dates are held against
  /// @throws IllegalArgumentException when a parameter is none of these
  public CallerIdentityVerifier(
      String partition,
      String audience,
      Optional<URI> localEndpoint,
      UsedSignatures used,
      InstantSource clock) {
    this(new HttpsCallerIdentityEndpoint(), partition, audience, localEndpoint, used, clock);
  }

  public CallerIdentityVerifier(
      CallerIdentityEndpoint endpoint,
      String partition,
      String audience,
      Optional<URI> localEndpoint,
      UsedSignatures used,
      InstantSource clock) {
    if (audience.length() > 256 || !Printable.isAsciiWithoutSpace(audience)) {
      throw new IllegalArgumentException(
          "the audience of presigned requests is not 1 to 256 printable characters without spaces");
    }
    this.endpoint = endpoint;
    this.partition = partition;
    this.origins = StsHosts.origins(partition, localEndpoint);
    this.audience = audience;
    this.used = used;
    this.clock = clock;
  }

  @Override
  public Verification verify(SecretString bearer, TokenUse use) {
    String text = bearer.reveal();
    if (!text.startsWith(PresignedIdentity.PREFIX)) {
      return rejected("the bearer is not a presigned request");
    }
    Instant now = clock.instant();
    return switch (PresignedIdentity.read(text, origins, now)) {
      case PresignedIdentity.Reading.Refused(String reason) -> rejected(reason);
      case PresignedIdentity.Reading.Read(PresignedIdentity request) ->
          used.begin(request.signature())
              ? askOnce(request)
              : rejected("the presigned request was used before");
    };
  }

  private Verification askOnce(PresignedIdentity request) {
    try {
      Verification verification = ask(request);
      return switch (verification) {
        case Verification.Verified(VerifiedIdentity caller) -> used(request, caller, verification);
        // It proves little, and that once.
        case Verification.Vended(VerifiedIdentity session) -> used(request, session, verification);
        case Verification.Rejected _ -> verification;
      };
    } finally {
      used.end(request.signature());
    }
  }

  private Verification used(
      PresignedIdentity request, VerifiedIdentity caller, Verification verification) {
    return used.use(request.signature(), request.expiresAt(), caller.principal(), clock.instant())
        ? verification
        : new Verification.Rejected(
            Cause.TOO_MANY,
            "too many presigned requests of `" + caller.principal().identifier() + "` are alive");
  }

  private Verification ask(PresignedIdentity request) {
    CallerIdentityEndpoint.Answer answer = endpoint.ask(request.url(), audience);
    if (answer.status() == 429
        || answer.status() >= 500
        || answer.body().contains("<Code>Throttling")) {
      throw new IdentityUnavailable("sts answered a presigned request with " + answer.status());
    }
    if (answer.status() != 200) {
      return rejected(
          "sts refused the presigned request with "
              + answer.status()
              + ": its credentials are wrong, or `x-brevet-audience` was not signed as `"
              + audience
              + "`");
    }
    return CallerIdentityAnswer.read(answer.body())
        .map(told -> identity(told, request))
        .orElseGet(() -> rejected("sts's answer to the presigned request is not readable"));
  }

  private Verification identity(CallerIdentityAnswer told, PresignedIdentity request) {
    Optional<Principal> principal =
        Principal.parseArn(told.arn()).filter(_ -> told.arn().startsWith("arn:" + partition + ":"));
    if (principal.isEmpty()) {
      return rejected("sts did not name a principal of the partition");
    }
    return switch (AwsIdentity.of(principal.get(), told.account(), Optional.of(told.userId()))) {
      case AwsIdentity.Contradictory(String reason) -> rejected("sts's " + reason);
      case AwsIdentity.Consistent(RequestContext.Builder context) ->
          VendedSession.verification(
              new VerifiedIdentity(
                  principal.get(),
                  AuthenticationMethod.PRESIGNED_IDENTITY,
                  context.build(),
                  Optional.of(request.accessKeyId())));
    };
  }

  private static Verification rejected(String reason) {
    return new Verification.Rejected(reason);
  }
}
