package dev.brevet.api;

import dev.brevet.api.StsAnswers.Fault;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.SessionName;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.vending.SessionPolicy;
import java.util.Map;
import java.util.Optional;

/// A form of `AssumeRoleWithWebIdentity`, read. `RoleSessionName` must be there and valid, as in
/// AWS, and is not used: Brevet names sessions itself. Parameters that STS does not know are passed
/// over, as STS does.
///
/// Source: STS API, AssumeRoleWithWebIdentity.
record StsForm(
    RoleArn role, SecretString token, Optional<SessionDuration> duration, Optional<Policy> policy) {
  private static final String VERSION = "2011-06-15";
  private static final String ACTION = "AssumeRoleWithWebIdentity";

  /// What STS takes.
  private static final int LONGEST_TOKEN = 20_000;

  private static final int LONGEST_IN_STS = 43_200;

  /// A form, or what is wrong with it.
  sealed interface Reading {
    record Read(StsForm form) implements Reading {}

    record Refused(Fault fault, String message) implements Reading {}
  }

  static Reading read(Body body) {
    return switch (StrictJson.text(body)) {
      case StrictJson.Text.Refused(Problem problem) -> invalid(problem.detail());
      case StrictJson.Text.Read(String text) ->
          switch (QueryString.read(text)) {
            case QueryString.Reading.Refused(Problem problem) -> invalid(problem.detail());
            case QueryString.Reading.Read(Map<String, String> parameters) -> action(parameters);
          };
    };
  }

  private static Reading action(Map<String, String> parameters) {
    String action = parameters.get("Action");
    String version = parameters.getOrDefault("Version", "");
    if (action == null) {
      return new Reading.Refused(Fault.MISSING_ACTION, "the form names no Action");
    }
    if (!action.equals(ACTION) || !version.equals(VERSION)) {
      return new Reading.Refused(
          Fault.INVALID_ACTION,
          "could not find operation "
              + StrictJson.shown(action)
              + " for version "
              + StrictJson.shown(version));
    }
    return parameters(parameters);
  }

  private static Reading parameters(Map<String, String> parameters) {
    Optional<RoleArn> role = value(parameters, "RoleArn").flatMap(RoleArn::parse);
    if (role.isEmpty()) {
      return invalid("RoleArn is missing, or is not the ARN of an IAM role");
    }
    if (value(parameters, "RoleSessionName").flatMap(SessionName::parse).isEmpty()) {
      return invalid("RoleSessionName is missing, or is not 2 to 64 of [\\w+=,.@-]");
    }
    Optional<String> token =
        value(parameters, "WebIdentityToken")
            .filter(given -> !given.isBlank() && given.length() <= LONGEST_TOKEN);
    if (token.isEmpty()) {
      return invalid("WebIdentityToken is missing, or is longer than 20000 characters");
    }
    if (parameters.containsKey("ProviderId")) {
      return invalid("ProviderId is for OAuth 2.0 access tokens, which are not taken");
    }
    // What a managed policy allows is not known here, and STS would add it to the mapping's policy.
    if (parameters.keySet().stream().anyMatch(name -> name.startsWith("PolicyArns."))) {
      return new Reading.Refused(
          Fault.MALFORMED_POLICY_DOCUMENT, "PolicyArns are not taken; narrow with Policy");
    }
    SecretString secret = new SecretString(token.get());
    Optional<String> json = value(parameters, "Policy").filter(text -> !text.isEmpty());
    if (json.isEmpty()) {
      return duration(parameters, role.get(), secret, Optional.empty());
    }
    if (json.get().length() > SessionPolicy.MOST_CHARACTERS) {
      return invalid("Policy is longer than 2048 characters");
    }
    return switch (PolicyReader.read(json.get(), PolicyType.SESSION)) {
      case Parsed(Policy policy) -> duration(parameters, role.get(), secret, Optional.of(policy));
      case Malformed malformed ->
          new Reading.Refused(
              Fault.MALFORMED_POLICY_DOCUMENT,
              "Policy is not a session policy: " + malformed.message());
    };
  }

  private static Reading duration(
      Map<String, String> parameters, RoleArn role, SecretString token, Optional<Policy> policy) {
    Optional<String> text = value(parameters, "DurationSeconds");
    if (text.isEmpty()) {
      return new Reading.Read(new StsForm(role, token, Optional.empty(), policy));
    }
    int seconds = text.get().matches("[0-9]{1,6}") ? Integer.parseInt(text.get()) : 0;
    if (seconds < SessionDuration.SHORTEST.seconds() || seconds > LONGEST_IN_STS) {
      return invalid("DurationSeconds is not 900 to 43200");
    }
    if (seconds > SessionDuration.LONGEST.seconds()) {
      return invalid(
          "DurationSeconds is above 3600: a session that Brevet makes is chained, and role chaining"
              + " ends at one hour");
    }
    return new Reading.Read(
        new StsForm(role, token, Optional.of(SessionDuration.ofSeconds(seconds)), policy));
  }

  private static Optional<String> value(Map<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private static Reading invalid(String message) {
    return new Reading.Refused(Fault.VALIDATION_ERROR, message);
  }
}
