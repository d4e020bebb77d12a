package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.Body;
import dev.brevet.api.QueryString;
import dev.brevet.api.vend.StsAnswers.Fault;
import dev.brevet.iam.ManagedPolicyArn;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.SessionName;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.InvalidDocument;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.vending.SessionPolicy;

/// A request of `AssumeRoleWithWebIdentity`, read: its parameters stand in the body, in the query,
/// or in both, each once. `RoleSessionName` must be there and valid, as in AWS, and is not used:
/// Brevet names sessions itself. Parameters that STS does not know are passed over, as STS does.
///
/// Source: STS API, AssumeRoleWithWebIdentity.
record StsForm(
    RoleArn role,
    SecretString token,
    Optional<SessionDuration> duration,
    Optional<Policy> policy,
    List<ManagedPolicyArn> managedPolicies) {
  StsForm {
    managedPolicies = List.copyOf(managedPolicies);
  }

  private static final String VERSION = "2011-06-15";
  private static final String ACTION = "AssumeRoleWithWebIdentity";

  /// What STS takes.
  private static final int LONGEST_TOKEN = 20_000;

  private static final int LONGEST_IN_STS = 43_200;
  private static final int MOST_MANAGED_POLICIES = 10;

  /// A form, or what is wrong with it.
  sealed interface Reading {
    record Read(StsForm form) implements Reading {}

    record Refused(Fault fault, String message) implements Reading {}
  }

  static Reading read(ApiRequest request) {
    try {
      String form = request.body().text(Body.MOST).orThrow();
      return action(QueryString.read(request.query() + "&" + form));
    } catch (InvalidDocument wrong) {
      return invalid(String.valueOf(wrong.getMessage()));
    }
  }

  private static Reading action(Map<String, String> parameters) {
    String action = parameters.get("Action");
    String version = parameters.getOrDefault("Version", "");
    if (action == null) {
      return new Reading.Refused(Fault.MISSING_ACTION, "the request names no Action");
    }
    if (action.equals("GetCallerIdentity")) {
      return new Reading.Refused(
          Fault.INVALID_ACTION,
          "GetCallerIdentity is answered by AWS's own STS: do not send it to Brevet's endpoint");
    }
    if (!action.equals(ACTION) || !version.equals(VERSION)) {
      return new Reading.Refused(
          Fault.INVALID_ACTION,
          "could not find operation "
              + UntrustedText.shown(action)
              + " for version "
              + UntrustedText.shown(version));
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
            // A file that a shell's `echo` wrote ends with a line break.
            .map(String::strip)
            .filter(given -> !given.isEmpty() && given.length() <= LONGEST_TOKEN);
    if (token.isEmpty()) {
      return invalid("WebIdentityToken is missing, or is longer than 20000 characters");
    }
    if (parameters.containsKey("ProviderId")) {
      return invalid("ProviderId is for OAuth 2.0 access tokens, which are not accepted");
    }
    Optional<List<ManagedPolicyArn>> managed = managedPolicies(parameters);
    if (managed.isEmpty()) {
      return invalid("PolicyArns must be at most 10 ARNs of managed policies");
    }
    String json = value(parameters, "Policy").orElse("");
    if (json.length() > SessionPolicy.MOST_CHARACTERS) {
      return invalid("Policy is longer than 2048 characters");
    }
    Optional<Policy> policy = Optional.empty();
    if (!json.isEmpty()) {
      switch (PolicyReader.read(json, PolicyType.SESSION)) {
        case Parsed(Policy read) -> policy = Optional.of(read);
        case Malformed malformed -> {
          return new Reading.Refused(
              Fault.MALFORMED_POLICY_DOCUMENT,
              "Policy is not a session policy: " + malformed.message());
        }
      }
    }
    Optional<String> seconds = value(parameters, "DurationSeconds");
    Optional<String> wrong = seconds.flatMap(StsForm::flawOfDuration);
    return wrong.isPresent()
        ? invalid(wrong.get())
        : new Reading.Read(
            new StsForm(
                role.get(),
                new SecretString(token.get()),
                seconds.map(text -> SessionDuration.ofSeconds(Integer.parseInt(text))),
                policy,
                managed.get()));
  }

  /// `PolicyArns.member.1.arn` and so on, in any order; empty when they cannot be read.
  private static Optional<List<ManagedPolicyArn>> managedPolicies(Map<String, String> parameters) {
    List<ManagedPolicyArn> all = new ArrayList<>();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      if (parameter.getKey().startsWith("PolicyArns.")) {
        Optional<ManagedPolicyArn> arn = ManagedPolicyArn.parse(parameter.getValue());
        boolean named = parameter.getKey().matches("PolicyArns\\.member\\.[0-9]{1,3}\\.arn");
        if (!named || arn.isEmpty() || all.size() == MOST_MANAGED_POLICIES) {
          return Optional.empty();
        }
        all.add(arn.get());
      }
    }
    return Optional.of(all);
  }

  private static Optional<String> flawOfDuration(String text) {
    int seconds = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (seconds < SessionDuration.SHORTEST.seconds() || seconds > LONGEST_IN_STS) {
      return Optional.of("DurationSeconds must be 900 to 43200");
    }
    return seconds > SessionDuration.LONGEST.seconds()
        ? Optional.of(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
                + " role chaining, as every session of Brevet is")
        : Optional.empty();
  }

  private static Optional<String> value(Map<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private static Reading invalid(String message) {
    return new Reading.Refused(Fault.VALIDATION_ERROR, message);
  }
}
