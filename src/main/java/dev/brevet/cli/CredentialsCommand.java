package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.login.Session;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;

final class CredentialsCommand implements Callable<Integer> {
  private final Environment environment;

  private final Supplier<String> mapping;
  private final VendOptions vend;
  private final ConnectionOptions connection;
  private final BooleanSupplier noCache;

  CredentialsCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe(
        "Prints credentials as a document that AWS's credential_process takes.",
        "",
        "In ~/.aws/config:",
        "  [profile orders]",
        "  credential_process = brevet credentials orders-reader");
    mapping = syntax.parameter("MAPPING", "The mapping to vend.");
    vend = new VendOptions(syntax);
    connection = new ConnectionOptions(syntax);
    noCache = syntax.flag("--no-cache", "Get a new session; do not use or fill the cache.");
  }

  @Override
  public Integer call() throws Failure {
    Connection brevet = connection.open(environment);
    Sessions sessions = new Sessions(environment, brevet.api(), brevet.tokens());
    VendInputs inputs = vend.inputs(environment, brevet, mapping.get());
    Session session = noCache.getAsBoolean() ? sessions.vendAnew(inputs) : sessions.get(inputs);
    environment.out().println(JsonText.compact(JsonValue.of(session.document())));
    return Exit.DONE.code();
  }
}
