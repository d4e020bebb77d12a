package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiResponse;
import dev.brevet.api.JsonText;
import dev.brevet.api.Problem;
import dev.brevet.iam.UntrustedText;
import dev.brevet.vending.SessionCredentials;
import dev.brevet.vending.VendOutcome;

/// From the outcome of a vend to status and document: here, and nowhere else, a vended secret is
/// revealed.
enum VendAnswers {
  /// `POST /v1/credentials`.
  VEND {
    @Override
    String credentials(VendOutcome.Vended vended) {
      SessionCredentials credentials = vended.credentials();
      Instant expiration = seconds(credentials.expiration());
      Duration life = Duration.between(vended.issuedAt(), expiration);
      return JsonText.object(
          json -> {
            json.writeStringField("decisionId", vended.decision().value());
            json.writeStringField("mapping", vended.mapping().value());
            json.writeStringField("assumedRoleArn", vended.assumedRole().toString());
            if (vended.sourceIdentity().isPresent()) {
              json.writeStringField("sourceIdentity", vended.sourceIdentity().get().value());
            }
            json.writeNumberField("packedPolicySize", vended.packedPolicySize());
            json.writeObjectFieldStart("credentials");
            json.writeStringField("accessKeyId", credentials.accessKeyId());
            json.writeStringField("secretAccessKey", credentials.secretAccessKey().reveal());
            json.writeStringField("sessionToken", credentials.sessionToken().reveal());
            json.writeStringField("expiration", expiration.toString());
            json.writeEndObject();
            json.writeObjectFieldStart("refresh");
            json.writeStringField(
                "after", seconds(vended.issuedAt().plus(life.dividedBy(2))).toString());
            json.writeStringField("href", "/v1/credentials/" + vended.mapping().value());
            json.writeEndObject();
          });
    }

    @Override
    ApiResponse refused(Problem problem) {
      return problem.response();
    }
  },

  /// `GET /v1/credentials/{mapping}`: one document that serves as container credentials,
  /// `credential_process` output and IMDSv2 alike. `Expiration` ends in `Z`, as the JavaScript SDK
  /// reads nothing else. Of a refusal, SDKs and the CLI print `Code` and `Message`, or `message`;
  /// it is `application/json`, as the SDK for Go reads no other type.
  CONTAINER {
    @Override
    String credentials(VendOutcome.Vended vended) {
      SessionCredentials credentials = vended.credentials();
      return JsonText.object(
          json -> {
            json.writeNumberField("Version", 1);
            json.writeStringField("Code", "Success");
            json.writeStringField("Type", "AWS-HMAC");
            json.writeStringField("LastUpdated", seconds(vended.issuedAt()).toString());
            json.writeStringField("AccessKeyId", credentials.accessKeyId());
            json.writeStringField("SecretAccessKey", credentials.secretAccessKey().reveal());
            json.writeStringField("Token", credentials.sessionToken().reveal());
            json.writeStringField("SessionToken", credentials.sessionToken().reveal());
            json.writeStringField("Expiration", seconds(credentials.expiration()).toString());
            json.writeStringField("AccountId", vended.assumedRole().account());
          });
    }

    @Override
    ApiResponse refused(Problem problem) {
      Map<String, Object> more = new LinkedHashMap<>();
      more.put("Code", code(problem.code()));
      more.put("Message", problem.message());
      more.put("message", problem.message());
      return problem.response(more).with("Content-Type", "application/json");
    }

    // `AccessDenied` for `ACCESS_DENIED`: the shape of AWS's own codes.
    private static String code(Problem.Code code) {
      StringBuilder out = new StringBuilder();
      boolean first = true;
      for (char letter : code.name().toCharArray()) {
        if (letter != '_') {
          out.append(first ? letter : Character.toLowerCase(letter));
        }
        first = letter == '_';
      }
      return out.toString();
    }
  };

  abstract String credentials(VendOutcome.Vended vended);

  abstract ApiResponse refused(Problem problem);

  /// Every outcome has its answer.
  ApiResponse answer(VendOutcome outcome) {
    return outcome instanceof VendOutcome.Vended vended
        ? ApiResponse.json(200, credentials(vended))
            .with(Problem.DECISION_HEADER, vended.decision().value())
        : refused(problem(outcome));
  }

  /// The problem that `outcome` is.
  ///
  /// @throws IllegalArgumentException when it is none
  static Problem problem(VendOutcome outcome) {
    Problem problem =
        switch (outcome) {
          case VendOutcome.Vended _ -> throw new IllegalArgumentException("nothing was refused");
          case VendOutcome.Denied(var _, var kind) -> Problem.of(code(kind));
          case VendOutcome.Malformed(var _, var field, var detail) ->
              malformed(UntrustedText.shown(field), detail);
          case VendOutcome.TooLarge tooLarge -> tooLarge(tooLarge);
          case VendOutcome.RoleRefused _ -> Problem.of(Problem.Code.ROLE_REFUSED);
          case VendOutcome.Throttled(var _, var retryAfter) ->
              Problem.of(Problem.Code.THROTTLED).retryAfter(retryAfter);
          case VendOutcome.Unavailable(var _, var retryAfter) ->
              Problem.of(Problem.Code.UNAVAILABLE).retryAfter(retryAfter);
        };
    return problem.decision(outcome.decision());
  }

  // Clients that print one text print `detail`, so it names the field.
  private static Problem malformed(String field, String detail) {
    return Problem.malformed(field, "`" + field + "` " + detail);
  }

  private static Problem tooLarge(VendOutcome.TooLarge tooLarge) {
    Problem problem = Problem.of(Problem.Code.SESSION_TOO_LARGE);
    tooLarge
        .characters()
        .ifPresent(
            characters ->
                problem
                    .member("policyCharacters", characters)
                    .member("mostPolicyCharacters", 2048));
    tooLarge.packedPercent().ifPresent(percent -> problem.member("packedPolicySize", percent));
    return problem;
  }

  static Problem.Code code(VendOutcome.Denied.Kind kind) {
    return switch (kind) {
      case ACCESS_DENIED -> Problem.Code.ACCESS_DENIED;
      case ROOT_DENIED -> Problem.Code.ROOT_DENIED;
      case MFA_REQUIRED -> Problem.Code.MFA_REQUIRED;
      case SOURCE_DENIED -> Problem.Code.SOURCE_DENIED;
      case REVOKED -> Problem.Code.REVOKED;
    };
  }

  /// Without a fraction, which some SDKs cannot read.
  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
