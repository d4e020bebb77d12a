package dev.brevet.api;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.GatewayIdentity;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.Verification;
import dev.brevet.identity.Verification.Rejected.Cause;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.json.InvalidDocument;

/// Makes every route that requires a proof of identity, and lets in the callers that bring one:
/// bearers and, below `/iam`, AWS principals.
///
/// A refusal is a decision: it is recorded before it is answered, and its reason is only in the
/// log.
public final class Gate {
  private static final String SCHEME = "Bearer ";
  private static final String VENDED =
      "a session that brevet vended is narrower than its role and does not prove it";

  private final TokenVerifier tokens;
  private final Optional<Refusals> refusals;
  private final boolean admitsVended;

  private Gate(TokenVerifier tokens, Optional<Refusals> refusals, boolean admitsVended) {
    this.tokens = tokens;
    this.refusals = refusals;
    this.admitsVended = admitsVended;
  }

  /// A gate that refuses sessions that Brevet vended.
  public Gate(TokenVerifier tokens, Refusals refusals) {
    this(tokens, Optional.of(refusals), false);
  }

  /// A gate that admits sessions that Brevet vended: to mappings, each of which decides for itself
  /// whether it takes them.
  public static Gate ofMappings(TokenVerifier tokens, Refusals refusals) {
    return new Gate(tokens, Optional.of(refusals), true);
  }

  /// A gate to what decides nothing: it records nothing, and throws what does not answer.
  public static Gate withoutRecords(TokenVerifier tokens) {
    return new Gate(tokens, Optional.empty(), false);
  }

  /// What a route does: reads the request, admits its caller and answers, in the order that it
  /// chooses. `path` has the parameters of the path.
  public interface Handler {
    ApiResponse answer(Call call, Map<String, String> path) throws InvalidDocument;
  }

  /// What is answered to a caller that is known.
  public interface Admitted<E extends Exception> {
    ApiResponse answer(Caller caller) throws E;
  }

  /// `<method> <path>` for bearers, and the same below `/iam` for AWS principals.
  public List<Route> routes(String method, String path, Handler handler) {
    return routes(method, path, TokenUse.BREVET, handler);
  }

  /// The same for bearers of tokens for another use.
  public List<Route> routes(String method, String path, TokenUse use, Handler handler) {
    Route.Refusal shape = (problem, _) -> problem.response();
    return List.of(
        bearers(method, path, use, shape, handler),
        // INVARIANT: only here, as the gateway names callers only below `/iam`.
        Route.of(
            method,
            belowIam(path),
            (request, of) ->
                handler.answer(new Call(request, true, signature(request), shape), of)));
  }

  /// A route for bearers only, which writes refusals in the shape of another protocol.
  public Route bearers(String method, String path, Route.Refusal shape, Handler handler) {
    return bearers(method, path, TokenUse.BREVET, shape, handler);
  }

  private Route bearers(
      String method, String path, TokenUse use, Route.Refusal shape, Handler handler) {
    return Route.of(
            method,
            path,
            (request, of) ->
                handler.answer(new Call(request, false, bearer(bearer(request), use), shape), of))
        .refusing(shape);
  }

  private static String belowIam(String path) {
    return path.startsWith("/v1/") ? "/v1/iam" + path.substring("/v1".length()) : "/iam" + path;
  }

  /// What a request brings to prove who its caller is.
  private record Proof(AuthenticationMethod method, Supplier<Verification> check) {}

  private Proof bearer(Optional<SecretString> token, TokenUse use) {
    return new Proof(
        token
            .map(bearer -> AuthenticationMethod.claimedBy(bearer.reveal()))
            .orElse(AuthenticationMethod.TOKEN),
        () ->
            token
                .map(bearer -> tokens.verify(bearer, use))
                .orElseGet(() -> new Verification.Rejected("there is no bearer token")));
  }

  /// `Authorization: Bearer X`, or only `X`, as the SDKs' container credentials provider sends it.
  private static Optional<SecretString> bearer(ApiRequest request) {
    return request
        .headers()
        .value("Authorization")
        .map(
            value ->
                AsciiCase.matchesAt(value, 0, SCHEME) ? value.substring(SCHEME.length()) : value)
        .map(String::strip)
        .filter(token -> !token.isEmpty() && !AsciiCase.equal(token, SCHEME.strip()))
        .map(SecretString::new);
  }

  private static Proof signature(ApiRequest request) {
    return new Proof(
        AuthenticationMethod.SIGV4,
        () ->
            request
                .caller()
                .map(GatewayIdentity::verify)
                .orElseGet(() -> new Verification.Rejected("the gateway named no caller")));
  }

  /// A request at the gate: its caller is not known until it is admitted.
  public final class Call {
    private final ApiRequest request;
    private final boolean isBelowIam;
    private final Proof proof;
    private final Route.Refusal shape;

    private Call(ApiRequest request, boolean isBelowIam, Proof proof, Route.Refusal shape) {
      this.request = request;
      this.isBelowIam = isBelowIam;
      this.proof = proof;
      this.shape = shape;
    }

    public ApiRequest request() {
      return request;
    }

    /// Where its caller finds what bearers find at `path`.
    public String path(String path) {
      return isBelowIam ? belowIam(path) : path;
    }

    /// The same request of the bearer of `token`, which came in its body.
    public Call bearing(SecretString token) {
      return new Call(request, false, bearer(Optional.of(token), TokenUse.BREVET), shape);
    }

    /// Records that the request could not be read, in a protocol whose every answer has an id.
    public Problem unread(String operation, String reason) {
      return Problem.of(Problem.Code.MALFORMED_REQUEST)
          .decision(refusals.orElseThrow().malformed(operation, request.origin(), reason));
    }

    /// The answer of `admitted` where the caller proves who it is, or a refusal.
    ///
    /// @param operation what is asked for, in the words of the log
    /// @param mapping the mapping that is asked for, which need not be a mapping id; may be empty
    public <E extends Exception> ApiResponse admit(
        String operation, String mapping, Admitted<E> admitted) throws E {
      return admit(operation, mapping, admitted, (_, problem) -> shape.of(problem, request));
    }

    /// The same; `refused` writes refusals, which were recorded.
    public <E extends Exception> ApiResponse admit(
        String operation,
        String mapping,
        Admitted<E> admitted,
        BiFunction<Refusal, Problem, ApiResponse> refused)
        throws E {
      Verification verification;
      try {
        verification = proof.check().get();
      } catch (IdentityUnavailable fault) {
        if (refusals.isEmpty()) {
          throw fault;
        }
        String reason = String.valueOf(fault.getMessage());
        return refused(
            fault.isIssuers() ? Refusal.ISSUER_UNAVAILABLE : Refusal.UNAVAILABLE,
            records ->
                records.notVerifiable(operation, request.origin(), proof.method(), mapping, reason),
            refused);
      }
      return switch (verification) {
        case Verification.Verified(VerifiedIdentity identity) ->
            admitted.answer(new Caller(identity, request, operation, mapping));
        case Verification.Vended(VerifiedIdentity session) when admitsVended ->
            admitted.answer(new Caller(session, request, operation, mapping));
        case Verification.Vended(VerifiedIdentity session) ->
            refused(
                Refusal.VENDED,
                records -> records.denied(operation, request.origin(), session, VENDED),
                refused);
        case Verification.Rejected(Cause cause, String reason) -> {
          Refusal why = Refusal.of(cause);
          yield refused(
              why,
              records ->
                  records.notAuthenticated(
                      operation,
                      request.origin(),
                      proof.method(),
                      mapping,
                      why.problem().code(),
                      reason),
              refused);
        }
      };
    }

    private ApiResponse refused(
        Refusal why,
        Function<Refusals, DecisionId> record,
        BiFunction<Refusal, Problem, ApiResponse> shape) {
      Problem problem = why.problem();
      refusals.map(record).ifPresent(problem::decision);
      return shape.apply(why, problem);
    }
  }

  /// A caller that proved who it is, with what it asks for.
  public final class Caller {
    private final VerifiedIdentity identity;
    private final ApiRequest request;
    private final String operation;
    private final String mapping;

    private Caller(
        VerifiedIdentity identity, ApiRequest request, String operation, String mapping) {
      this.identity = identity;
      this.request = request;
      this.operation = operation;
      this.mapping = mapping;
    }

    public VerifiedIdentity identity() {
      return identity;
    }

    public ApiRequest request() {
      return request;
    }

    /// Records that it may not have what it asks for, whatever mapping that is; `reason` is for the
    /// log.
    public DecisionId denied(String reason) {
      return refusals.orElseThrow().denied(operation, request.origin(), identity, reason);
    }

    /// Records that a port did not answer that is needed besides.
    public Problem unavailable(RuntimeException fault) {
      return unavailable(String.valueOf(fault.getMessage()));
    }

    /// The same of what else is needed.
    public Problem unavailable(String reason) {
      return Problem.unavailable()
          .decision(
              refusals
                  .orElseThrow()
                  .unavailable(operation, request.origin(), identity, mapping, reason));
    }
  }
}
