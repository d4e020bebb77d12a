package dev.brevet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "design",
    description = "Designs roles and policies for AWS workloads. Needs no server.",
    synopsisSubcommandLabel = "WHAT",
    footer = {
      "",
      "With --url or --profile a running Brevet designs. What could not be resolved is told on",
      "standard error, and makes the exit code 1."
    })
final class DesignCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  DesignCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.err().println("brevet: design what? `brevet design --help` lists it");
    return Exit.USAGE.code();
  }
}
