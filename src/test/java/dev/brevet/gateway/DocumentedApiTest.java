package dev.brevet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.directory.document.PolicyDraft;
import dev.brevet.identity.Identities;
import dev.brevet.identity.Verification;
import dev.brevet.testing.DecisionsInMemory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The API, the policy and the attachment that `docs/authorizer.md` prints, as they are printed.
class DocumentedApiTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```json\n(.*?)```");
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static List<DirectoryItem> documented() throws IOException {
    return BLOCK
        .matcher(Files.readString(Path.of("docs/authorizer.md")))
        .results()
        .map(block -> block.group(1))
        .filter(block -> !block.contains("authorizerAudiences"))
        .map(
            json ->
                json.contains("\"routes\"")
                    ? ItemReader.read(ItemKind.API, json)
                    : json.contains("\"target\"")
                        ? ItemReader.read(ItemKind.ATTACHMENT, json)
                        : PolicyDraft.read(json, Optional.empty()))
        .map(reading -> reading.valid().orElseThrow())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "alice, https://orders.example.com, GET, 7, true",
    "alice, https://orders.example.com, DELETE, 7, false",
    "bob, https://orders.example.com, GET, 7, false",
    "alice, https://brevet.example.com, GET, 7, false",
    "alice, https://orders.example.com, GET, a%2Fb, false"
  })
  void documentedApi_isAnsweredAsThePageSays(
      String subject, String audience, String method, String id, boolean allowed)
      throws IOException {
    List<DirectoryItem> items = documented();
    assertEquals(3, items.size());
    AuthorizeCall call =
        new AuthorizeCall(
            () -> Directories.of(items.toArray(DirectoryItem[]::new)),
            (_, _) ->
                new Verification.Verified(
                    Identities.bearing(
                        "https://idp.example.com",
                        subject,
                        Map.of(
                            "aud",
                            List.of(audience),
                            "sub",
                            List.of(subject),
                            "exp",
                            List.of(Long.toString(NOW.getEpochSecond() + 3_600))))),
            new DecisionsInMemory().recorder(Clock.fixed(NOW, ZoneOffset.UTC)),
            Clock.fixed(NOW, ZoneOffset.UTC));
    String route = method + " /orders/{orderId}";
    String event =
        """
        {"version":"2.0","type":"REQUEST","routeKey":"%s",
         "routeArn":"arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/$default/%s/orders/%s",
         "identitySource":["Bearer t","%s"],"headers":{"authorization":"Bearer t"},
         "pathParameters":{"orderId":"%s"},
         "requestContext":{"http":{"method":"%s","sourceIp":"203.0.113.7","userAgent":"curl"}}}
        """
            .formatted(route, method, id, route, id.replace("%2F", "/"), method);
    AuthorizerRequest request =
        AuthorizerEvent.read(event.getBytes(StandardCharsets.UTF_8), "AuthorizerFunction", NOW)
            .orElseThrow();

    assertEquals(allowed, ((AuthorizerAnswer.Simple) call.answer(request)).isAuthorized(), event);
  }
}
