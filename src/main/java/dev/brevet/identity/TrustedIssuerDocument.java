package dev.brevet.identity;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.UntrustedText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// A registration as JSON, as it is stored and as the administration speaks it.
///
/// ```json
/// { "issuer": "https://token.actions.githubusercontent.com",
///   "kind": "OIDC",
///   "description": "our repositories' workflows",
///   "enabled": true,
///   "audiences": ["https://brevet.example.com"],
///   "askingAudiences": ["https://brevet.example.com/access"],
///   "authorizerAudiences": ["https://orders.example.com"],
///   "algorithms": ["RS256"],
///   "jwksUri": "https://token.actions.githubusercontent.com/.well-known/jwks",
///   "clockSkewSeconds": 60,
///   "maxTokenAgeSeconds": 3600,
///   "authorizedParties": [],
///   "groupsClaim": "groups",
///   "mfa": { "amr": ["mfa"], "acr": [] } }
/// ```
///
/// Only `issuer` and one of the audiences are required; one list `audiences` means Brevet itself.
/// `kind` is `OIDC` (the default) or `AWS`; `AWS` requires `account` and has none of the last
/// three. `mfa` is by default `{"amr": ["mfa"]}` (RFC 8176). `version` may stand in what is read,
/// so that what was shown can be sent back, and does not count. Unknown fields, fields given twice
/// and wrong types are refused.
public final class TrustedIssuerDocument {
  private TrustedIssuerDocument() {}

  /// What a document came to.
  public sealed interface Reading {
    /// A valid registration, of version 0.
    record Parsed(TrustedIssuer issuer) implements Reading {}

    /// `message` names the field and is fit to show.
    record Malformed(String message) implements Reading {}
  }

  /// Reads one registration, which is untrusted text.
  ///
  /// @param loopbackAllowed whether the issuer or its keys may be on this very machine: in the
  ///   local world only
  public static Reading read(String json, boolean loopbackAllowed) {
    Optional<Json.Members> members = Json.object(json);
    if (members.isEmpty()) {
      return new Reading.Malformed("not a json object, or a field is given twice");
    }
    try {
      TrustedIssuer issuer = issuer(new IssuerDocumentFields(members.get()));
      return issuer.usesLoopback() && !loopbackAllowed
          ? new Reading.Malformed("`issuer` or `jwksUri` is on a loopback address")
          : new Reading.Parsed(issuer);
    } catch (IllegalArgumentException e) {
      return new Reading.Malformed(String.valueOf(e.getMessage()));
    }
  }

  private static TrustedIssuer issuer(IssuerDocumentFields fields) {
    TrustedIssuer.Kind kind = kind(fields);
    TrustedIssuer issuer =
        new TrustedIssuer(
            fields.issuer(),
            kind,
            fields.text("description").orElse(""),
            fields.truth("enabled", true),
            audiences(fields),
            fields.algorithms().orElseGet(() -> TrustedIssuer.defaultAlgorithms(kind)),
            fields.text("jwksUri"),
            fields.seconds("clockSkewSeconds", TrustedIssuer.DEFAULT_CLOCK_SKEW),
            fields.seconds("maxTokenAgeSeconds", TrustedIssuer.DEFAULT_MAX_TOKEN_AGE),
            0);
    fields.ignore("version");
    fields.requireAllRead();
    return issuer;
  }

  private static Audiences audiences(IssuerDocumentFields fields) {
    return new Audiences(
        fields.texts(Audiences.BREVET_FIELD).orElseGet(List::of),
        fields.texts(Audiences.ASKING_FIELD).orElseGet(List::of),
        fields.texts(Audiences.AUTHORIZER_FIELD).orElseGet(List::of));
  }

  private static TrustedIssuer.Kind kind(IssuerDocumentFields fields) {
    String kind = fields.text("kind").orElse("OIDC");
    return switch (kind) {
      case "OIDC" -> {
        IssuerDocumentFields mfa = fields.object("mfa");
        TrustedIssuer.Kind.OpenIdConnect read =
            new TrustedIssuer.Kind.OpenIdConnect(
                fields.texts("authorizedParties").orElseGet(List::of),
                fields.text("groupsClaim"),
                mfa.texts("amr").orElseGet(() -> List.of("mfa")),
                mfa.texts("acr").orElseGet(List::of));
        mfa.requireAllRead();
        yield read;
      }
      case "AWS" ->
          new TrustedIssuer.Kind.Aws(
              fields
                  .text("account")
                  .flatMap(AccountId::parse)
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException("`account` is not a 12-digit account id")));
      default ->
          throw new IllegalArgumentException(
              "`kind` must be `OIDC` or `AWS`, not `" + UntrustedText.shown(kind) + "`");
    };
  }

  /// The registration without its version, as it is stored: every field, always in the same order.
  public static String write(TrustedIssuer issuer) {
    return write(issuer, false);
  }

  /// The registration with its version, as it is shown.
  public static String show(TrustedIssuer issuer) {
    return write(issuer, true);
  }

  private static String write(TrustedIssuer issuer, boolean withVersion) {
    StringWriter out = new StringWriter(512);
    try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
      json.writeStartObject();
      write(json, issuer);
      if (withVersion) {
        json.writeNumberField("version", issuer.version());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator json, TrustedIssuer issuer) throws IOException {
    json.writeStringField("issuer", issuer.issuer().value());
    json.writeStringField(
        "kind",
        switch (issuer.kind()) {
          case TrustedIssuer.Kind.OpenIdConnect _ -> "OIDC";
          case TrustedIssuer.Kind.Aws _ -> "AWS";
        });
    json.writeStringField("description", issuer.description());
    json.writeBooleanField("enabled", issuer.enabled());
    Audiences audiences = issuer.audiences();
    write(json, Audiences.BREVET_FIELD, audiences.brevet());
    // What was registered before there were several uses reads and is written as it was.
    if (!audiences.asking().isEmpty()) {
      write(json, Audiences.ASKING_FIELD, audiences.asking());
    }
    if (!audiences.authorizer().isEmpty()) {
      write(json, Audiences.AUTHORIZER_FIELD, audiences.authorizer());
    }
    write(json, "algorithms", issuer.algorithms().stream().map(Enum::name).toList());
    if (issuer.jwksUri().isPresent()) {
      json.writeStringField("jwksUri", issuer.jwksUri().get());
    }
    json.writeNumberField("clockSkewSeconds", issuer.clockSkew().toSeconds());
    json.writeNumberField("maxTokenAgeSeconds", issuer.maxTokenAge().toSeconds());
    switch (issuer.kind()) {
      case TrustedIssuer.Kind.OpenIdConnect kind -> {
        write(json, "authorizedParties", kind.authorizedParties());
        if (kind.groupsClaim().isPresent()) {
          json.writeStringField("groupsClaim", kind.groupsClaim().get());
        }
        json.writeObjectFieldStart("mfa");
        write(json, "amr", kind.mfaMethods());
        write(json, "acr", kind.mfaClasses());
        json.writeEndObject();
      }
      case TrustedIssuer.Kind.Aws(AccountId account) ->
          json.writeStringField("account", account.digits());
    }
  }

  private static void write(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
