package dev.brevet.cli;

import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "credentials",
    description = "Prints credentials as a document that AWS's credential_process takes.",
    footer = {
      "",
      "In ~/.aws/config:",
      "  [profile orders]",
      "  credential_process = brevet credentials orders-reader"
    })
final class CredentialsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "MAPPING", description = "The mapping to vend.")
  private String mapping = "";

  @Mixin private VendOptions vend = new VendOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--no-cache", description = "A new session: neither kept nor handed out before.")
  private boolean noCache;

  CredentialsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Failure {
    Connection brevet = connection.open(surroundings);
    Sessions sessions = new Sessions(surroundings, brevet.api(), brevet.tokens());
    VendInputs inputs = vend.inputs(surroundings, brevet, mapping);
    Session session = noCache ? sessions.vendAnew(inputs) : sessions.get(inputs);
    surroundings.out().println(JsonText.compact(JsonValue.of(session.document())));
    return Exit.DONE.code();
  }
}
