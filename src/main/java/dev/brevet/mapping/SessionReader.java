package dev.brevet.mapping;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.ExternalId;
import dev.brevet.iam.ManagedPolicyArn;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.SessionTag;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.mapping.SessionTemplate.SourceIdentityRule;
import dev.brevet.mapping.SessionTemplate.TagTemplate;

/// Reads the fields of a mapping that say what a session is made with.
final class SessionReader {
  private final Fields fields;
  private final Optional<RoleArn> role;

  SessionReader(Fields fields, Optional<RoleArn> role) {
    this.fields = fields;
    this.role = role;
  }

  /// The session's template; empty, or not usable, when a problem was added.
  Optional<SessionTemplate> session(List<MappingParameter> parameters) {
    Set<String> declared =
        parameters.stream().map(MappingParameter::name).collect(Collectors.toSet());
    List<ManagedPolicyArn> managed = managedPolicies();
    Optional<SessionPolicyTemplate> policy = policy(managed, declared);
    List<TagTemplate> tags = tags(declared);
    List<String> transitive = transitiveTagKeys(tags);
    SourceIdentityRule sourceIdentity = sourceIdentity(parameters, declared);
    Optional<ExternalId> externalId = fields.read("externalId", ExternalId::new);
    Optional<SessionDuration> longest = fields.read("maxSessionDuration", SessionReader::duration);
    Optional<SessionDuration> usual =
        fields.read("defaultSessionDuration", SessionReader::duration);
    boolean capDuration = fields.bool("capDuration", false);
    boolean reuse = fields.bool("reuse", true);
    SessionDuration most = longest.orElse(SessionDuration.LONGEST);
    if (usual.isPresent() && usual.get().compareTo(most) > 0) {
      fields.problem("defaultSessionDuration", "is above maxSessionDuration");
      return Optional.empty();
    }
    if (policy.isEmpty() && managed.isEmpty()) {
      return Optional.empty();
    }
    return fields.attempt(
        "",
        () ->
            new SessionTemplate(
                policy,
                managed,
                tags,
                transitive,
                sourceIdentity,
                externalId,
                usual.orElse(most),
                most,
                capDuration,
                reuse));
  }

  private Optional<SessionPolicyTemplate> policy(
      List<ManagedPolicyArn> managed, Set<String> declared) {
    Optional<JsonValue> source = fields.any("sessionPolicy");
    if (source.isEmpty()) {
      return managed.isEmpty() ? Optional.of(SessionPolicyTemplate.DENY_ALL) : Optional.empty();
    }
    Optional<SessionPolicyTemplate> template =
        fields.attempt("sessionPolicy", () -> SessionPolicyTemplate.of(source.get()));
    template.ifPresent(
        read -> requireDeclared(fields, "sessionPolicy", read.placeholders(), declared));
    return template;
  }

  private List<ManagedPolicyArn> managedPolicies() {
    List<String> texts = fields.texts("managedPolicyArns");
    if (texts.size() > SessionTemplate.MOST_MANAGED_POLICIES) {
      fields.problem("managedPolicyArns", "STS accepts at most 10");
      return List.of();
    }
    List<ManagedPolicyArn> out = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      fields.attempt("managedPolicyArns[" + i + "]", () -> managedPolicy(text)).ifPresent(out::add);
    }
    return out;
  }

  private ManagedPolicyArn managedPolicy(String text) {
    ManagedPolicyArn arn =
        ManagedPolicyArn.parse(text)
            .orElseThrow(() -> UntrustedText.not("a managed policy ARN", text));
    if (role.isPresent()
        && !(arn.isUsableIn(role.get().account())
            && arn.arn().partition().equals(role.get().partition()))) {
      throw new IllegalArgumentException(
          "a session can have only AWS's managed policies and those of the role's own account");
    }
    return arn;
  }

  private List<TagTemplate> tags(Set<String> declared) {
    Optional<Fields> tags = fields.object("sessionTags");
    if (tags.isEmpty()) {
      return List.of();
    }
    if (tags.get().names().size() > SessionTemplate.MOST_TAGS) {
      fields.problem("sessionTags", "STS accepts at most 50");
      tags.get().ignoreOthers();
      return List.of();
    }
    List<TagTemplate> out = new ArrayList<>();
    Set<String> lowerKeys = new HashSet<>();
    for (String key : tags.get().names()) {
      if (!lowerKeys.add(AsciiCase.lower(key))) {
        tags.get().problem(key, "differs from another key only by case, which STS ignores");
      }
      tags.get().read(key, text -> tag(key, text)).ifPresent(out::add);
    }
    out.forEach(
        tag -> requireDeclared(tags.get(), tag.key(), tag.value().placeholders(), declared));
    return out;
  }

  private static TagTemplate tag(String key, String text) {
    if (!SessionTag.isKey(key)) {
      throw new IllegalArgumentException(
          "a tag's key is 1 to 128 letters, digits, blanks and `_.:/=+-@`, not beginning with"
              + " `aws:`");
    }
    if (AsciiCase.matchesAt(key, 0, "brevet:")) {
      throw new IllegalArgumentException("keys that begin with `brevet:` are reserved for Brevet");
    }
    TextTemplate template = TextTemplate.of(text);
    if (!SessionTag.isValue(withSamples(template))) {
      throw new IllegalArgumentException(
          "a tag's value is up to 256 letters, digits, blanks and `_.:/=+-@`");
    }
    return new TagTemplate(key, template);
  }

  private List<String> transitiveTagKeys(List<TagTemplate> tags) {
    Map<String, String> known = new HashMap<>();
    tags.forEach(tag -> known.put(AsciiCase.lower(tag.key()), tag.key()));
    List<String> out = new ArrayList<>();
    for (String key : fields.texts("transitiveTagKeys")) {
      String tag = known.remove(AsciiCase.lower(key));
      if (tag == null) {
        fields.problem(
            "transitiveTagKeys",
            "`" + UntrustedText.shown(key) + "` is not a key of sessionTags, or is given twice");
      } else {
        out.add(tag);
      }
    }
    return out;
  }

  private SourceIdentityRule sourceIdentity(
      List<MappingParameter> parameters, Set<String> declared) {
    Optional<JsonValue> value = fields.any("sourceIdentity");
    if (value.isEmpty()) {
      return new SourceIdentityRule.Caller();
    }
    return switch (value.get()) {
      case JsonBoolean(boolean set, _) when !set -> new SourceIdentityRule.Absent();
      case JsonString(String text, _) -> writtenSourceIdentity(text, parameters, declared);
      case JsonValue _ -> {
        fields.problem("sourceIdentity", "must be a string, or false for none");
        yield new SourceIdentityRule.Caller();
      }
    };
  }

  private SourceIdentityRule writtenSourceIdentity(
      String text, List<MappingParameter> parameters, Set<String> declared) {
    Optional<TextTemplate> template = fields.attempt("sourceIdentity", () -> sourceIdentity(text));
    template.ifPresent(
        read -> requireDeclared(fields, "sourceIdentity", read.placeholders(), declared));
    // INVARIANT: a source identity says which caller it is. If the caller could choose it, it could
    // name another caller.
    parameters.stream()
        .filter(parameter -> parameter.source() instanceof MappingParameter.Source.Request)
        .map(MappingParameter::name)
        .filter(name -> template.isPresent() && template.get().placeholders().contains(name))
        .forEach(
            name ->
                fields.problem(
                    "sourceIdentity",
                    "`{{"
                        + name
                        + "}}` comes from the request, so a caller could take another caller's"
                        + " name: take it from a claim"));
    return template
        .<SourceIdentityRule>map(SourceIdentityRule.Written::new)
        .orElse(new SourceIdentityRule.Caller());
  }

  private static TextTemplate sourceIdentity(String text) {
    TextTemplate template = TextTemplate.of(text);
    String sample = withSamples(template);
    // A single placeholder is a sample of one character, and its value may be long enough.
    if (SourceIdentity.parse(sample).isEmpty() && SourceIdentity.parse(sample + "x").isEmpty()) {
      throw new IllegalArgumentException(
          "a source identity is 2 to 64 letters, digits and `_+=,.@-`");
    }
    return template;
  }

  private static SessionDuration duration(String text) {
    try {
      return new SessionDuration(Duration.parse(text));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "not a duration such as `PT15M`: `" + UntrustedText.shown(text) + "`", e);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("not a duration such as `PT15M`", e);
    }
  }

  private static String withSamples(TextTemplate template) {
    return template.render(
        template.placeholders().stream().collect(Collectors.toMap(name -> name, _ -> "x")));
  }

  private static void requireDeclared(
      Fields fields, String field, Set<String> used, Set<String> declared) {
    used.stream()
        .filter(name -> !declared.contains(name))
        .sorted()
        .forEach(
            name -> fields.problem(field, "`{{" + name + "}}` is not a parameter of the mapping"));
  }
}
