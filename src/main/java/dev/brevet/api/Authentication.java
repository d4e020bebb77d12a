package dev.brevet.api;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.GatewayCaller;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.Verification;
import dev.brevet.identity.Verification.Rejected.Cause;
import dev.brevet.identity.VerifiedIdentity;

/// Finds out who asks, by token or by signature. A refusal is a decision and was recorded before it
/// is answered; why is in the log alone.
public final class Authentication {
  static final String VENDED =
      "a session that brevet vended is narrower than its role and does not prove it";

  private final TokenVerifier tokens;
  private final Function<GatewayCaller, Verification> signatures;
  private final Refusals refusals;

  public Authentication(
      TokenVerifier tokens, Function<GatewayCaller, Verification> signatures, Refusals refusals) {
    this.tokens = tokens;
    this.signatures = signatures;
    this.refusals = refusals;
  }

  /// Who asks, or why that is not known.
  public sealed interface Proof {
    record Proven(VerifiedIdentity caller) implements Proof {}

    /// It is that of a session that Brevet vended, which proves nothing here.
    record Vended(DecisionId decision) implements Proof {}

    /// There is no proof, or it does not hold.
    record Rejected(DecisionId decision, Cause cause) implements Proof {}

    /// What is needed to check it did not answer: the issuer of a token, or something of Brevet's.
    record NotVerifiable(DecisionId decision, boolean issuers) implements Proof {}
  }

  /// What is asked for, in the words of the log: `mapping` need not be a mapping id. `isOfMappings`
  /// where each mapping decides for itself whether it takes sessions that Brevet vended; everything
  /// else takes none.
  public record Question(
      ApiRequest request, String operation, String mapping, boolean isOfMappings) {
    /// About something that takes no sessions that Brevet vended.
    public Question(ApiRequest request, String operation, String mapping) {
      this(request, operation, mapping, false);
    }
  }

  /// The bearer of the request's `Authorization`, by a token that is for Brevet itself.
  public Proof byToken(Question question) {
    return byToken(question, BearerToken.of(question.request()));
  }

  /// As [#byToken(Question)], by a token that may be for asking alone.
  public Proof byAskingToken(Question question) {
    return byToken(question, BearerToken.of(question.request()), TokenUse.ASKING);
  }

  /// The bearer of `token`, which is for Brevet itself.
  public Proof byToken(Question question, Optional<SecretString> token) {
    return byToken(question, token, TokenUse.BREVET);
  }

  private Proof byToken(Question question, Optional<SecretString> token, TokenUse use) {
    return prove(
        question,
        token
            .map(bearer -> AuthenticationMethod.claimedBy(bearer.reveal()))
            .orElse(AuthenticationMethod.TOKEN),
        () ->
            token
                .map(bearer -> tokens.verify(bearer, use))
                .orElseGet(() -> new Verification.Rejected("there is no bearer token")));
  }

  /// Only for routes that carry the gateway's `AWS_IAM` authorizer.
  public Proof bySignature(Question question) {
    return prove(
        question,
        AuthenticationMethod.SIGV4,
        () ->
            question
                .request()
                .caller()
                .map(signatures)
                .orElseGet(() -> new Verification.Rejected("the gateway named no caller")));
  }

  private Proof prove(
      Question question, AuthenticationMethod method, Supplier<Verification> check) {
    Verification verification;
    try {
      verification = check.get();
    } catch (IdentityUnavailable fault) {
      return new Proof.NotVerifiable(
          refusals.notVerifiable(
              question.operation(),
              question.request().origin(),
              method,
              question.mapping(),
              String.valueOf(fault.getMessage())),
          fault.isIssuers());
    }
    return switch (verification) {
      case Verification.Verified(VerifiedIdentity caller) -> new Proof.Proven(caller);
      case Verification.Vended(VerifiedIdentity session) when question.isOfMappings() ->
          new Proof.Proven(session);
      case Verification.Vended(VerifiedIdentity session) ->
          new Proof.Vended(
              refusals.denied(question.operation(), question.request().origin(), session, VENDED));
      case Verification.Rejected(Cause cause, String reason) ->
          new Proof.Rejected(
              refusals.notAuthenticated(
                  question.operation(),
                  question.request().origin(),
                  method,
                  question.mapping(),
                  Problem.rejected(cause).code(),
                  reason),
              cause);
    };
  }
}
