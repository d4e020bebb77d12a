package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Problem;
import dev.brevet.iam.Principal;
import dev.brevet.iam.UntrustedText;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.vending.SessionCredentials;
import dev.brevet.vending.VendOutcome;

/// The answers of STS's query protocol, in STS's XML with its error codes and status.
///
/// An error's message ends with the decision's id, as SDKs print the message. Source: STS API,
/// AssumeRoleWithWebIdentity and Common Errors.
final class StsAnswers {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private StsAnswers() {}

  /// An error of STS: `status` and `code` are what AWS answers with.
  enum Fault {
    MISSING_ACTION(400, "MissingAction"),
    INVALID_ACTION(400, "InvalidAction"),
    VALIDATION_ERROR(400, "ValidationError"),
    INVALID_IDENTITY_TOKEN(400, "InvalidIdentityToken"),
    EXPIRED_TOKEN(400, "ExpiredTokenException"),
    IDP_COMMUNICATION_ERROR(400, "IDPCommunicationError"),
    MALFORMED_POLICY_DOCUMENT(400, "MalformedPolicyDocument"),
    PACKED_POLICY_TOO_LARGE(400, "PackedPolicyTooLarge"),
    THROTTLING(400, "Throttling"),
    ACCESS_DENIED(403, "AccessDenied"),
    INTERNAL_FAILURE(500, "InternalFailure"),
    SERVICE_UNAVAILABLE(503, "ServiceUnavailable");

    private final int status;
    private final String code;

    Fault(int status, String code) {
      this.status = status;
      this.code = code;
    }
  }

  /// A refusal that is no decision. `message` is safe to show.
  static ApiResponse fault(Fault fault, String message, ApiRequest request) {
    String xml =
        new Xml()
            .open("ErrorResponse xmlns=\"" + NAMESPACE + "\"")
            .open("Error")
            .element("Type", fault.status < 500 ? "Sender" : "Receiver")
            .element("Code", fault.code)
            .element("Message", message)
            .close("Error")
            .element("RequestId", request.origin().requestId())
            .close("ErrorResponse")
            .text();
    ApiResponse response = document(fault.status, xml, request);
    return fault == Fault.SERVICE_UNAVAILABLE ? response.with(Problem.RETRY_HEADER, "1") : response;
  }

  /// A refusal of which STS has words of its own, with the decision of `problem` if it has one.
  static ApiResponse fault(Fault fault, String message, Problem problem, ApiRequest request) {
    return with(
        Problem.DECISION_HEADER, problem, fault(fault, problem.detail(message).message(), request));
  }

  /// A refusal that another route would answer with `problem`.
  static ApiResponse refused(Problem problem, ApiRequest request) {
    Fault fault =
        switch (problem.code()) {
          case NOT_AUTHENTICATED -> Fault.INVALID_IDENTITY_TOKEN;
          case MALFORMED_REQUEST, NO_SUCH_ROUTE, NOT_FOUND, METHOD_NOT_ALLOWED, CONFLICT ->
              Fault.VALIDATION_ERROR;
          case ACCESS_DENIED, ROOT_DENIED, MFA_REQUIRED, SOURCE_DENIED, REVOKED, ROLE_REFUSED ->
              Fault.ACCESS_DENIED;
          case SESSION_TOO_LARGE -> Fault.PACKED_POLICY_TOO_LARGE;
          case THROTTLED -> Fault.THROTTLING;
          case BROKEN, INTERNAL_ERROR -> Fault.INTERNAL_FAILURE;
          case UNAVAILABLE -> Fault.SERVICE_UNAVAILABLE;
        };
    return with(Problem.RETRY_HEADER, problem, fault(fault, problem.detail(), problem, request));
  }

  private static ApiResponse with(String header, Problem problem, ApiResponse response) {
    return problem.header(header).map(value -> response.with(header, value)).orElse(response);
  }

  /// Every outcome of a vend has its answer.
  static ApiResponse of(VendOutcome outcome, VerifiedIdentity caller, ApiRequest request) {
    return switch (outcome) {
      case VendOutcome.Vended vended ->
          document(200, vended(vended, caller, request), request)
              .with(Problem.DECISION_HEADER, vended.decision().value());
      case VendOutcome.Malformed malformed ->
          malformed(malformed.field(), malformed.detail(), VendAnswers.problem(outcome), request);
      case VendOutcome.TooLarge tooLarge ->
          refused(VendAnswers.problem(outcome).detail(size(tooLarge)), request);
      case VendOutcome.Throttled _ ->
          refused(VendAnswers.problem(outcome).detail("rate exceeded"), request);
      case VendOutcome.Denied _, VendOutcome.RoleRefused _, VendOutcome.Unavailable _ ->
          refused(VendAnswers.problem(outcome), request);
    };
  }

  private static ApiResponse malformed(
      String field, String detail, Problem problem, ApiRequest request) {
    return switch (field) {
      case "policy" -> fault(Fault.MALFORMED_POLICY_DOCUMENT, "Policy " + detail, problem, request);
      case "policyArns" ->
          fault(Fault.MALFORMED_POLICY_DOCUMENT, "PolicyArns " + detail, problem, request);
      case "durationSeconds" ->
          fault(
              Fault.VALIDATION_ERROR, "The requested DurationSeconds " + detail, problem, request);
      default ->
          fault(
              Fault.VALIDATION_ERROR, UntrustedText.shown(field) + " " + detail, problem, request);
    };
  }

  // SDKs print the id of the header, or that of the document (Java).
  private static ApiResponse document(int status, String xml, ApiRequest request) {
    return ApiResponse.document(status, "text/xml", xml)
        .with("x-amzn-RequestId", request.origin().requestId());
  }

  private static String size(VendOutcome.TooLarge tooLarge) {
    return tooLarge
        .characters()
        .map(count -> "the session policy has " + count + " characters of 2048")
        .or(
            () ->
                tooLarge
                    .packedPercent()
                    .map(percent -> "the session takes " + percent + " % of the packed size"))
        .orElse("the session is over the packed size");
  }

  private static String vended(
      VendOutcome.Vended vended, VerifiedIdentity caller, ApiRequest request) {
    SessionCredentials credentials = vended.credentials();
    Xml xml =
        new Xml()
            .open("AssumeRoleWithWebIdentityResponse xmlns=\"" + NAMESPACE + "\"")
            .open("AssumeRoleWithWebIdentityResult")
            .open("Credentials")
            .element("AccessKeyId", credentials.accessKeyId())
            .element("SecretAccessKey", credentials.secretAccessKey().reveal())
            .element("SessionToken", credentials.sessionToken().reveal())
            .element(
                "Expiration", credentials.expiration().truncatedTo(ChronoUnit.SECONDS).toString())
            .close("Credentials")
            .open("AssumedRoleUser")
            .element("AssumedRoleId", vended.assumedRoleId())
            .element("Arn", vended.assumedRole().toString())
            .close("AssumedRoleUser")
            .element("PackedPolicySize", Integer.toString(vended.packedPolicySize()));
    identity(caller, xml);
    vended.sourceIdentity().ifPresent(name -> xml.element("SourceIdentity", name.value()));
    return xml.close("AssumeRoleWithWebIdentityResult")
        .open("ResponseMetadata")
        .element("RequestId", request.origin().requestId())
        .close("ResponseMetadata")
        .close("AssumeRoleWithWebIdentityResponse")
        .text();
  }

  private static void identity(VerifiedIdentity caller, Xml xml) {
    if (!(caller.principal() instanceof Principal.WebIdentity web)) {
      xml.element("SubjectFromWebIdentityToken", caller.principal().identifier());
      return;
    }
    xml.element("SubjectFromWebIdentityToken", web.subject()).element("Provider", web.issuer());
    List<String> audiences = caller.claims().getOrDefault("aud", List.of());
    if (audiences.size() == 1) {
      xml.element("Audience", audiences.getFirst());
    }
  }

  /// Elements whose text is escaped; what XML 1.0 cannot hold is written as `?`.
  private static final class Xml {
    private final StringBuilder out = new StringBuilder(2048);

    Xml open(String nameAndAttributes) {
      out.append('<').append(nameAndAttributes).append('>');
      return this;
    }

    Xml close(String name) {
      out.append("</").append(name).append('>');
      return this;
    }

    Xml element(String name, String text) {
      open(name);
      text.codePoints().forEach(this::character);
      return close(name);
    }

    private void character(int c) {
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        default -> out.appendCodePoint(isXml(c) ? c : '?');
      }
    }

    private static boolean isXml(int c) {
      return (c >= 0x20 && c < 0xd800) || (c > 0xdfff && c < 0xfffe) || c > 0xffff || c == '\t';
    }

    String text() {
      return out.toString();
    }
  }
}
