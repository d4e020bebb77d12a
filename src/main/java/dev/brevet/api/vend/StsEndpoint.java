package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Endpoint;
import dev.brevet.api.Gate;
import dev.brevet.api.Problem;
import dev.brevet.api.Refusal;
import dev.brevet.api.Route;
import dev.brevet.api.vend.StsAnswers.Fault;
import dev.brevet.iam.RoleArn;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.vending.RoleTargets.Target;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;

/// STS's query protocol, `POST /` and `GET /`: `AssumeRoleWithWebIdentity` as every SDK's web
/// identity provider sends it, unsigned. A vend like any other, in STS's words.
///
/// At the host's root: the SDK for Java drops the path of `AWS_ENDPOINT_URL_STS`, and clients that
/// put the parameters into the query (Rust's `object_store`, GDAL) take only a host.
public final class StsEndpoint implements Endpoint {
  private final Gate gate;
  private final BiFunction<RoleArn, Function<MappingId, VendRequest>, Target> targets;
  private final Function<VendRequest, VendOutcome> vend;

  /// `targets` finds the mapping that a role stands for to a caller.
  public StsEndpoint(
      Gate gate,
      BiFunction<RoleArn, Function<MappingId, VendRequest>, Target> targets,
      Function<VendRequest, VendOutcome> vend) {
    this.gate = gate;
    this.targets = targets;
    this.vend = vend;
  }

  @Override
  public List<Route> routes() {
    return Stream.of("POST", "GET")
        .map(method -> gate.bearers(method, "/", StsAnswers::refused, (call, _) -> answer(call)))
        .toList();
  }

  private ApiResponse answer(Gate.Call call) {
    ApiRequest request = call.request();
    return switch (StsForm.read(request)) {
      // A visitor of the address asks for nothing: there is nothing to record.
      case StsForm.Reading.Refused(Fault fault, String message)
          when fault == Fault.MISSING_ACTION || fault == Fault.INVALID_ACTION ->
          StsAnswers.fault(fault, message, request);
      case StsForm.Reading.Refused(Fault fault, String message) ->
          StsAnswers.fault(fault, message, call.unread(VendBody.OPERATION, message), request);
      case StsForm.Reading.Read(StsForm form) ->
          call.bearing(form.token())
              .admit(
                  VendBody.OPERATION,
                  "",
                  caller -> vend(form, caller),
                  (why, problem) -> refused(why, problem, request));
    };
  }

  private static ApiResponse refused(Refusal why, Problem problem, ApiRequest request) {
    return switch (why) {
      case INVALID ->
          StsAnswers.fault(
              Fault.INVALID_IDENTITY_TOKEN,
              "the web identity token was rejected",
              problem,
              request);
      case EXPIRED ->
          StsAnswers.fault(
              Fault.EXPIRED_TOKEN, "the web identity token is expired", problem, request);
      case ISSUER_UNAVAILABLE ->
          StsAnswers.fault(
              Fault.IDP_COMMUNICATION_ERROR,
              "the token's issuer could not be reached",
              problem,
              request);
      case TOO_MANY, VENDED, UNAVAILABLE -> StsAnswers.refused(problem, request);
    };
  }

  private ApiResponse vend(StsForm form, Gate.Caller caller) {
    ApiRequest request = caller.request();
    Function<MappingId, VendRequest> wanted =
        mapping ->
            new VendRequest(
                caller.identity(),
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
      return StsAnswers.refused(caller.unavailable(fault), request);
    }
    return switch (target) {
      case Target.One(MappingId mapping) ->
          StsAnswers.of(vend.apply(wanted.apply(mapping)), caller.identity(), request);
      case Target.None(String reason) ->
          StsAnswers.refused(
              Problem.of(Problem.Code.ACCESS_DENIED).decision(caller.denied(reason)), request);
      case Target.Several(List<MappingId> mappings) ->
          StsAnswers.refused(
              Problem.of(Problem.Code.ACCESS_DENIED)
                  .detail(
                      "several mappings of the role would serve the caller; name one of them as"
                          + " arn:aws:iam::<account>:role/brevet/<mapping id>")
                  .decision(
                      caller.denied(
                          "several mappings of the role `"
                              + form.role()
                              + "` would serve the caller: "
                              + mappings)),
              request);
    };
  }
}
