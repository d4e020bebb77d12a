package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.AnswerFormat;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;

final class ExplainCommand implements Callable<Integer> {
  private final Environment environment;

  private final Supplier<String> mapping;
  private final VendOptions vend;
  private final Supplier<AnswerFormat> format;
  private final ConnectionOptions connection;

  ExplainCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe(
        "Shows what a vend would do and why, without vending.",
        "",
        "Exit code 4 if a vend would be refused.");
    mapping = syntax.parameter("MAPPING", "The mapping.");
    vend = new VendOptions(syntax);
    format = syntax.choice("-f --format", "text|json", AnswerFormat.text, "Default: text.");
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    Connection brevet = connection.open(environment);
    VendInputs inputs = vend.inputs(environment, brevet, mapping.get());
    JsonObject answer = brevet.post("/v1/credentials:explain", inputs.body());
    boolean allowed =
        answer.get("allowed").orElse(null) instanceof JsonBoolean(boolean yes, var _) && yes;
    switch (format.get()) {
      case json -> environment.out().print(JsonText.indented(answer));
      case text -> print(answer, allowed);
    }
    return (allowed ? Exit.DONE : Exit.REFUSED).code();
  }

  private void print(JsonObject answer, boolean allowed) {
    PrintStream out = environment.out();
    line("mapping", Optional.of(mapping.get()));
    line("allowed", Optional.of(allowed ? "yes" : "no"));
    JsonObject caller = answer.object("caller");
    line("caller", caller.text("principal"));
    line("proven by", caller.text("method"));
    line("groups", texts(caller, "groups"));
    line("statements", texts(answer, "statements"));
    if (allowed) {
      JsonObject request = answer.object("request");
      line("role", request.text("roleArn"));
      line("session name", request.text("roleSessionName"));
      line("source identity", request.text("sourceIdentity"));
      line("lasts", number(request, "durationSeconds").map(seconds -> seconds + " s"));
      line("tags", pairs(request.object("tags")));
      line("parameters", pairs(answer.object("parameters")));
      line("managed policies", texts(answer, "managedPolicyArns"));
      line(
          "policy size",
          number(answer, "policyCharacters")
              .map(
                  characters ->
                      characters
                          + " of "
                          + number(answer, "mostPolicyCharacters").orElse("?")
                          + " characters, packed about "
                          + number(answer, "approximatePackedPolicySize").orElse("?")
                          + " %"));
      answer
          .get("sessionPolicy")
          .ifPresent(
              policy -> {
                out.println("session policy:");
                JsonText.indented(policy)
                    .lines()
                    .forEach(it -> out.println("  " + UntrustedText.plain(it)));
              });
    } else {
      String code = answer.text("code").orElse("unknown");
      line("code", Optional.of(code));
      line("detail", answer.text("detail"));
      line("field", answer.text("field"));
      line("reason", answer.text("reason"));
      line("policy type", answer.text("policyType"));
      line("what to do", Optional.of(Refusals.advice(code, answer)));
    }
    line("decision", answer.text("decisionId"));
  }

  private void line(String name, Optional<String> value) {
    value
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> environment.out().println(name + ": " + UntrustedText.plain(text)));
  }

  private static Optional<String> texts(JsonObject in, String name) {
    return Optional.of(String.join(", ", in.texts(name)));
  }

  private static Optional<String> pairs(JsonObject object) {
    return Optional.of(
        object.members().stream()
            .map(member -> member.name() + "=" + member.value().asText().orElse(""))
            .collect(Collectors.joining(", ")));
  }

  private static Optional<String> number(JsonObject in, String name) {
    return in.get(name)
        .flatMap(
            value ->
                value instanceof JsonNumber number
                    ? Optional.of(number.literal())
                    : Optional.empty());
  }
}
