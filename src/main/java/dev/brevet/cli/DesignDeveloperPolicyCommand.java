package dev.brevet.cli;

import dev.brevet.iam.UntrustedText;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Surroundings;
import dev.brevet.iam.RoleArn;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.DeveloperPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

final class DesignDeveloperPolicyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  private final Supplier<DeveloperPolicy.Template> template;
  private final ScopeOptions scope;
  private final Supplier<String> prefix;
  private final Supplier<Optional<String>> role;
  private final Supplier<Optional<String>> service;
  private final ConnectionOptions connection;

  DesignDeveloperPolicyCommand(Surroundings surroundings, Syntax syntax) {
    this.surroundings = surroundings;
    syntax.describe(
        "A policy for people who work with state machines or functions.",
        "",
        "  brevet design developer-policy states-machine -a 111122223333 --prefix orders-");
    template =
        syntax.parameter(
            "TEMPLATE",
            new TemplateName(),
            "states-service, states-machine, states-execution, states-activity, task-token,",
            "lambda-developer or lambda-add-permission.");
    scope = new ScopeOptions(syntax);
    Supplier<Optional<String>> beginning =
        syntax.option(
            "--prefix",
            "TEXT",
            "The beginning of the names that it allows: of machines, activities, executions and",
            "functions. It does not limit lists, answers to tasks, nor, for executions, the"
                + " machine.");
    prefix = () -> beginning.get().orElse("");
    role = syntax.option("--role", "ARN", "The role that new machines and functions run with.");
    service =
        syntax.option(
            "--service",
            "NAME",
            "A service that may be allowed to call functions, such as sns.amazonaws.com.");
    connection = new ConnectionOptions(syntax);
  }

  /// Reads a template's name.
  static final class TemplateName implements ITypeConverter<DeveloperPolicy.Template> {
    @Override
    public DeveloperPolicy.Template convert(String text) {
      return DeveloperPolicy.Template.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "`"
                          + UntrustedText.plain(text)
                          + "` must be one of "
                          + Stream.of(DeveloperPolicy.Template.values())
                              .map(DeveloperPolicy.Template::label)
                              .collect(Collectors.joining(", "))));
    }
  }

  @Override
  public Integer call() throws Failure {
    ScopeOptions.Scope where = scope.read();
    check();
    JsonObject policy =
        connection.isGiven()
            ? connection
                .open(surroundings)
                .post("/v1/designs/developer-policy", body(where))
                .get("policy")
                .flatMap(JsonValue::asObject)
                .orElseThrow(() -> Failure.of(Exit.UNAVAILABLE, "the answer has no policy"))
            : DeveloperPolicy.of(
                template.get(),
                new DeveloperPolicy.Scope(
                    where.partition(),
                    where.region().orElse("*"),
                    where.account().digits(),
                    prefix.get(),
                    role.get(),
                    service.get()));
    surroundings.out().print(JsonText.indented(policy));
    return Exit.DONE.code();
  }

  private void check() throws Failure {
    if (role.get().filter(arn -> RoleArn.parse(arn).isEmpty()).isPresent()) {
      throw Failure.of(Exit.USAGE, "`--role` is not a role's ARN");
    }
    if (prefix.get().length() > 80) {
      throw Failure.of(Exit.USAGE, "`--prefix` is longer than a name may be");
    }
    if (prefix.get().isEmpty() && template.get() == DeveloperPolicy.Template.TASK_TOKEN) {
      throw Failure.of(Exit.USAGE, "`--prefix` is missing: it is the activity's name");
    }
    if (service.get().filter(name -> !DeveloperPolicy.Scope.isService(name)).isPresent()) {
      throw Failure.of(Exit.USAGE, "`--service` is not a service principal");
    }
  }

  private JsonObject body(ScopeOptions.Scope where) {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("template", JsonValue.of(template.get().label()));
    where.addTo(body);
    body.put("prefix", JsonValue.of(prefix.get()));
    role.get().ifPresent(arn -> body.put("roleArn", JsonValue.of(arn)));
    service.get().ifPresent(name -> body.put("service", JsonValue.of(name)));
    return JsonValue.of(body);
  }
}
