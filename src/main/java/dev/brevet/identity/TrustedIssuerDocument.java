package dev.brevet.identity;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.RefusedField;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        Optional<Fields> mfa = fields.object("mfa");
        List<String> parties = fields.texts("authorizedParties");
        Optional<String> groups = fields.text("groupsClaim");
        List<String> usual = List.of("mfa");
        List<String> methods = mfa.map(of -> of.texts("amr", usual)).orElse(usual);
        List<String> classes = mfa.map(of -> of.texts("acr")).orElse(List.of());
        yield fields.attempt(
            "", () -> new TrustedIssuer.Kind.OpenIdConnect(parties, groups, methods, classes));
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
    return write(issuer, false);
  }

  /// The registration with its version, as it is shown.
  public static String show(TrustedIssuer issuer) {
    return write(issuer, true);
  }

  private static String write(TrustedIssuer issuer, boolean withVersion) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    fields.put("issuer", JsonValue.of(issuer.issuer().value()));
    fields.put(
        "kind", JsonValue.of(issuer.kind() instanceof TrustedIssuer.Kind.Aws ? "AWS" : "OIDC"));
    fields.put("description", JsonValue.of(issuer.description()));
    fields.put("enabled", JsonValue.of(issuer.enabled()));
    Audiences audiences = issuer.audiences();
    fields.put(Audiences.BREVET_FIELD, JsonValue.texts(audiences.brevet()));
    // What was registered before there were several uses reads and is written as it was.
    if (!audiences.asking().isEmpty()) {
      fields.put(Audiences.ASKING_FIELD, JsonValue.texts(audiences.asking()));
    }
    if (!audiences.authorizer().isEmpty()) {
      fields.put(Audiences.AUTHORIZER_FIELD, JsonValue.texts(audiences.authorizer()));
    }
    fields.put(
        "algorithms", JsonValue.texts(issuer.algorithms().stream().map(Enum::name).toList()));
    issuer.jwksUri().ifPresent(uri -> fields.put("jwksUri", JsonValue.of(uri)));
    fields.put("clockSkewSeconds", JsonValue.of(issuer.clockSkew().toSeconds()));
    fields.put("maxTokenAgeSeconds", JsonValue.of(issuer.maxTokenAge().toSeconds()));
    switch (issuer.kind()) {
      case TrustedIssuer.Kind.OpenIdConnect kind -> {
        fields.put("authorizedParties", JsonValue.texts(kind.authorizedParties()));
        kind.groupsClaim().ifPresent(name -> fields.put("groupsClaim", JsonValue.of(name)));
        Map<String, JsonValue> mfa = new LinkedHashMap<>();
        mfa.put("amr", JsonValue.texts(kind.mfaMethods()));
        mfa.put("acr", JsonValue.texts(kind.mfaClasses()));
        fields.put("mfa", JsonValue.of(mfa));
      }
      case TrustedIssuer.Kind.Aws(AccountId account) ->
          fields.put("account", JsonValue.of(account.digits()));
    }
    if (withVersion) {
      fields.put("version", JsonValue.of(issuer.version()));
    }
    return JsonText.compact(JsonValue.of(fields));
  }
}
