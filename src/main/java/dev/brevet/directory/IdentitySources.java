package dev.brevet.directory;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;

/// The kinds of API Gateway that cache, with what each can cache its authorizer's answers by,
/// spelled as that kind spells it.
///
/// Context variables are those that AWS lists for the kind and that a request has before it is
/// authorized. Sources: Amazon API Gateway Developer Guide, http-api-lambda-authorizer (identity
/// sources: "the value of a supported context variable") and http-api-logging-variables, the table
/// that this names; api-gateway-swagger-extensions-authorizer (`identitySource`) and
/// api-gateway-mapping-template-reference, the variables "for data models, authorizers, mapping
/// templates". Unverified: that `identity.vpcId`, `identity.vpceId` and `identity.clientCert` of a
/// REST API are among the latter. No answer depends on them: they only make more of them.
public enum IdentitySources {
  HTTP("an HTTP API", "$request.header.", "$request.querystring.", "$stageVariables.", "$context."),
  REST(
      "a REST API",
      "method.request.header.",
      "method.request.querystring.",
      "stageVariables.",
      "context.");

  private static final Set<String> OF_HTTP = Set.of("path", "routeKey");
  private static final Set<String> OF_REST =
      Set.of(
          "identity.apiKey",
          "identity.apiKeyId",
          "identity.vpcId",
          "identity.vpceId",
          "path",
          "resourceId",
          "resourcePath");
  private static final Set<String> OF_BOTH =
      Set.of(
          "accountId",
          "apiId",
          "domainName",
          "domainPrefix",
          "httpMethod",
          "identity.clientCert.clientCertPem",
          "identity.clientCert.issuerDN",
          "identity.clientCert.serialNumber",
          "identity.clientCert.subjectDN",
          "identity.sourceIp",
          "identity.userAgent",
          "protocol",
          "stage");
  private static final String AUTHORIZATION = "Authorization";

  private final String name;
  private final String header;
  private final String query;
  private final String stageVariable;
  private final String context;

  IdentitySources(String name, String header, String query, String stageVariable, String context) {
    this.name = name;
    this.header = header;
    this.query = query;
    this.stageVariable = stageVariable;
    this.context = context;
  }

  /// The kind that has all of these.
  ///
  /// @throws IllegalArgumentException when neither has, naming one that is at fault
  static IdentitySources of(List<String> sources) {
    IdentitySources kind =
        sources.stream().anyMatch(source -> source.startsWith("$")) ? HTTP : REST;
    for (String source : sources) {
      if (!kind.has(source)) {
        throw new IllegalArgumentException(
            kind.name
                + " has no identity source `"
                + UntrustedText.shown(source)
                + "`"
                + kind.nearest(source).map(right -> " (write `" + right + "`)").orElse(""));
      }
    }
    return kind;
  }

  /// The header Authorization.
  String token() {
    return header + AUTHORIZATION;
  }

  /// A context variable.
  String context(String variable) {
    return context + variable;
  }

  /// The one spelling of a source: the names of headers ignore case.
  String canonical(String source) {
    return AsciiCase.equal(source, token()) ? token() : source;
  }

  private boolean has(String source) {
    return isNamed(source, header)
        || isNamed(source, query)
        || isNamed(source, stageVariable)
        || (source.startsWith(context) && isVariable(source.substring(context.length())));
  }

  private Set<String> own() {
    return this == HTTP ? OF_HTTP : OF_REST;
  }

  private boolean isVariable(String variable) {
    return OF_BOTH.contains(variable) || own().contains(variable);
  }

  private static boolean isNamed(String source, String prefix) {
    return source.startsWith(prefix) && source.length() > prefix.length();
  }

  private Optional<String> nearest(String source) {
    String plain = source.startsWith("$") ? source.substring(1) : source;
    String wanted =
        AsciiCase.lower(
            (plain.startsWith("method.") ? plain.substring("method.".length()) : plain));
    return Stream.concat(OF_BOTH.stream(), own().stream())
        .filter(variable -> wanted.equals("context." + AsciiCase.lower(variable)))
        .findFirst()
        .map(this::context)
        .or(() -> Optional.of(token()).filter(_ -> wanted.equals("request.header.authorization")));
  }
}
