package dev.brevet.lambda;

import module java.base;

import dev.brevet.iam.Partition;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.Settings;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The requests that prime, and the mapping and the issuer that they ask for, neither of which is
/// in any table.
final class PrimingEvents {
  /// One request, and the status that it is answered with when all is well.
  record Event(String json, int status) {}

  /// No account has this id.
  static final String USER = "arn:aws:iam::000000000000:user/priming";

  /// Of a quarter of an hour: a session so short is not handed out twice, so that each round asks.
  private static final String MAPPING_DOCUMENT =
      """
      {"id":"priming","roleArn":"arn:aws:iam::000000000000:role/priming",
       "trustPolicy":{"Version":"2012-10-17","Statement":[
        {"Sid":"User","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:user/priming"},
         "Action":"sts:AssumeRole","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}},
        {"Sid":"Token","Effect":"Allow","Principal":{"Federated":"https://priming.invalid"},
         "Action":"sts:AssumeRoleWithWebIdentity",
         "Condition":{"StringLike":{"priming.invalid:sub":"prim*"}}}]},
       "parameters":{"day":{"from":"request","pattern":"[0-9-]{10}","default":"2026-01-01"}},
       "sessionPolicy":{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*",
         "Condition":{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["{{day}}"]}}}]},
       "sessionTags":{"Day":"{{day}}"},"defaultSessionDuration":"PT15M"}
      """;

  private static final String ISSUER_DOCUMENT =
      "{\"issuer\":\"https://priming.invalid\",\"audiences\":[\"brevet\"],\"groupsClaim\":\"groups\"}";

  private static final String IAM =
      """
      ,"authorizer":{"iam":{"accessKey":"AKIAPRIMINGPRIMING","accountId":"000000000000",\
      "callerId":"AIDAPRIMING","cognitoIdentity":null,"principalOrgId":null,\
      "userArn":"arn:aws:iam::000000000000:user/priming","userId":"AIDAPRIMING"}}\
      """;

  private static final String FORM =
      "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=priming&RoleArn="
          + "arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fbrevet%2Fpriming&WebIdentityToken="
          + PrimingTokens.RS256;

  private PrimingEvents() {}

  /// The time at which [PrimingTokens] are good.
  static Clock clock() {
    return Clock.fixed(Instant.parse(PrimingTokens.TIME), ZoneOffset.UTC);
  }

  static SigningKeys keys() {
    return SigningKeys.known(new IssuerUrl(PrimingTokens.ISSUER), PrimingTokens.KEY_SET, clock());
  }

  private static final String POLICY_DOCUMENT =
      """
      {"name":"priming","type":"identity","defaultVersion":"v1","latestVersion":"v1","versions":[{"versionId":"v1",
       "policy":{"Version":"2012-10-17","Statement":[
        {"Sid":"Read","Effect":"Allow","Action":"record:read","Resource":"record/*",
         "Condition":{"StringEquals":{"resource:owner":"${subject:id}"}}}]}}]}
      """;

  /// What the tables pretend to hold, by key; of the directory's stamp, nothing.
  static Map<String, Map<String, AttributeValue>> items() {
    return Map.of(
        "stamp",
        Map.of(),
        "entity",
        row("entity", "user/priming", "{\"type\":\"user\",\"id\":\"priming\"}"),
        "resource",
        row(
            "entity",
            "record/priming",
            "{\"type\":\"record\",\"id\":\"priming\",\"properties\":{\"owner\":\"priming\"}}"),
        "policy",
        row("policy", "priming", POLICY_DOCUMENT),
        "attachment",
        row(
            "attachment",
            "priming/entity/user/priming",
            "{\"policy\":\"priming\",\"target\":{\"entity\":{\"type\":\"user\",\"id\":\"priming\"}}}"),
        "priming",
        item("id", "priming", MAPPING_DOCUMENT),
        PrimingTokens.ISSUER,
        item("issuer", PrimingTokens.ISSUER, ISSUER_DOCUMENT));
  }

  private static Map<String, AttributeValue> row(String kind, String name, String document) {
    return Map.of(
        "kind",
        AttributeValue.fromS(kind),
        "name",
        AttributeValue.fromS(name),
        "document",
        AttributeValue.fromS(document),
        "version",
        AttributeValue.fromN("1"));
  }

  /// For the function that decides: a question, a batch, a search and a refusal.
  static List<Event> decide() {
    String question =
        "\"subject\":{\"type\":\"user\",\"id\":\"priming\"},\"action\":{\"name\":\"read\"},"
            + "\"resource\":{\"type\":\"record\",\"id\":\"priming\",\"properties\":{\"a\":1}},"
            + "\"context\":{\"ip\":\"192.0.2.1\"}";
    return List.of(
        new Event(event("POST", "/iam/access/v1/evaluation", "", IAM, "{" + question + "}"), 200),
        new Event(
            event("POST", "/access/v1/evaluation", PrimingTokens.ES256, "", "{" + question + "}"),
            403),
        new Event(
            event(
                "POST",
                "/iam/access/v1/evaluations",
                "",
                IAM,
                "{" + question + ",\"evaluations\":[{},{\"action\":{\"name\":\"write\"}}]}"),
            200),
        new Event(
            event(
                "POST",
                "/iam/access/v1/search/resource",
                "",
                IAM,
                "{" + question + ",\"page\":{\"limit\":10}}"),
            200),
        new Event(event("POST", "/iam/access/v1/evaluation", "", IAM, "{"), 400));
  }

  /// For the function that vends: every kind of caller, every shape, a refusal. The presigned
  /// request carries no signature, so STS refuses it; what counts is the way there and back.
  static List<Event> vend(Settings settings) {
    String body = "{\"mapping\":\"priming\",\"parameters\":{\"day\":\"2026-01-01\"}}";
    return List.of(
        new Event(event("POST", "/v1/iam/credentials", "", IAM, body), 200),
        new Event(event("POST", "/v1/credentials", PrimingTokens.RS256, "", body), 200),
        new Event(event("GET", "/v1/credentials/priming", PrimingTokens.ES256, "", ""), 200),
        new Event(event("POST", "/", "", "", FORM), 200),
        new Event(event("GET", "/v1/credentials/priming", presigned(settings), "", ""), 401),
        new Event(event("POST", "/v1/credentials", "x.y.z", "", body), 401),
        new Event(event("POST", "/v1/credentials", "", "", "{"), 400));
  }

  /// For the function that administers: an administrator reads and writes.
  static List<Event> admin() {
    String path = "/v1/iam/admin/mappings/priming";
    // One that is not there: a write without a version makes a mapping.
    String another = MAPPING_DOCUMENT.replace("\"id\":\"priming\"", "\"id\":\"priming-2\"");
    return List.of(
        new Event(event("GET", path, "", IAM, ""), 200),
        // No policy in the directory names this caller.
        new Event(event("GET", "/v1/admin/mappings/priming", PrimingTokens.ES256, "", ""), 403),
        new Event(event("PUT", path + "-2", "", IAM, another.replace("\n", "")), 201),
        new Event(event("PUT", path, "", IAM, "{}"), 400));
  }

  /// For the function that designs: a design and both questions about policies.
  static List<Event> design() {
    String trust =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
            + "\"states.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";
    String some =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}}";
    String machine =
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"End\":true,\"Resource\":"
            + "\"arn:aws:states:::lambda:invoke\",\"Parameters\":{\"FunctionName\":\"priming\"}}}}";
    return List.of(
        new Event(
            event(
                "POST",
                "/v1/iam/policies:lint",
                "",
                IAM,
                "{\"kind\":\"trust\",\"policy\":" + trust + "}"),
            200),
        new Event(
            event(
                "POST",
                "/v1/policies:compare",
                PrimingTokens.RS256,
                "",
                "{\"a\":" + some + ",\"b\":" + some.replace("Get", "Put") + "}"),
            200),
        new Event(
            event(
                "POST",
                "/v1/iam/designs/state-machine-role",
                "",
                IAM,
                "{\"account\":\"000000000000\",\"region\":\"eu-west-1\",\"definition\":"
                    + machine
                    + "}"),
            200));
  }

  private static Map<String, AttributeValue> item(String key, String value, String document) {
    return Map.of(
        key,
        AttributeValue.fromS(value),
        "document",
        AttributeValue.fromS(document),
        "version",
        AttributeValue.fromN("1"));
  }

  private static String presigned(Settings settings) {
    String host =
        settings
            .stsEndpoint()
            .map(Object::toString)
            .orElseGet(
                () ->
                    "https://"
                        + Partition.ofRegion(settings.region().id())
                            .stsHost(settings.region().id()));
    String url =
        host
            + "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIAPRIMINGPRIMING%2F20260101%2F"
            + settings.region().id()
            + "%2Fsts%2Faws4_request&X-Amz-Date=20260101T001000Z&X-Amz-Expires=60"
            + "&X-Amz-SignedHeaders=host%3Bx-brevet-audience&X-Amz-Signature="
            + "0".repeat(64);
    return "brevet-v1."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(url.getBytes(StandardCharsets.UTF_8));
  }

  private static String event(
      String method, String path, String token, String authorizer, String body) {
    String authorization = token.isEmpty() ? "" : ",\"authorization\":\"Bearer " + token + "\"";
    return """
    {"version":"2.0","routeKey":"$default","rawPath":"%2$s","rawQueryString":"",\
    "headers":{"content-type":"%6$s","host":"priming.invalid"%3$s},\
    "requestContext":{"accountId":"000000000000","apiId":"priming"%4$s,\
    "domainName":"priming.invalid","http":{"method":"%1$s","path":"%2$s","protocol":"HTTP/1.1",\
    "sourceIp":"192.0.2.1","userAgent":"priming"},"requestId":"priming","routeKey":"$default",\
    "stage":"$default","timeEpoch":1767225600000},"body":"%5$s","isBase64Encoded":false}\
    """
        .formatted(
            method,
            path,
            authorization,
            authorizer,
            body.replace("\\", "\\\\").replace("\"", "\\\""),
            body.equals(FORM) ? "application/x-www-form-urlencoded" : "application/json");
  }
}
