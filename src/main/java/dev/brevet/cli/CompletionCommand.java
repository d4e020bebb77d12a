package dev.brevet.cli;

import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Surroundings;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;

final class CompletionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  private final Supplier<Shell> shell;

  /// The names are what the command line takes.
  enum Shell {
    bash,
    zsh
  }

  CompletionCommand(Surroundings surroundings, Syntax syntax) {
    this.surroundings = surroundings;
    syntax.describe(
        "Prints a script that completes this program's commands and options.",
        "",
        "  bash:  source <(brevet completion bash)     in ~/.bashrc",
        "  zsh:   source <(brevet completion zsh)      in ~/.zshrc");
    shell = syntax.parameter("bash|zsh", Shell.class, "The shell.");
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("brevet", Brevet.commandLine(surroundings));
    switch (shell.get()) {
      case bash -> surroundings.out().print(script);
      // zsh runs bash's completions, once it is told to.
      case zsh ->
          surroundings
              .out()
              .print(
                  "autoload -Uz compinit bashcompinit\n"
                      + "(( ${+functions[compdef]} )) || compinit\n"
                      + "bashcompinit\n"
                      + script);
    }
    return Exit.DONE.code();
  }
}
