package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import picocli.CommandLine;

final class HelpCommand implements Callable<Integer> {
  private final Environment environment;
  private final Supplier<List<String>> command;

  HelpCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe("Prints the help of a command.", "", "  brevet help design state-machine");
    command = syntax.parameters(0, "COMMAND", "The command; none for all of them.");
  }

  @Override
  public Integer call() throws Failure {
    CommandLine line = Brevet.commandLine(environment);
    for (String name : command.get()) {
      CommandLine next = line.getSubcommands().get(name);
      if (next == null) {
        throw Failure.of(
            Exit.USAGE,
            "`" + line.getCommandSpec().qualifiedName() + "` has no command `" + name + "`",
            "`brevet help` lists the commands");
      }
      line = next;
    }
    line.usage(line.getOut());
    return Exit.DONE.code();
  }
}
