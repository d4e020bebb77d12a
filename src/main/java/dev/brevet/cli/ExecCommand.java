package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Launcher;
import dev.brevet.cli.login.Session;

/// Gets credentials and leaves the rest to the launcher, which takes them into its environment and
/// becomes the command: signals, terminal and exit code are the command's own, and no JVM waits
/// beside it.
final class ExecCommand implements Callable<Integer> {
  /// Variables that would make a client use another identity than the session, and the token, which
  /// can get every session of its bearer while the command needs only this one.
  private static final List<String> IN_THE_WAY =
      List.of(
          "BREVET_TOKEN",
          "AWS_PROFILE",
          "AWS_DEFAULT_PROFILE",
          "AWS_SECURITY_TOKEN",
          "AWS_ROLE_ARN",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
          "AWS_ACCOUNT_ID");

  private final Environment environment;
  private final int arguments;

  private final Supplier<String> mapping;
  private final Supplier<List<String>> command;
  private final VendOptions vend;
  private final ConnectionOptions connection;
  private final BooleanSupplier noCache;

  ExecCommand(Environment environment, int arguments, Syntax syntax) {
    this.environment = environment;
    this.arguments = arguments;
    syntax.describe(
        "Runs a command with credentials in its environment.",
        "",
        "The command replaces this program, so its exit code and signals are its own. It has the",
        "credentials until they expire: in an environment they cannot be refreshed.",
        "  brevet exec orders-reader -- aws dynamodb scan --table-name orders");
    mapping = syntax.parameter("MAPPING", "The mapping to vend.");
    command = syntax.parameters(1, "COMMAND", "The command and its arguments, after --.");
    vend = new VendOptions(syntax);
    connection = new ConnectionOptions(syntax);
    noCache = syntax.flag("--no-cache", "Get a new session; do not use or fill the cache.");
  }

  @Override
  public Integer call() throws Failure {
    if (environment.handOver().isEmpty()) {
      throw Failure.of(
          Exit.USAGE, "`exec` needs the launcher", "start this program as `bin/brevet`");
    }
    Launcher.endWithIt();
    Connection brevet = connection.open(environment);
    Sessions sessions = new Sessions(environment, brevet.api(), brevet.tokens());
    VendInputs inputs = vend.inputs(environment, brevet, mapping.get());
    Session session = noCache.getAsBoolean() ? sessions.vendAnew(inputs) : sessions.get(inputs);
    try {
      Files.write(environment.handOver().get(), script(session).getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      throw Failure.of(Exit.FAULT, "the launcher does not answer");
    }
    return Exit.DONE.code();
  }

  /// What the launcher evaluates. The command itself stays with the launcher, byte for byte; here
  /// is only how many arguments come before it.
  private String script(Session session) {
    Map<String, String> set = new LinkedHashMap<>();
    set.put("AWS_ACCESS_KEY_ID", session.accessKeyId());
    set.put("AWS_SECRET_ACCESS_KEY", session.secretAccessKey().reveal());
    set.put("AWS_SESSION_TOKEN", session.sessionToken().reveal());
    set.put("AWS_CREDENTIAL_EXPIRATION", Session.seconds(session.expiration()));
    StringBuilder script = new StringBuilder("unset");
    IN_THE_WAY.forEach(name -> script.append(' ').append(name));
    script.append('\n');
    set.forEach(
        (name, value) ->
            script.append("export ").append(name).append('=').append(quoted(value)).append('\n'));
    session
        .account()
        .ifPresent(account -> script.append("export AWS_ACCOUNT_ID=").append(account).append('\n'));
    return script.append("shift ").append(arguments - command.get().size()).append('\n').toString();
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
