package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Authentication;
import dev.brevet.api.Authentication.Proof;
import dev.brevet.api.Authentication.Question;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Problem;
import dev.brevet.api.Refusals;
import dev.brevet.api.Route;
import dev.brevet.api.vend.StsAnswers.Fault;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.iam.RoleArn;
import dev.brevet.identity.Verification.Rejected.Cause;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.vending.RoleTargets.Target;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;

/// STS's query protocol, `POST /`: `AssumeRoleWithWebIdentity` as every SDK's web identity provider
/// sends it, unsigned. A vend like any other, in STS's words.
///
/// At the host's root, as an SDK drops the path of `AWS_ENDPOINT_URL_STS`.
public final class StsEndpoint implements Endpoint {
  private static final String OPERATION = "VendCredentials";

  private final Authentication authentication;
  private final BiFunction<RoleArn, Function<MappingId, VendRequest>, Target> targets;
  private final Function<VendRequest, VendOutcome> vend;
  private final Refusals refusals;

  /// `targets` finds the mapping that a role stands for to a caller.
  public StsEndpoint(
      Authentication authentication,
      BiFunction<RoleArn, Function<MappingId, VendRequest>, Target> targets,
      Function<VendRequest, VendOutcome> vend,
      Refusals refusals) {
    this.authentication = authentication;
    this.targets = targets;
    this.vend = vend;
    this.refusals = refusals;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("POST", "/", (request, _) -> answer(request)).refusing(StsAnswers::refused));
  }

  private ApiResponse answer(ApiRequest request) {
    return switch (StsForm.read(request.body())) {
      case StsForm.Reading.Refused(Fault fault, String message) ->
          StsAnswers.fault(fault, message, request);
      case StsForm.Reading.Read(StsForm form) -> authenticate(form, request);
    };
  }

  private ApiResponse authenticate(StsForm form, ApiRequest request) {
    Proof proof =
        authentication.byToken(
            new Question(request, OPERATION, "", true), Optional.of(form.token()));
    return switch (proof) {
      case Proof.Rejected(var id, var cause) -> rejected(cause, id, request);
      case Proof.Vended(var id) ->
          StsAnswers.fault(Fault.ACCESS_DENIED, Problem.Code.ACCESS_DENIED.title(), id, request);
      case Proof.NotVerifiable(var id, var issuers) when issuers ->
          StsAnswers.fault(
              Fault.IDP_COMMUNICATION_ERROR,
              "the token's issuer could not be reached",
              id,
              request);
      case Proof.NotVerifiable(var id, var _) -> StsAnswers.unavailable(id, request);
      case Proof.Proven(VerifiedIdentity caller) -> vend(form, caller, request);
    };
  }

  private static ApiResponse rejected(Cause cause, DecisionId id, ApiRequest request) {
    return switch (cause) {
      case INVALID ->
          StsAnswers.fault(
              Fault.INVALID_IDENTITY_TOKEN, "the web identity token was rejected", id, request);
      case EXPIRED ->
          StsAnswers.fault(Fault.EXPIRED_TOKEN, "the web identity token is expired", id, request);
      case TOO_MANY -> StsAnswers.throttled(Problem.rejected(cause), id, request);
    };
  }

  private ApiResponse vend(StsForm form, VerifiedIdentity caller, ApiRequest request) {
    Function<MappingId, VendRequest> wanted =
        mapping ->
            new VendRequest(
                caller,
                mapping,
                form.duration(),
                Map.of(),
                form.policy(),
                form.managedPolicies(),
                Optional.of(form.role()),
                request.takesReuse(),
                request.origin(),
                request.budget());
    Target target;
    try {
      target = targets.apply(form.role(), wanted);
    } catch (MappingStoreUnavailable fault) {
      String reason = String.valueOf(fault.getMessage());
      return StsAnswers.unavailable(
          refusals.unavailable(OPERATION, request.origin(), caller, "", reason), request);
    }
    return switch (target) {
      case Target.One(MappingId mapping) ->
          StsAnswers.of(vend.apply(wanted.apply(mapping)), caller, request);
      case Target.None(String reason) ->
          refused(Problem.Code.ACCESS_DENIED.title(), reason, caller, request);
      case Target.Several(List<MappingId> mappings) ->
          refused(
              "several mappings of the role would serve the caller; name one of them as"
                  + " arn:aws:iam::<account>:role/brevet/<mapping id>",
              "several mappings of the role `"
                  + form.role()
                  + "` would serve the caller: "
                  + mappings,
              caller,
              request);
    };
  }

  private ApiResponse refused(
      String message, String reason, VerifiedIdentity caller, ApiRequest request) {
    return StsAnswers.fault(
        Fault.ACCESS_DENIED,
        message,
        refusals.denied(OPERATION, request.origin(), caller, reason),
        request);
  }
}
