package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/// The decisions and searches that the interop scenarios of OpenID AuthZEN expect, over HTTP: the
/// directories of `samples/authzen` are written through the administration, and asked about by a
/// program that is no administrator and may state properties of resources. Source: the scenarios
/// todo, api-gateway and search of openid/authzen, from which `interop.tsv` is taken.
class AuthorizationInteropTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> PEOPLE =
      Map.of(
          "rick", "CiRmZDA2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
          "morty", "CiRmZDE2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
          "summer", "CiRmZDI2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
          "beth", "CiRmZDM2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
          "jerry", "CiRmZDQ2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs");

  // The names of the scenarios' people and records overlap: each directory has a world of its own.
  private static LocalWorld todo;
  private static LocalWorld search;

  @BeforeAll
  static void start() throws IOException {
    todo = world("todo", "gateway");
    search = world("search");
  }

  @AfterAll
  static void stop() {
    todo.close();
    search.close();
  }

  private static LocalWorld world(String... samples) throws IOException {
    LocalWorld world = SharedWorld.start(SharedWorld.options());
    AwsCredentials administrator =
        world.credentials("arn:aws:iam::111122223333:user/dev/local-user");
    emptied(world, administrator);
    for (String sample : samples) {
      JsonNode all = JSON.readTree(Files.readString(Path.of("samples/authzen", sample + ".json")));
      for (JsonNode entity : all.path("entities")) {
        String id = entity.path("id").asText();
        put(
            world,
            administrator,
            "entities/" + entity.path("type").asText() + "/" + segment(id),
            entity);
      }
      for (JsonNode group : all.path("groups")) {
        put(world, administrator, "groups/" + group.path("name").asText(), group);
      }
      for (JsonNode policy : all.path("policies")) {
        put(world, administrator, "policies/" + policy.path("name").asText(), draft(policy));
      }
      for (JsonNode attachment : all.path("attachments")) {
        Answer answer =
            new Call(world, "POST", "/v1/iam/admin/attachments")
                .body(attachment.toString())
                .signed(administrator)
                .send();
        assertEquals(201, answer.status(), answer.toString());
      }
    }
    Answer may =
        new Call(world, "PUT", "/v1/iam/admin/policies/ask-everything")
            .body(
                "{\"name\":\"ask-everything\",\"type\":\"identity\",\"policy\":{\"Version\":\"2012-10-17\","
                    + "\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"brevet:Evaluate\",\"brevet:Search\"],"
                    + "\"Resource\":\"*\"}}}")
            .signed(administrator)
            .send();
    assertEquals(201, may.status(), may.toString());
    String issuer = world.issuer().url().toString();
    String program = "{\"token\":{\"issuer\":\"" + issuer + "\",\"sub\":\"bob\"}}";
    Answer attached =
        new Call(world, "POST", "/v1/iam/admin/attachments")
            .body("{\"policy\":\"ask-everything\",\"target\":" + program + "}")
            .signed(administrator)
            .send();
    assertEquals(201, attached.status(), attached.toString());
    put(
        world,
        administrator,
        "enforcement-points/interop",
        JSON.readTree(
            "{\"name\":\"interop\",\"subject\":"
                + program
                + ",\"assertable\":{\"resource\":{\"add\":[\"ownerID\"]}}}"));
    return world;
  }

  /// The fixture of another scenario is taken away, as an operator would.
  private static void emptied(LocalWorld world, AwsCredentials administrator) throws IOException {
    for (String collection : List.of("attachments", "boundaries", "entities")) {
      JsonNode all =
          new Call(world, "GET", "/v1/iam/admin/" + collection).signed(administrator).send().json();
      for (JsonNode item : all.path(collection)) {
        String name =
            switch (collection) {
              case "entities" ->
                  item.path("type").asText() + "/" + segment(item.path("id").asText());
              default -> item.path("policy").asText() + "/" + segment(target(item.path("target")));
            };
        Answer answer =
            new Call(world, "DELETE", "/v1/iam/admin/" + collection + "/" + name)
                .header("If-Match", "\"" + item.path("version").asLong() + "\"")
                .signed(administrator)
                .send();
        assertEquals(204, answer.status(), answer.toString());
      }
    }
  }

  private static String target(JsonNode target) {
    String kind = target.fieldNames().next();
    JsonNode value = target.path(kind);
    return switch (kind) {
      case "entity" -> "entity/" + value.path("type").asText() + "/" + value.path("id").asText();
      case "token" -> "token/" + value.path("issuer").asText() + "#" + value.path("sub").asText();
      case "resource" ->
          "resource/"
              + (value.isTextual()
                  ? value.asText()
                  : value.path("type").asText() + "/" + value.path("id").asText());
      default -> kind + "/" + value.asText();
    };
  }

  private static void put(
      LocalWorld world, AwsCredentials administrator, String path, JsonNode document) {
    Answer answer =
        new Call(world, "PUT", "/v1/iam/admin/" + path)
            .body(document.toString())
            .signed(administrator)
            .send();
    assertEquals(201, answer.status(), answer.toString());
    if (path.startsWith("policies/")) {
      assertTrue(answer.json().path("findings").isMissingNode(), answer.toString());
    }
  }

  private static JsonNode draft(JsonNode stored) {
    ObjectNode draft = JSON.createObjectNode();
    draft.set("name", stored.path("name"));
    draft.set("type", stored.path("type"));
    draft.set("description", stored.path("description"));
    draft.set(
        "policy",
        stored.has("policy")
            ? stored.path("policy")
            : stored.path("versions").path(0).path("policy"));
    return draft;
  }

  private static String segment(String text) {
    return "~"
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Stream<String> lines(String kind) throws IOException {
    try (var in =
        AuthorizationInteropTest.class.getResourceAsStream("/dev/brevet/api/access/interop.tsv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(kind + "\t"));
    }
  }

  static Stream<String> decisions() throws IOException {
    return lines("decide");
  }

  static Stream<String> batches() throws IOException {
    return lines("batch");
  }

  static Stream<String> searches() throws IOException {
    return lines("find");
  }

  private static JsonNode asked(LocalWorld world, String path, String body) {
    Answer answer =
        new Call(world, "POST", "/access/v1/" + path)
            .bearer(world.token("bob"))
            .body(body.replace('\'', '"'))
            .send();
    assertEquals(200, answer.status(), answer.toString());
    assertTrue(answer.header("Brevet-Directory-Age").isPresent());
    return answer.json();
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void question_isDecidedAsTheScenarioExpects(String line) {
    String[] field = line.split("\t", -1);
    JsonNode answer =
        asked(
            todo,
            "evaluation",
            "{'subject':%s,'action':{'name':'%s'},'resource':%s}"
                .formatted(subject(field[1]), field[2], resource(field[3], field[4])));
    assertEquals(Boolean.parseBoolean(field[5]), answer.path("decision").booleanValue(), line);
  }

  @ParameterizedTest
  @MethodSource("batches")
  void batch_isDecidedAsTheScenarioExpects(String line) {
    String[] field = line.split("\t", -1);
    String[] resources = field[3].split(",", -1);
    String[] owners = field[4].split(",", -1);
    StringBuilder evaluations = new StringBuilder();
    for (int i = 0; i < resources.length; i++) {
      evaluations.append(i == 0 ? "" : ",");
      evaluations.append("{'resource':").append(resource(resources[i], owners[i])).append('}');
    }
    JsonNode answer =
        asked(
            todo,
            "evaluations",
            "{'subject':%s,'action':{'name':'%s'},'resource':{},'context':{},'evaluations':[%s]}"
                .formatted(subject(field[1]), field[2], evaluations));
    assertEquals(
        Arrays.stream(field[5].split(",", -1)).map(Boolean::valueOf).toList(),
        answer
            .path("evaluations")
            .valueStream()
            .map(node -> node.path("decision").booleanValue())
            .toList(),
        line);
  }

  @ParameterizedTest
  @MethodSource("searches")
  void search_findsWhatTheScenarioExpects(String line) {
    String[] field = line.split("\t", -1);
    JsonNode answer =
        asked(
            search,
            "search/" + field[1],
            "{'subject':%s,%s'resource':%s}"
                .formatted(
                    entity(field[2]),
                    field[3].equals("-") ? "" : "'action':{'name':'" + field[3] + "'},",
                    entity(field[4])));
    List<String> expected = field[5].isEmpty() ? List.of() : List.of(field[5].split(",", -1));
    assertEquals(
        new TreeSet<>(expected),
        new TreeSet<>(
            answer.path("results").findValuesAsText(field[1].equals("action") ? "name" : "id")),
        line);
    assertEquals("", answer.path("page").path("next_token").asText(), line);
  }

  private static String subject(String text) {
    int slash = text.indexOf('/');
    return "{'type':'%s','id':'%s'}"
        .formatted(text.substring(0, slash), PEOPLE.get(text.substring(slash + 1)));
  }

  private static String resource(String text, String owner) {
    String entity = entity(text);
    return owner.equals("-")
        ? entity
        : entity.substring(0, entity.length() - 1) + ",'properties':{'ownerID':'" + owner + "'}}";
  }

  private static String entity(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? "{'type':'%s'}".formatted(text)
        : "{'type':'%s','id':'%s'}".formatted(text.substring(0, slash), text.substring(slash + 1));
  }
}
