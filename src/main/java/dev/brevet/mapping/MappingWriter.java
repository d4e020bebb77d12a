package dev.brevet.mapping;

import dev.brevet.iam.ExternalId;
import dev.brevet.iam.ManagedPolicyArn;
import dev.brevet.json.JsonText;
import dev.brevet.mapping.SessionTemplate.SourceIdentityRule;
import dev.brevet.mapping.SessionTemplate.TagTemplate;
import dev.brevet.policy.json.PolicyWriter;
import java.util.List;

/// Writes a mapping as JSON that [MappingReader] reads back to an equal one: minified, printable
/// ASCII, the fields always in the same order, what is the default left out, and what an absent
/// session policy means written out.
public final class MappingWriter {
  private final StringBuilder out = new StringBuilder(1024);
  private boolean first = true;

  private MappingWriter() {}

  /// The mapping without its version, which is the store's.
  public static String write(RoleMapping mapping) {
    MappingWriter writer = new MappingWriter();
    writer.mapping(mapping);
    return writer.out.append('}').toString();
  }

  /// The mapping with its version, as it is shown.
  public static String writeWithVersion(RoleMapping mapping) {
    MappingWriter writer = new MappingWriter();
    writer.mapping(mapping);
    writer.raw("version", Long.toString(mapping.version()));
    return writer.out.append('}').toString();
  }

  private void mapping(RoleMapping mapping) {
    out.append('{');
    text("id", mapping.id().value());
    if (!mapping.description().isEmpty()) {
      text("description", mapping.description());
    }
    flag("enabled", mapping.enabled(), true);
    text("roleArn", mapping.role().toString());
    raw("trustPolicy", PolicyWriter.write(mapping.trustPolicy()));
    flag("requireMfa", mapping.requirements().mfa(), false);
    flag("temporaryCredentialsOnly", mapping.requirements().temporaryCredentialsOnly(), false);
    flag("allowRoleChaining", mapping.requirements().roleChaining(), false);
    parameters(mapping.parameters());
    session(mapping.session());
  }

  private void parameters(List<MappingParameter> parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    begin("parameters", '{');
    for (MappingParameter parameter : parameters) {
      begin(parameter.name(), '{');
      text(
          "from",
          switch (parameter.source()) {
            case MappingParameter.Source.Request _ -> "request";
            case MappingParameter.Source.Claim(String claim) -> "claim:" + claim;
          });
      text("pattern", parameter.pattern().toString());
      parameter.defaultValue().ifPresent(value -> text("default", value));
      end('}');
    }
    end('}');
  }

  private void session(SessionTemplate session) {
    session.policy().ifPresent(policy -> raw("sessionPolicy", policy.toString()));
    texts(
        "managedPolicyArns",
        session.managedPolicies().stream().map(ManagedPolicyArn::toString).toList());
    if (!session.tags().isEmpty()) {
      begin("sessionTags", '{');
      for (TagTemplate tag : session.tags()) {
        text(tag.key(), tag.value().toString());
      }
      end('}');
    }
    texts("transitiveTagKeys", session.transitiveTagKeys());
    switch (session.sourceIdentity()) {
      case SourceIdentityRule.Caller _ -> {}
      case SourceIdentityRule.Absent _ -> raw("sourceIdentity", "false");
      case SourceIdentityRule.Written(TextTemplate template) ->
          text("sourceIdentity", template.toString());
    }
    session.externalId().map(ExternalId::value).ifPresent(value -> text("externalId", value));
    text("maxSessionDuration", session.longestDuration().length().toString());
    text("defaultSessionDuration", session.defaultDuration().length().toString());
    flag("capDuration", session.capDuration(), false);
    flag("reuse", session.reuse(), true);
  }

  private void texts(String name, List<String> values) {
    if (values.isEmpty()) {
      return;
    }
    begin(name, '[');
    for (String value : values) {
      separate();
      out.append(JsonText.quoted(value));
    }
    end(']');
  }

  private void flag(String name, boolean value, boolean otherwise) {
    if (value != otherwise) {
      raw(name, Boolean.toString(value));
    }
  }

  private void text(String name, String value) {
    name(name);
    out.append(JsonText.quoted(value));
  }

  private void raw(String name, String json) {
    name(name);
    out.append(json);
  }

  private void begin(String name, char bracket) {
    name(name);
    out.append(bracket);
    first = true;
  }

  private void end(char bracket) {
    out.append(bracket);
    first = false;
  }

  private void name(String name) {
    separate();
    out.append(JsonText.quoted(name));
    out.append(':');
  }

  private void separate() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }
}
