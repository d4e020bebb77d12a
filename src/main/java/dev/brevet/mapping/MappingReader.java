package dev.brevet.mapping;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.Fields;
import dev.brevet.mapping.SessionTemplate.SourceIdentityRule;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.PolicyReader;

/// Reads a mapping's JSON, one that is stored like one that is sent: everything is checked, unknown
/// and repeated fields are refused, and every problem is named with its field.
public final class MappingReader {
  private static final int LONGEST_DESCRIPTION = 1000;
  private static final int MOST_PARAMETERS = 32;

  /// The longest document, in characters.
  public static final int LONGEST = 65_536;

  private MappingReader() {}

  /// A valid mapping, or all that is wrong with `json`, which is untrusted and of any length.
  public static DocumentReading<RoleMapping> read(String json) {
    return Fields.read(json, LONGEST, MappingReader::mapping);
  }

  private static Optional<RoleMapping> mapping(Fields fields) {
    Optional<MappingId> id = fields.required("id", MappingId::new);
    Optional<String> description = fields.read("description", MappingReader::description);
    boolean enabled = fields.bool("enabled", true);
    Optional<RoleArn> role = fields.required("roleArn", MappingReader::role);
    Optional<Policy> trustPolicy = trustPolicy(fields);
    CallerRequirements requirements =
        new CallerRequirements(
            fields.bool("requireMfa", false),
            fields.bool("temporaryCredentialsOnly", false),
            fields.bool("allowRoleChaining", false));
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
    long version = fields.whole("version", 0);
    return fields.hasProblems()
        ? Optional.empty()
        : Optional.of(
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
    RoleArn role = RoleArn.parse(text).orElseThrow(() -> UntrustedText.not("a role ARN", text));
    if (role.isServiceLinked()) {
      throw new IllegalArgumentException(
          "a service-linked role belongs to its service and is not vended");
    }
    return role;
  }

  private static Optional<Policy> trustPolicy(Fields fields) {
    fields.require("trustPolicy");
    Optional<String> source = fields.document("trustPolicy");
    if (source.isEmpty()) {
      return Optional.empty();
    }
    if (source.get().contains("{{")) {
      fields.problem(
          "trustPolicy",
          "must have no placeholders: write a parameter as the condition key"
              + " `brevet:Parameter/<name>`");
      return Optional.empty();
    }
    Optional<Policy> policy =
        PolicyReader.read(fields, "trustPolicy", source.get(), PolicyType.TRUST, "");
    policy.ifPresent(
        read ->
            TrustPolicyCheck.problems(read).forEach(text -> fields.problem("trustPolicy", text)));
    return policy;
  }

  private static List<MappingParameter> parameters(Fields fields) {
    Optional<Fields> object = fields.object("parameters");
    if (object.isEmpty()) {
      return List.of();
    }
    Fields named = object.get();
    if (named.names().size() > MOST_PARAMETERS) {
      fields.problem("parameters", "there are more than " + MOST_PARAMETERS);
      named.ignoreOthers();
      return List.of();
    }
    List<MappingParameter> out = new ArrayList<>();
    Set<String> lowerNames = new HashSet<>();
    for (String name : named.names()) {
      if (!lowerNames.add(AsciiCase.lower(name))) {
        named.problem(name, "differs from another parameter only by case");
      }
      named.object(name).flatMap(of -> parameter(name, named, of)).ifPresent(out::add);
    }
    return out;
  }

  private static Optional<MappingParameter> parameter(String name, Fields named, Fields fields) {
    if (!MappingParameter.isName(name)) {
      named.problem(
          name, "a parameter's name is a letter and up to 63 letters, digits, `_` and `-`");
      fields.ignoreOthers();
      return Optional.empty();
    }
    Optional<MappingParameter.Source> source = fields.required("from", MappingReader::source);
    Optional<ParameterPattern> pattern = fields.required("pattern", ParameterPattern::of);
    Optional<String> defaultValue = fields.text("default");
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
}
