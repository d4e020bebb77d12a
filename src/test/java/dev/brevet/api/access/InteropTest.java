package dev.brevet.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The decisions and searches that the interop scenarios of OpenID AuthZEN expect, with the
/// policies of `samples/authzen`. Source: the scenarios todo, api-gateway and search of
/// openid/authzen, from which `interop.tsv` is taken.
class InteropTest {
  private static final Map<String, String> PEOPLE =
      Map.of(
          "rick", "CiRmZDA2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
          "morty", "CiRmZDE2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
          "summer", "CiRmZDI2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
          "beth", "CiRmZDM2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs",
          "jerry", "CiRmZDQ2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs");

  private static final AccessWorld TODO = new AccessWorld().with("todo").with("gateway");
  private static final AccessWorld SEARCH = new AccessWorld().with("search");

  static Stream<String> lines(String kind) throws IOException {
    try (var in = InteropTest.class.getResourceAsStream("interop.tsv")) {
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

  @ParameterizedTest
  @MethodSource("decisions")
  void question_isDecidedAsTheScenarioExpects(String line) {
    String[] field = line.split("\t", -1);
    String body =
        "{'subject':%s,'action':{'name':'%s'},'resource':%s}"
            .formatted(subject(field[1]), field[2], resource(field[3], field[4]));
    assertEquals(Boolean.parseBoolean(field[5]), TODO.decides(body), line);
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
    // The scenario's own text has an empty default resource.
    JsonNode answer =
        TODO.asked(
            "/access/v1/evaluations",
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
    String body =
        "{'subject':%s,%s'resource':%s}"
            .formatted(
                entity(field[2]),
                field[3].equals("-") ? "" : "'action':{'name':'" + field[3] + "'},",
                entity(field[4]));
    List<String> expected = field[5].isEmpty() ? List.of() : List.of(field[5].split(",", -1));
    assertEquals(new TreeSet<>(expected), new TreeSet<>(SEARCH.finds(field[1], body)), line);
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
