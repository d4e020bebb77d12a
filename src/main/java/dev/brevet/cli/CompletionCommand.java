package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import picocli.AutoComplete;

final class CompletionCommand implements Callable<Integer> {
  private final Environment environment;

  private final Supplier<Shell> shell;

  /// The names are what the command line takes.
  enum Shell {
    bash,
    zsh
  }

  CompletionCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe(
        "Prints a script that completes this program's commands and options.",
        "",
        "  bash:  source <(brevet completion bash)     in ~/.bashrc",
        "  zsh:   source <(brevet completion zsh)      in ~/.zshrc");
    shell = syntax.parameter("bash|zsh", Shell.class, "The shell.");
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("brevet", Brevet.commandLine(environment));
    switch (shell.get()) {
      case bash -> environment.out().print(script);
      // zsh runs bash's completions after `bashcompinit`.
      case zsh ->
          environment
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
