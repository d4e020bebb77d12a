package dev.brevet.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "completion",
    description = "Prints a script that completes this program's commands and options.",
    footer = {
      "",
      "  bash:  source <(brevet completion bash)     in ~/.bashrc",
      "  zsh:   source <(brevet completion zsh)      in ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell = Shell.bash;

  /// The names are what the command line takes.
  enum Shell {
    bash,
    zsh
  }

  CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("brevet", Brevet.commandLine(surroundings));
    switch (shell) {
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
