package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// How a designed role is printed.
final class DesignOutput {
  private final Supplier<Format> format;
  private final BooleanSupplier allowUnresolved;

  DesignOutput(Syntax syntax) {
    format =
        syntax.choice(
            "-f --format",
            "text|json|cloudformation|terraform|cli",
            Format.text,
            "Default: text. json has everything.");
    allowUnresolved =
        syntax.flag("--allow-unresolved", "Exit code 0 even if something could not be resolved.");
  }

  /// The names are what the command line takes.
  enum Format {
    text,
    json,
    cloudformation,
    terraform,
    cli
  }

  /// Prints the answer of a design and returns the exit code.
  int print(JsonObject design, Environment environment) {
    PrintStream out = environment.out();
    boolean given = true;
    switch (format.get()) {
      case json -> out.print(JsonText.indented(design));
      case text -> text(design, out);
      case cloudformation, terraform, cli -> {
        String text = design.object("formats").text(format.get().name()).orElse("");
        given = text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"));
        out.print(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
      }
    }
    List<JsonObject> unresolved = design.objects("unresolved");
    for (JsonObject gap : unresolved) {
      environment.tell(
          "not resolved: "
              + gap.text("state").filter(state -> !state.isEmpty()).map(s -> s + ": ").orElse("")
              + gap.text("resource").orElse("")
              + ": "
              + gap.text("reason").orElse("")
              + texts(gap, "granted").map(granted -> "; granted: " + granted).orElse(""));
    }
    if (!given) {
      environment.tell("there is no role in this format: use another `--format`");
      return Exit.NOT_POSSIBLE.code();
    }
    return (unresolved.isEmpty() || allowUnresolved.getAsBoolean() ? Exit.DONE : Exit.FOUND).code();
  }

  private static void text(JsonObject design, PrintStream out) {
    design.text("roleName").ifPresent(name -> out.println("role: " + UntrustedText.plain(name)));
    document("trust policy", design.get("trustPolicy"), out);
    List<JsonObject> policies = design.objects("policies");
    for (int i = 0; i < policies.size(); i++) {
      document(i == 0 ? "inline policy" : "managed policy " + i, Optional.of(policies.get(i)), out);
    }
    document("policy of the function", design.get("functionPolicy"), out);
    document("mapping", design.get("mapping"), out);
    List<JsonObject> because = design.objects("because");
    if (because.stream().anyMatch(each -> texts(each, "states").isPresent())) {
      out.println("because of:");
      for (JsonObject each : because) {
        out.println(
            UntrustedText.plain(
                "  "
                    + each.text("statement").orElse("")
                    + ": "
                    + texts(each, "states").orElse("the workload itself")));
      }
    }
    JsonObject comparison = design.object("comparison");
    differences("the starting policy allows more in", comparison, "broader", out);
    differences("the design allows more in", comparison, "narrower", out);
    for (JsonObject target : design.objects("targets")) {
      document("on the other side", Optional.of(target), out);
    }
  }

  private static void differences(
      String title, JsonObject comparison, String name, PrintStream out) {
    for (JsonObject statement : comparison.objects(name)) {
      Optional<JsonObject> witness = statement.get("witness").flatMap(JsonValue::asObject);
      out.println(
          UntrustedText.plain(
              title
                  + " "
                  + statement.text("statement").orElse("")
                  + ": "
                  + witness
                      .map(
                          it ->
                              it.text("action").orElse("")
                                  + " on "
                                  + it.text("resource").orElse(""))
                      .orElseGet(
                          () -> "cannot tell, " + statement.text("reason").orElse("no reason"))));
    }
  }

  private static void document(String name, Optional<? extends JsonValue> value, PrintStream out) {
    value.ifPresent(
        json -> {
          out.println(name + ":");
          JsonText.indented(json)
              .lines()
              .forEach(line -> out.println("  " + UntrustedText.plain(line)));
        });
  }

  private static Optional<String> texts(JsonObject in, String name) {
    return Optional.of(String.join(", ", in.texts(name))).filter(text -> !text.isEmpty());
  }
}
