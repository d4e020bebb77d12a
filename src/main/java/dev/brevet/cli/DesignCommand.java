package dev.brevet.cli;

import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;

final class DesignCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  DesignCommand(Surroundings surroundings, Syntax syntax) {
    this.surroundings = surroundings;
    syntax.describe(
        "Designs roles and policies for AWS workloads. Needs no server.",
        "",
        "With --url or --profile a running Brevet makes the design. What could not be resolved is",
        "reported on standard error, and makes the exit code 1.");
    syntax.commands("WHAT");
  }

  /// The command with all that it designs.
  static CommandLine withAll(Surroundings surroundings) {
    CommandLine design = Syntax.of("design", syntax -> new DesignCommand(surroundings, syntax));
    Map<String, BiFunction<Surroundings, Syntax, Callable<Integer>>> kinds = new LinkedHashMap<>();
    kinds.put("state-machine", DesignStateMachineCommand::new);
    kinds.put("function-role", DesignFunctionCommand::new);
    kinds.put("service-role", DesignServiceCommand::new);
    kinds.put("developer-policy", DesignDeveloperPolicyCommand::new);
    kinds.put("endpoint-policy", DesignEndpointPolicyCommand::new);
    kinds.forEach(
        (name, kind) ->
            design.addSubcommand(
                name, Syntax.of(name, syntax -> kind.apply(surroundings, syntax))));
    return design;
  }

  @Override
  public Integer call() {
    surroundings
        .err()
        .println("brevet: no kind of design was given: `brevet design --help` lists them");
    return Exit.USAGE.code();
  }
}
