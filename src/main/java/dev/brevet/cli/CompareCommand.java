package dev.brevet.cli;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.cli.environment.AnswerFormat;
import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.analysis.PolicyComparison;
import dev.brevet.policy.analysis.PolicyComparison.Side;
import dev.brevet.policy.lint.CatalogueKnowledge;
import dev.brevet.policy.lint.ComparisonDocument;

final class CompareCommand implements Callable<Integer> {
  private final Environment environment;

  private final Supplier<String> first;
  private final Supplier<String> second;
  private final Supplier<PolicyType> kind;
  private final Supplier<AnswerFormat> format;
  private final ConnectionOptions connection;

  CompareCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe(
        "Checks whether policy A allows anything that policy B does not. Needs no server.",
        "",
        "Exit code 0 when it does not, 1 when it does (with a request that shows it), 7 when"
            + " neither",
        "can be shown. With --url or --profile a running Brevet does the comparison.");
    first = syntax.file("A", "A policy in JSON.");
    second = syntax.file("B", "Another policy; - is standard input.");
    kind = PolicyKind.option(syntax, "What the policies are attached to");
    format = syntax.choice("-f --format", "text|json", AnswerFormat.text, "Default: text.");
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    String a = Documents.text(first.get(), environment);
    String b = Documents.text(second.get(), environment);
    JsonObject answer = connection.isGiven() ? remote(a, b) : local(a, b);
    switch (format.get()) {
      case json -> environment.out().print(JsonText.indented(answer));
      case text -> print(answer);
    }
    return switch (answer.text("answer").orElse("")) {
      case "no" -> Exit.DONE.code();
      case "yes" -> Exit.FOUND.code();
      default -> Exit.CANNOT_TELL.code();
    };
  }

  private JsonObject local(String a, String b) throws Failure {
    return ComparisonDocument.of(
        PolicyComparison.allowsMore(
            new Side(PolicyFiles.read(first.get(), a, kind.get()), kind.get()),
            new Side(PolicyFiles.read(second.get(), b, kind.get()), kind.get()),
            new CatalogueKnowledge(Catalogue.bundled())));
  }

  private JsonObject remote(String a, String b) throws Failure {
    JsonObject body = JsonValue.object().with("a", a).with("b", b).with("kind", kind.get().label());
    return connection.open(environment).post("/v1/policies:compare", body);
  }

  private void print(JsonObject answer) {
    String a = UntrustedText.plain(first.get());
    String b = UntrustedText.plain(second.get());
    switch (answer.text("answer").orElse("")) {
      case "no" -> environment.out().println(a + " allows nothing that " + b + " does not");
      case "yes" -> {
        environment.out().println(a + " allows something that " + b + " does not, for example:");
        answer.object("witness").members().forEach(this::print);
      }
      default ->
          environment
              .out()
              .println(
                  "cannot tell whether "
                      + a
                      + " allows more than "
                      + b
                      + ": "
                      + UntrustedText.plain(answer.text("reason").orElse("")));
    }
  }

  private void print(Member member) {
    String text =
        member.value().asText().isPresent()
            ? member.value().asText().get()
            : member.value().asObject().stream()
                .flatMap(keys -> keys.members().stream())
                .map(key -> key.name() + " = " + JsonText.compact(key.value()))
                .collect(Collectors.joining(", "));
    if (!text.isEmpty()) {
      environment.out().println("  " + UntrustedText.plain(member.name() + ": " + text));
    }
  }
}
