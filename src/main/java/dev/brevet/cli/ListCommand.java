package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.AnswerFormat;
import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Table;
import dev.brevet.iam.Arn;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.json.Place;

final class ListCommand implements Callable<Integer> {
  /// 3 GB of mappings.
  private static final int MOST_PAGES = 1_000;

  private final Environment environment;

  private final BooleanSupplier all;
  private final Supplier<AnswerFormat> format;
  private final ConnectionOptions connection;

  ListCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe("Lists the mappings that you may vend.");
    all =
        syntax.flag("--all", "Also those that you may not vend, and why; only for administrators.");
    format = syntax.choice("-f --format", "text|json", AnswerFormat.text, "Default: text.");
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    JsonObject answer = pages(connection.open(environment));
    switch (format.get()) {
      case json -> environment.out().print(JsonText.indented(answer));
      case text -> print(answer);
    }
    return Exit.DONE.code();
  }

  /// All pages as one.
  private JsonObject pages(Connection brevet) throws Failure {
    String path = "/v1/mappings?all=" + all.getAsBoolean();
    List<JsonObject> pages = new ArrayList<>();
    Optional<String> next = Optional.of("");
    while (next.isPresent() && pages.size() < MOST_PAGES) {
      String token = URLEncoder.encode(next.get(), StandardCharsets.UTF_8);
      JsonObject page = brevet.get(path + (token.isEmpty() ? "" : "&token=" + token));
      pages.add(page);
      next = page.text("next");
    }
    if (pages.size() == 1) {
      return pages.getFirst();
    }
    List<Member> members = new ArrayList<>();
    for (String array : List.of("mappings", "others")) {
      List<JsonValue> items = new ArrayList<>();
      pages.forEach(page -> page.get(array).ifPresent(rows -> items.addAll(rows.asList())));
      if (pages.getFirst().get(array).isPresent()) {
        members.add(new Member(array, Place.NONE, new JsonArray(items, Place.NONE)));
      }
    }
    return new JsonObject(members, Place.NONE);
  }

  private void print(JsonObject answer) {
    if (answer.objects("mappings").isEmpty()) {
      environment.tell("there is no mapping that you may vend; ask an administrator for one");
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("MAPPING", "ACCOUNT", "ROLE", "LASTS", "PARAMETERS", "DESCRIPTION"));
    for (JsonObject mapping : answer.objects("mappings")) {
      rows.add(row(mapping, mapping.text("description").orElse("")));
    }
    for (JsonObject other : answer.objects("others")) {
      rows.add(
          row(
              other,
              "you may not vend it: "
                  + other.text("code").orElse("")
                  + ", "
                  + other.text("reason").orElse("")));
    }
    int width =
        environment
            .variable("COLUMNS")
            .filter(text -> text.matches("\\d{1,4}"))
            .map(Integer::parseInt)
            .orElse(0);
    Table.print(rows, environment.out(), width);
  }

  private static List<String> row(JsonObject mapping, String last) {
    long seconds = Documents.number(mapping, "maxDurationSeconds").orElse(0);
    List<String> parameters = new ArrayList<>();
    for (JsonObject parameter : mapping.objects("parameters")) {
      boolean required =
          parameter.get("required").orElse(null) instanceof JsonValue.JsonBoolean(var yes, var _)
              && yes;
      parameters.add(parameter.text("name").orElse("") + (required ? "" : "?"));
    }
    Optional<Arn> role = mapping.text("roleArn").flatMap(Arn::parse);
    return List.of(
        mapping.text("mapping").orElse(""),
        role.map(Arn::account).orElse("-"),
        role.map(arn -> arn.resource().substring(arn.resource().lastIndexOf('/') + 1)).orElse("-"),
        seconds / 60 + "m",
        parameters.isEmpty() ? "-" : String.join(",", parameters),
        last);
  }
}
