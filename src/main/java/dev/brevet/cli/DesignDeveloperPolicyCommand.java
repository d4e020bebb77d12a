package dev.brevet.cli;

import dev.brevet.iam.RoleArn;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.DeveloperPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "developer-policy",
    description = "A policy for people who work with state machines or functions.",
    footer = {
      "",
      "  brevet design developer-policy states-machine -a 111122223333 --prefix orders-"
    })
final class DesignDeveloperPolicyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "TEMPLATE",
      converter = TemplateName.class,
      description = {
        "states-service, states-machine, states-execution, states-activity, task-token,",
        "lambda-developer or lambda-add-permission."
      })
  private DeveloperPolicy.Template template = DeveloperPolicy.Template.STATES_SERVICE;

  @Mixin private ScopeOptions scope = new ScopeOptions();

  @Option(names = "--prefix", paramLabel = "TEXT", description = "How the names begin.")
  private String prefix = "";

  @Option(
      names = "--role",
      paramLabel = "ARN",
      description = "The role that new machines and functions run with.")
  private Optional<String> role = Optional.empty();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "Whom functions may be opened to, such as sns.amazonaws.com.")
  private Optional<String> service = Optional.empty();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  DesignDeveloperPolicyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
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
                          + Terminal.plain(text)
                          + "` is none of "
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
                template,
                new DeveloperPolicy.Scope(
                    where.partition(),
                    where.region().orElse("*"),
                    where.account().digits(),
                    prefix,
                    role,
                    service));
    surroundings.out().print(JsonText.indented(policy));
    return Exit.DONE.code();
  }

  private void check() throws Failure {
    if (role.filter(arn -> RoleArn.parse(arn).isEmpty()).isPresent()) {
      throw Failure.of(Exit.USAGE, "`--role` is not a role's ARN");
    }
    if (prefix.length() > 80) {
      throw Failure.of(Exit.USAGE, "`--prefix` is longer than names are");
    }
    if (prefix.isEmpty() && template == DeveloperPolicy.Template.TASK_TOKEN) {
      throw Failure.of(Exit.USAGE, "`--prefix` is missing: it is the activity's name");
    }
    if (service.filter(name -> !DeveloperPolicy.Scope.isService(name)).isPresent()) {
      throw Failure.of(Exit.USAGE, "`--service` is not a service principal");
    }
  }

  private JsonObject body(ScopeOptions.Scope where) {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("template", JsonValue.of(template.label()));
    where.addTo(body);
    body.put("prefix", JsonValue.of(prefix));
    role.ifPresent(arn -> body.put("roleArn", JsonValue.of(arn)));
    service.ifPresent(name -> body.put("service", JsonValue.of(name)));
    return JsonValue.of(body);
  }
}
