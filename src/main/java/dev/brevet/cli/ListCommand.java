package dev.brevet.cli;

import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists the mappings that you may vend.")
final class ListCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--all",
      description = "Those too that you may not, and why; for administrators alone.")
  private boolean all;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "text|json",
      description = "Default: text.")
  private AnswerFormat format = AnswerFormat.text;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  ListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Failure {
    JsonObject answer =
        connection.open(surroundings).get("/v1/mappings" + (all ? "?all=true" : ""));
    switch (format) {
      case json -> surroundings.out().print(JsonText.indented(answer));
      case text -> print(answer);
    }
    return Exit.DONE.code();
  }

  private void print(JsonObject answer) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("MAPPING", "LASTS", "PARAMETERS", "DESCRIPTION"));
    for (JsonObject mapping : objects(answer, "mappings")) {
      rows.add(row(mapping, mapping.text("description").orElse("")));
    }
    for (JsonObject other : objects(answer, "others")) {
      rows.add(
          row(
              other,
              "not yours: "
                  + other.text("code").orElse("")
                  + ", "
                  + other.text("reason").orElse("")));
    }
    Table.print(rows, surroundings.out());
  }

  private static List<String> row(JsonObject mapping, String last) {
    long seconds = Documents.number(mapping, "maxDurationSeconds").orElse(0);
    List<String> parameters = new ArrayList<>();
    for (JsonObject parameter : objects(mapping, "parameters")) {
      boolean required =
          parameter.get("required").orElse(null) instanceof JsonValue.JsonBoolean(var yes, var _)
              && yes;
      parameters.add(parameter.text("name").orElse("") + (required ? "" : "?"));
    }
    return List.of(
        mapping.text("mapping").orElse(""),
        seconds / 60 + "m",
        parameters.isEmpty() ? "-" : String.join(",", parameters),
        last);
  }

  private static List<JsonObject> objects(JsonObject in, String name) {
    return in.get(name).stream()
        .flatMap(list -> list.asList().stream())
        .flatMap(item -> item.asObject().stream())
        .toList();
  }
}
