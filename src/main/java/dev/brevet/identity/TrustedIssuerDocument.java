package dev.brevet.identity;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.RefusedField;

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
///   "clientIdAsAudience": false,
///   "groupsClaim": "groups",
///   "mfa": { "amr": ["mfa"], "acr": [] } }
/// ```
///
/// Only `issuer` and one of the audiences are required; one list `audiences` means Brevet itself.
/// `kind` is `OIDC` (the default) or `AWS`; `AWS` requires `account` and has none of the last four.
/// `mfa` is by default `{"amr": ["mfa"]}` (RFC 8176). `version` may stand in what is read, so that
/// what was shown can be sent back, and does not count. Unknown fields, fields given twice and
/// wrong types are refused.
public final class TrustedIssuerDocument {
  private TrustedIssuerDocument() {}

  /// The longest document, in characters.
  public static final int LONGEST = 65_536;

  /// A valid registration, of version 0, or all that is wrong with `json`, which is untrusted.
  ///
  /// @param loopbackAllowed whether the issuer or its keys may be on this very machine: in the
  ///   local world only
  public static DocumentReading<TrustedIssuer> read(String json, boolean loopbackAllowed) {
    return Fields.read(json, LONGEST, fields -> issuer(fields, loopbackAllowed));
  }

  private static Optional<TrustedIssuer> issuer(Fields fields, boolean loopbackAllowed) {
    Optional<IssuerUrl> url = fields.required("issuer", TrustedIssuerDocument::url);
    Optional<TrustedIssuer.Kind> kind = kind(fields);
    String description = fields.text("description").orElse("");
    boolean enabled = fields.bool("enabled", true);
    List<String> brevet = fields.texts(Audiences.BREVET_FIELD);
    List<String> asking = fields.texts(Audiences.ASKING_FIELD);
    List<String> authorizer = fields.texts(Audiences.AUTHORIZER_FIELD);
    List<String> algorithms = fields.texts("algorithms");
    boolean hasAlgorithms = fields.has("algorithms");
    Optional<String> jwksUri = fields.text("jwksUri");
    Duration skew = seconds(fields, "clockSkewSeconds", TrustedIssuer.DEFAULT_CLOCK_SKEW);
    Duration age = seconds(fields, "maxTokenAgeSeconds", TrustedIssuer.DEFAULT_MAX_TOKEN_AGE);
    // So that what was shown can be sent back.
    fields.ignore("version");
    if (fields.hasProblems()) {
      return Optional.empty();
    }
    Optional<TrustedIssuer> issuer =
        fields.attempt(
            "",
            () ->
                new TrustedIssuer(
                    url.orElseThrow(),
                    kind.orElseThrow(),
                    description,
                    enabled,
                    new Audiences(brevet, asking, authorizer),
                    hasAlgorithms
                        ? algorithms(algorithms)
                        : TrustedIssuer.defaultAlgorithms(kind.orElseThrow()),
                    jwksUri,
                    skew,
                    age,
                    0));
    if (!loopbackAllowed && issuer.filter(TrustedIssuer::usesLoopback).isPresent()) {
      fields.problem(
          url.orElseThrow().isLoopback() ? "issuer" : "jwksUri", "is on a loopback address");
    }
    return issuer;
  }

  private static IssuerUrl url(String text) {
    return IssuerUrl.parse(text)
        .orElseThrow(
            () ->
                UntrustedText.not(
                    "an https url with a lower-case host and nothing but a path", text));
  }

  private static Duration seconds(Fields fields, String name, Duration otherwise) {
    return Duration.ofSeconds(fields.whole(name, otherwise.toSeconds()));
  }

  private static Set<SignatureAlgorithm> algorithms(List<String> names) {
    Set<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
    for (String name : names) {
      algorithms.add(
          SignatureAlgorithm.parse(name)
              .orElseThrow(
                  () ->
                      new RefusedField(
                          "algorithms",
                          "holds `"
                              + UntrustedText.shown(name)
                              + "`; it may hold RS256, RS384, RS512, PS256, PS384, PS512, ES256,"
                              + " ES384 and ES512")));
    }
    return algorithms;
  }

  private static Optional<TrustedIssuer.Kind> kind(Fields fields) {
    String kind = fields.text("kind").orElse("OIDC");
    return switch (kind) {
      case "OIDC" -> {
        Fields mfa = fields.part("mfa");
        List<String> parties = fields.texts("authorizedParties");
        boolean clientId = fields.bool("clientIdAsAudience", false);
        Optional<String> groups = fields.text("groupsClaim");
        List<String> given = mfa.texts("amr");
        List<String> methods = mfa.has("amr") ? given : List.of("mfa");
        List<String> classes = mfa.texts("acr");
        yield fields.attempt(
            "",
            () ->
                new TrustedIssuer.Kind.OpenIdConnect(parties, clientId, groups, methods, classes));
      }
      case "AWS" ->
          fields.required(
              "account",
              text ->
                  new TrustedIssuer.Kind.Aws(
                      AccountId.parse(text)
                          .orElseThrow(
                              () -> new IllegalArgumentException("not a 12-digit account id"))));
      default -> {
        fields.problem("kind", "must be `OIDC` or `AWS`");
        fields.ignoreOthers();
        yield Optional.empty();
      }
    };
  }

  /// The registration without its version, as it is stored: every field, always in the same order.
  public static String write(TrustedIssuer issuer) {
    return JsonText.compact(json(issuer));
  }

  /// The registration with its version, as it is shown.
  public static String show(TrustedIssuer issuer) {
    return JsonText.compact(json(issuer).with("version", issuer.version()));
  }

  private static JsonObject json(TrustedIssuer issuer) {
    Audiences audiences = issuer.audiences();
    JsonObject json =
        JsonValue.object()
            .with("issuer", issuer.issuer().value())
            .with("kind", issuer.kind() instanceof TrustedIssuer.Kind.Aws ? "AWS" : "OIDC")
            .with("description", issuer.description())
            .with("enabled", issuer.enabled())
            .with(Audiences.BREVET_FIELD, audiences.brevet());
    // What was registered before there were several uses reads and is written as it was.
    if (!audiences.asking().isEmpty()) {
      json = json.with(Audiences.ASKING_FIELD, audiences.asking());
    }
    if (!audiences.authorizer().isEmpty()) {
      json = json.with(Audiences.AUTHORIZER_FIELD, audiences.authorizer());
    }
    json = json.with("algorithms", issuer.algorithms().stream().map(Enum::name).toList());
    json = with(json, "jwksUri", issuer.jwksUri());
    json =
        json.with("clockSkewSeconds", issuer.clockSkew().toSeconds())
            .with("maxTokenAgeSeconds", issuer.maxTokenAge().toSeconds());
    return switch (issuer.kind()) {
      case TrustedIssuer.Kind.OpenIdConnect kind ->
          with(
                  clientId(json.with("authorizedParties", kind.authorizedParties()), kind),
                  "groupsClaim",
                  kind.groupsClaim())
              .with(
                  "mfa",
                  JsonValue.object().with("amr", kind.mfaMethods()).with("acr", kind.mfaClasses()));
      case TrustedIssuer.Kind.Aws(AccountId account) -> json.with("account", account.digits());
    };
  }

  // What was registered before this field existed reads and is written as it was.
  private static JsonObject clientId(JsonObject json, TrustedIssuer.Kind.OpenIdConnect kind) {
    return kind.clientIdAsAudience() ? json.with("clientIdAsAudience", true) : json;
  }

  private static JsonObject with(JsonObject json, String name, Optional<String> text) {
    return text.map(value -> json.with(name, value)).orElse(json);
  }
}
