package dev.brevet.directory.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import module java.base;

import dev.brevet.directory.AuthorizerCache;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.IdentitySources;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.DocumentReading.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApiDocumentTest {
  private static final String HEAD =
      "{'name':'orders','api':'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5','audiences':['a'],";
  private static final String ROUTE =
      "{'route':'GET /orders/{id}','action':'read','resource':{'type':'order','id':'{id}'}}";

  private static DocumentReading<DirectoryItem> read(String text) {
    return ItemReader.read(ItemKind.API, text.replace('\'', '"'));
  }

  private static ProtectedApi api(String text) {
    DocumentReading<DirectoryItem> reading = read(text);
    return (ProtectedApi) reading.valid().orElseThrow();
  }

  @Test
  void document_isReadBackAsItWasWritten() {
    ProtectedApi api =
        api(
            HEAD
                + "'description':'d','entities':[{'issuer':'https://idp.example.com','type':'user','claim':'sub'}],"
                + "'routes':["
                + ROUTE
                + ",{'route':'ANY"
                + " /files/{path+}','action':'s3:GetObject','resource':{'type':'file','id':'eu-{path}'}}],"
                + "'complete':true,'cache':{'seconds':60,'identitySources':['$request.header.Authorization',"
                + "'$context.routeKey']},'context':{'tenant':'tenant_id'}}");

    assertEquals(api, api(ItemWriter.write(api)));
    assertEquals(api, api(ItemWriter.writeWithVersion(api, 3)));
    assertEquals("order:read", api.routes().get(0).action().toString());
    assertEquals("s3:GetObject", api.routes().get(1).action().toString());
    assertEquals("file/eu-", api.routes().get(1).resourcePrefix());
    assertEquals(
        Optional.of(new EntityId("file", "eu-a/b")),
        api.routes().get(1).resource(Map.of("path", "a/b")));
    assertEquals(Optional.empty(), api.routes().get(1).resource(Map.of()));
  }

  @Test
  void cacheThatIsNotDescribed_isTheOneThatGatewaysHave() {
    ProtectedApi api = api(HEAD + "'routes':[" + ROUTE + "]}");

    assertEquals(AuthorizerCache.usual(), api.cache());
    assertEquals(300, api.cache().forgets().toSeconds());
    assertEquals(false, api.cache().tellsRoutes());
  }

  @Test
  void openApi_becomesRoutes() {
    ProtectedApi api =
        api(
            HEAD
                + "'openapi':{'openapi':'3.0.1','info':{'title':'x'},'paths':{"
                + "'/orders/{id}':{'parameters':[],'get':{'x-brevet-action':'read','x-brevet-resource':"
                + "{'type':'order','id':'{id}'},'responses':{}},'delete':{'responses':{}}},"
                + "'/all/{proxy+}':{'x-amazon-apigateway-any-method':{'x-brevet-action':'use',"
                + "'x-brevet-resource':{'type':'rest','id':'all'}}}}}}");

    assertEquals(
        List.of("GET /orders/{id}", "ANY /all/{proxy+}"),
        api.routes().stream().map(ProtectedRoute::key).toList());
    assertEquals("order/", api.routes().get(0).resourcePrefix());
  }

  @Test
  void headerOfTheToken_hasOneSpelling() {
    AuthorizerCache cache =
        new AuthorizerCache(
            Duration.ofMinutes(5),
            List.of("context.httpMethod", "method.request.header.authorization"));
    assertEquals(
        List.of("context.httpMethod", "method.request.header.Authorization"),
        cache.identitySources());
    assertEquals(IdentitySources.REST, cache.gateway());
    assertEquals(1, cache.tokenAt());
  }

  @Test
  void pathAlone_tellsNoRoute() {
    String token = "$request.header.Authorization";
    assertEquals(false, cache(token, "$context.path", "$context.httpMethod").tellsRoutes());
    assertEquals(false, cache(token, "$context.path", "$context.httpMethod").tellsPaths());
    assertEquals(true, cache(token, "$context.path", "$context.routeKey").tellsPaths());
    String rest = "method.request.header.Authorization";
    assertEquals(false, cache(rest, "context.path", "context.httpMethod").tellsRoutes());
    assertEquals(true, cache(rest, "context.resourcePath", "context.httpMethod").tellsRoutes());
  }

  @Test
  void sourcesOfTheOtherKindOfGateway_areNoneButTheToken() {
    AuthorizerCache http =
        cache("$request.header.Authorization", "$context.routeKey", "$context.identity.sourceIp");
    AuthorizerCache rest = http.as(IdentitySources.REST);
    assertEquals(List.of("method.request.header.Authorization"), rest.identitySources());
    assertEquals(false, rest.tellsRoutes() || rest.tellsPaths() || rest.tellsSourceIps());
    assertEquals(http, http.as(IdentitySources.HTTP));
  }

  private static AuthorizerCache cache(String... sources) {
    return new AuthorizerCache(Duration.ofMinutes(5), List.of(sources));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(HEAD + "'routes':[]}", "an API has 1 to 300 routes"),
        Arguments.of(
            HEAD.replace("['a']", "[]") + "'routes':[" + ROUTE + "]}",
            "an API has 1 to 16 audiences"),
        Arguments.of(
            HEAD.replace("execute-api", "lambda") + "'routes':[" + ROUTE + "]}",
            "not an API's ARN, `arn:aws:execute-api:<region>:<account>:<api id>`:"
                + " `arn:aws:lambda:eu-west-1:111122223333:a1b2c3d4e5`"),
        Arguments.of(
            HEAD + "'routes':[" + ROUTE + "," + ROUTE + "]}",
            "the route `GET /orders/{id}` is given twice"),
        Arguments.of(
            HEAD + "'routes':[" + ROUTE.replace("'{id}'", "'{other}'") + "]}",
            "`routes[0]`: the path has no parameter `other`"),
        Arguments.of(
            HEAD + "'routes':[" + ROUTE.replace("/orders/{id}", "/orders/*") + "]}",
            "`routes[0]`: not a segment of a path: `*`"),
        Arguments.of(
            HEAD + "'routes':[" + ROUTE.replace("/orders/{id}", "/{id+}/orders") + "]}",
            "`routes[0]`: not a parameter of a path: `{id+}`"),
        Arguments.of(
            HEAD + "'routes':[" + ROUTE.replace("GET ", "GET") + "]}",
            "`routes[0].route`: must be a method and a path such as `GET /orders/{orderId}`"),
        Arguments.of(
            HEAD + "'routes':[" + ROUTE + "],'cache':{'identitySources':['$context.routeKey']}}",
            "`cache`: the identity sources must hold the header Authorization,"
                + " `$request.header.Authorization`, or one caller's answers would be served to"
                + " others"),
        Arguments.of(
            HEAD
                + "'routes':["
                + ROUTE
                + "],'cache':{'identitySources':['$request.header.Authorization','$context.routekey']}}",
            "`cache`: an HTTP API has no identity source `$context.routekey` (write"
                + " `$context.routeKey`)"),
        Arguments.of(
            HEAD
                + "'routes':["
                + ROUTE
                + "],'cache':{'identitySources':['$request.header.Authorization','$context.resourcePath']}}",
            "`cache`: an HTTP API has no identity source `$context.resourcePath`"),
        Arguments.of(
            HEAD
                + "'routes':["
                + ROUTE
                + "],'cache':{'identitySources':['$request.header.Authorization','context.path']}}",
            "`cache`: an HTTP API has no identity source `context.path` (write `$context.path`)"),
        Arguments.of(
            HEAD
                + "'routes':["
                + ROUTE
                + "],'cache':{'identitySources':['method.request.header.Authorization','$context.routeKey']}}",
            "`cache`: an HTTP API has no identity source `method.request.header.Authorization`"
                + " (write `$request.header.Authorization`)"),
        Arguments.of(
            HEAD
                + "'routes':["
                + ROUTE
                + "],'cache':{'identitySources':['method.request.header.Authorization','context.routeKey']}}",
            "`cache`: a REST API has no identity source `context.routeKey`"),
        Arguments.of(
            HEAD
                + "'routes':["
                + ROUTE
                + "],'cache':{'identitySources':['method.request.header.Authorization','context.httpmethod']}}",
            "`cache`: a REST API has no identity source `context.httpmethod` (write"
                + " `context.httpMethod`)"),
        Arguments.of(
            HEAD
                + "'routes':["
                + ROUTE
                + "],'cache':{'identitySources':['method.request.header.Authorization','method.request.path.id']}}",
            "`cache`: a REST API has no identity source `method.request.path.id`"),
        Arguments.of(
            HEAD
                + "'routes':["
                + ROUTE
                + "],'cache':{'identitySources':['$request.header.Authorization','$request.header.authorization']}}",
            "`cache`: the identity source `$request.header.Authorization` is given twice"),
        Arguments.of(
            HEAD
                + "'routes':["
                + ROUTE
                + "],'cache':{'identitySources':['$request.header.X-Key']}}",
            "`cache`: the identity sources must hold the header Authorization,"
                + " `$request.header.Authorization`, or one caller's answers would be served to"
                + " others"),
        Arguments.of(
            HEAD + "'routes':[" + ROUTE + "],'cache':{'seconds':3601}}",
            "`cache`: a gateway caches for 0 to 3600 seconds"),
        Arguments.of(
            HEAD + "'routes':[" + ROUTE + "],'context':{'decisionId':'sub'}}",
            "not a name for the context: `decisionId`"),
        Arguments.of(
            HEAD + "'routes':[" + ROUTE + "],'context':{'directoryStamp':'sub'}}",
            "not a name for the context: `directoryStamp`"),
        Arguments.of(
            HEAD + "'routes':[" + ROUTE + "],'context':{'directoryAgeMillis':'sub'}}",
            "not a name for the context: `directoryAgeMillis`"),
        Arguments.of(
            HEAD
                + "'routes':[{'route':'GET /t/{a}/{b}','action':'read',"
                + "'resource':{'type':'order','id':'{a}-{b}'}}]}",
            "`routes[0]`: two parameters of a resource's id must have a `/` between them"),
        Arguments.of(
            HEAD
                + "'routes':[{'route':'GET /t/{a}','action':'read',"
                + "'resource':{'type':'s3','id':'ARN:aws:s3:::b/{a}'}}]}",
            "`routes[0]`: a route's resource must be an entity, not an ARN"),
        Arguments.of(
            HEAD + "'openapi':{'paths':{'/a':{'get':{'x-brevet-action':'read'}}}}}",
            "`openapi.paths./a.get`: has only one of `x-brevet-action` and `x-brevet-resource`: it"
                + " needs both"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void document_thatIsWrong_isRefused(String text, String problem) {
    DocumentReading<DirectoryItem> reading = read(text);
    String summary = assertInstanceOf(Unreadable.class, reading, reading::toString).summary();

    assertEquals(
        problem, summary.split("; ", -1)[0].replaceFirst(" \\(line 1, column \\d+\\)", ""));
  }
}
