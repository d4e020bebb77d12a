package dev.brevet.mapping;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.UntrustedText;
import dev.brevet.mapping.MappingReading.Problem;
import dev.brevet.mapping.MappingReading.Readable;
import dev.brevet.mapping.MappingReading.Unreadable;
import dev.brevet.mapping.SessionTemplate.SourceIdentityRule;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a mapping's JSON, one that is stored and one that somebody wants to store alike:
/// everything is checked, unknown and repeated fields are refused, and every problem is named with
/// its field.
public final class MappingReader {
  private static final int LONGEST_DESCRIPTION = 1000;
  private static final int MOST_PARAMETERS = 32;

  private final List<Problem> problems = new ArrayList<>();

  private MappingReader() {}

  /// A valid mapping, or all that is wrong with `json`, which is untrusted and of any length.
  public static MappingReading read(String json) {
    try {
      return Json.read(json) instanceof Json.Obj object
          ? new MappingReader().mapping(object)
          : new Unreadable(List.of(new Problem("", "a mapping must be an object")));
    } catch (IllegalArgumentException e) {
      return new Unreadable(List.of(new Problem("", String.valueOf(e.getMessage()))));
    }
  }

  private MappingReading mapping(Json.Obj object) {
    Fields fields = new Fields("", object, problems);
    Optional<MappingId> id = fields.required("id", MappingId::new);
    Optional<String> description = fields.read("description", MappingReader::description);
    boolean enabled = fields.truth("enabled", true);
    Optional<RoleArn> role = fields.required("roleArn", MappingReader::role);
    Optional<Policy> trustPolicy = trustPolicy(fields);
    CallerRequirements requirements =
        new CallerRequirements(
            fields.truth("requireMfa", false),
            fields.truth("temporaryCredentialsOnly", false),
            fields.truth("allowRoleChaining", false));
    List<MappingParameter> parameters = parameters(fields);
    Optional<SessionTemplate> session = new SessionReader(fields, role).session(parameters);
    if (requirements.roleChaining()
        && session
            .filter(read -> !(read.sourceIdentity() instanceof SourceIdentityRule.Caller))
            .isPresent()) {
      fields.problem(
          "allowRoleChaining",
          "needs the source identity that Brevet sets, which stays the same in a chain: leave"
              + " `sourceIdentity` out");
    }
    long version = version(fields);
    fields.refuseUnknown();
    if (!problems.isEmpty()) {
      return new Unreadable(problems);
    }
    return new Readable(
        new RoleMapping(
            id.orElseThrow(),
            description.orElse(""),
            enabled,
            role.orElseThrow(),
            trustPolicy.orElseThrow(),
            requirements,
            parameters,
            session.orElseThrow(),
            version));
  }

  private static String description(String text) {
    if (text.length() > LONGEST_DESCRIPTION) {
      throw new IllegalArgumentException("has more than " + LONGEST_DESCRIPTION + " characters");
    }
    return text;
  }

  private static RoleArn role(String text) {
    RoleArn role =
        RoleArn.parse(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "not a role ARN: `" + UntrustedText.shown(text) + "`"));
    if (role.isServiceLinked()) {
      throw new IllegalArgumentException(
          "a service-linked role belongs to its service and is not vended");
    }
    return role;
  }

  private Optional<Policy> trustPolicy(Fields fields) {
    fields.require("trustPolicy");
    Optional<Json.Obj> source = fields.object("trustPolicy");
    if (source.isEmpty()) {
      return Optional.empty();
    }
    if (source.get().source().contains("{{")) {
      fields.problem(
          "trustPolicy",
          "must have no placeholders: write a parameter as the condition key"
              + " `brevet:Parameter/<name>`");
      return Optional.empty();
    }
    return switch (PolicyReader.read(source.get().source(), PolicyType.TRUST)) {
      case Parsed(Policy policy) -> {
        TrustPolicyCheck.problems(policy).forEach(text -> fields.problem("trustPolicy", text));
        yield Optional.of(policy);
      }
      case Malformed malformed -> {
        fields.problem("trustPolicy", malformed.message());
        yield Optional.empty();
      }
    };
  }

  private List<MappingParameter> parameters(Fields fields) {
    Optional<Json.Obj> object = fields.object("parameters");
    if (object.isEmpty()) {
      return List.of();
    }
    Fields named = new Fields("parameters", object.get(), problems);
    if (named.names().size() > MOST_PARAMETERS) {
      fields.problem("parameters", "there are more than " + MOST_PARAMETERS);
      return List.of();
    }
    List<MappingParameter> out = new ArrayList<>();
    Set<String> lowerNames = new HashSet<>();
    for (String name : named.names()) {
      if (!lowerNames.add(AsciiCase.lower(name))) {
        named.problem(UntrustedText.shown(name), "differs from another parameter only by case");
      }
      named.object(name).flatMap(body -> parameter(name, named, body)).ifPresent(out::add);
    }
    return out;
  }

  private Optional<MappingParameter> parameter(String name, Fields named, Json.Obj body) {
    if (!MappingParameter.isName(name)) {
      named.problem(
          UntrustedText.shown(name),
          "a parameter's name is a letter and up to 63 letters, digits, `_` and `-`");
      return Optional.empty();
    }
    Fields fields = new Fields("parameters." + name, body, problems);
    Optional<MappingParameter.Source> source = fields.required("from", MappingReader::source);
    Optional<ParameterPattern> pattern = fields.required("pattern", ParameterPattern::of);
    Optional<String> defaultValue = fields.text("default");
    fields.refuseUnknown();
    if (source.isEmpty() || pattern.isEmpty()) {
      return Optional.empty();
    }
    return fields.attempt(
        "default", () -> new MappingParameter(name, source.get(), pattern.get(), defaultValue));
  }

  private static MappingParameter.Source source(String text) {
    if (text.equals("request")) {
      return new MappingParameter.Source.Request();
    }
    if (text.startsWith("claim:") && text.length() > "claim:".length() && text.length() <= 256) {
      return new MappingParameter.Source.Claim(text.substring("claim:".length()));
    }
    throw new IllegalArgumentException("must be `request` or `claim:<name>`");
  }

  private static long version(Fields fields) {
    return switch (fields.any("version").orElse(new Json.Numeral("0"))) {
      case Json.Numeral(String digits) when digits.matches("[0-9]{1,15}") -> Long.parseLong(digits);
      case Json.Obj _, Json.Array _, Json.Text _, Json.Numeral _, Json.Bool _, Json.Null _ -> {
        fields.problem("version", "must be a whole number");
        yield 0;
      }
    };
  }
}
