package dev.brevet.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.api.ApiRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Events as in the API Gateway Developer Guide, http-api-develop-integrations-lambda.
class EventReaderTest {
  private static final String EVENT =
      """
      {"version":"2.0","routeKey":"$default","rawPath":"/my/path",
       "rawQueryString":"parameter1=value1&parameter1=value2&parameter2=value",
       "cookies":["cookie1","cookie2"],
       "headers":{"header1":"value1","Header2":"value1,value2","nothing":null},
       "queryStringParameters":{"parameter1":"value1,value2","parameter2":"value"},
       "requestContext":{"accountId":"123456789012","apiId":"api-id",
        "authentication":{"clientCert":{"clientCertPem":"CERT_CONTENT","validity":{"notBefore":"x"}}},
        "authorizer":{"jwt":{"claims":{"claim1":"value1"},"scopes":["scope1","scope2"]},
         "iam":{"accessKey":"ASIAEXAMPLE","accountId":"111122223333","callerId":"AROA:s",
          "cognitoIdentity":{"amr":["foo"],"identityId":"x","identityPoolId":"y"},
          "principalOrgId":"o-1","userArn":"arn:aws:sts::111122223333:assumed-role/r/s","userId":"AROA:s"}},
        "domainName":"id.execute-api.us-east-1.amazonaws.com","domainPrefix":"id",
        "http":{"method":"POST","path":"/my/path","protocol":"HTTP/1.1",
         "sourceIp":"192.0.2.1","userAgent":"agent"},
        "requestId":"id","routeKey":"$default","stage":"$default",
        "time":"12/Mar/2020:19:03:58 +0000","timeEpoch":1583348638390},
       "body":"Hello from Lambda","pathParameters":{"parameter1":"value1"},
       "isBase64Encoded":false,"stageVariables":{"stageVariable1":"value1"},
       "somethingNew":[{"a":[1,2,{"b":null}]}]}
      """;
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static Optional<ApiRequest> request(String event) throws IOException {
    return EventReader.read(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), "VendFunction", NOW);
  }

  @Test
  void event_isReadWhole() throws IOException {
    ApiRequest request = request(EVENT).orElseThrow();
    assertEquals("POST /my/path", request.toString());
    assertEquals("parameter1=value1&parameter1=value2&parameter2=value", request.query());
    assertEquals(Optional.of("value1"), request.headers().value("HEADER1"));
    assertEquals(Optional.of("value1,value2"), request.headers().value("header2"));
    assertEquals(Optional.empty(), request.headers().value("nothing"));
    assertEquals("123456789012", request.account().digits());
    assertEquals("id", request.origin().requestId());
    assertEquals("192.0.2.1", request.origin().sourceAddress());
    assertEquals("agent", request.origin().userAgent());
    assertEquals("VendFunction", request.origin().function());
    assertEquals(Instant.ofEpochMilli(1583348638390L), request.origin().receivedAt());
    assertEquals("17 bytes", request.body().toString());
    var caller = request.caller().orElseThrow();
    assertEquals("arn:aws:sts::111122223333:assumed-role/r/s", caller.userArn());
    assertEquals("111122223333", caller.accountId());
    assertEquals("ASIAEXAMPLE", caller.accessKey());
    assertEquals("AROA:s", caller.userId());
    assertEquals("o-1", caller.principalOrgId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "value1\\ud800",
        "parameter2=value\\udc00",
        "Hello from \\ud83dLambda",
        "/my/path\\ude00\\ud83d",
        "agent\\ud800",
        "Header2\\udc00"
      })
  void halfACharacter_isNoEvent(String broken) {
    String whole = broken.replaceAll("(\\\\u[0-9a-f]{4})+", "");
    String event = EVENT.replace(whole, broken);
    assertNotEquals(EVENT, event);
    assertThrows(IOException.class, () -> request(event));
  }

  @Test
  void bytesThatAreNoText_areNoEvent() {
    byte[] event = EVENT.getBytes(StandardCharsets.UTF_8);
    event[EVENT.indexOf("agent")] = (byte) 0xff;
    assertThrows(
        IOException.class,
        () -> EventReader.read(new ByteArrayInputStream(event), "VendFunction", NOW));
  }

  @Test
  void pathThatTheGatewayCouldNotDecode_isNoRequest() throws IOException {
    assertEquals(Optional.empty(), request(EVENT.replace("\"/my/path\"", "\"/my/\ufffd\"")));
  }

  @Test
  void base64Body_isDecoded() throws IOException {
    String event =
        EVENT
            .replace("Hello from Lambda", "SGVsbG8=")
            .replace("\"isBase64Encoded\":false", "\"isBase64Encoded\":true");
    assertEquals("5 bytes", request(event).orElseThrow().body().toString());
  }

  @Test
  void absentAndNullMembers_areAbsent() throws IOException {
    String event =
        """
        {"version":"2.0","rawPath":"/","requestContext":{"accountId":"123456789012","requestId":"r",
         "authorizer":null,"http":{"method":"GET","sourceIp":null}},"headers":null,"body":null}
        """;
    ApiRequest request = request(event).orElseThrow();
    assertEquals("", request.query());
    assertEquals("0 bytes", request.body().toString());
    assertEquals(Optional.empty(), request.caller());
    assertEquals("", request.origin().sourceAddress());
    assertEquals(NOW, request.origin().receivedAt());
  }

  @Test
  void authorizerWithoutIam_isNoCaller() throws IOException {
    String event = EVENT.replace("\"iam\":{\"accessKey\"", "\"lambda\":{\"accessKey\"");
    assertEquals(Optional.empty(), request(event).orElseThrow().caller());
    assertEquals(
        Optional.empty(),
        request(EVENT.replaceAll("(?s)\"iam\":\\{.*?\"userId\":\"AROA:s\"}", "\"iam\":null"))
            .orElseThrow()
            .caller());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"version\":\"2.0\"}",
        "{\"version\":\"1.0\",\"rawPath\":\"/\",\"requestContext\":{\"accountId\":\"123456789012\","
            + "\"requestId\":\"r\",\"http\":{\"method\":\"GET\"}}}",
        "{\"version\":\"2.0\",\"rawPath\":\"/\",\"requestContext\":{\"accountId\":\"none\","
            + "\"requestId\":\"r\",\"http\":{\"method\":\"GET\"}}}",
        "{\"version\":\"2.0\",\"rawPath\":\"/\",\"requestContext\":{\"accountId\":\"123456789012\","
            + "\"requestId\":\"r\",\"http\":{\"method\":\"GET\"}},\"body\":\"%\",\"isBase64Encoded\":true}",
        "{\"Records\":[{\"eventSource\":\"aws:sqs\"}]}"
      })
  void eventOfSomethingElse_isNoRequest(String event) throws IOException {
    assertEquals(Optional.empty(), request(event));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null x",
        "[]",
        "\"x\"",
        "{",
        "{\"version\":2.0}",
        "{\"rawPath\":[\"/\"]}",
        "{\"headers\":[]}",
        "{\"headers\":{\"a\":[\"b\"]}}",
        "{\"requestContext\":\"x\"}",
        "{\"requestContext\":{\"http\":{\"method\":{}}}}",
        "not json"
      })
  void whatIsNoEvent_isAFault(String event) {
    assertThrows(IOException.class, () -> request(event));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "[\"x\"]", "{\"routeKey\":\"x\"}", "true"})
  void fieldThatIsNotUsed_mayHaveAnyType(String value) throws IOException {
    String event = EVENT;
    for (String name :
        List.of("routeKey", "apiId", "stage", "domainName", "path", "protocol", "time")) {
      String other =
          event.replaceAll(
              "\"" + name + "\":\"[^\"]*\"", Matcher.quoteReplacement("\"" + name + "\":" + value));
      assertNotEquals(event, other, name);
      event = other;
    }
    assertEquals("POST /my/path", request(event).orElseThrow().toString());
  }

  /// API Gateway sends no field twice. If one came twice, the last would count, as a whole.
  @Test
  void objectThatComesTwice_isNotJoinedToTheFirst() throws IOException {
    String twice = "\"authorizer\":{\"iam\":{\"userArn\":\"x\"}},\"domainName\"";
    assertNull(
        request(EVENT.replace("\"domainName\"", twice))
            .orElseThrow()
            .caller()
            .orElseThrow()
            .accessKey());
    assertEquals(
        Optional.empty(),
        request(EVENT.replace("\"domainName\"", "\"authorizer\":{},\"domainName\""))
            .orElseThrow()
            .caller());
    assertEquals(
        Optional.empty(), request(EVENT.replace("\"requestId\"", "\"http\":{},\"requestId\"")));
  }

  @Test
  void nothingThatACallerSent_isPrinted() throws IOException {
    String event = EVENT.replace("\"header1\":\"value1\"", "\"authorization\":\"Bearer s3cret\"");
    ApiRequest request = request(event).orElseThrow();
    String printed =
        request
            + " "
            + request.headers()
            + " "
            + request.body()
            + " "
            + request.caller().orElseThrow();
    assertTrue(printed.contains("authorization"));
    for (String secret : new String[] {"s3cret", "Hello", "ASIAEXAMPLE", "parameter1"}) {
      assertEquals(-1, printed.indexOf(secret), secret);
    }
  }
}
