package dev.brevet.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/// The program `brevet`: takes the command line apart, runs one command, and ends with a code of
/// [Exit].
@Command(
    name = "brevet",
    description = "Short-lived AWS credentials from a Brevet, and checks of IAM policies.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Brevet.Version.class,
    footer = {
      "",
      "Environment: BREVET_URL, BREVET_TOKEN, BREVET_TOKEN_FILE, BREVET_PROFILE, BREVET_CONFIG,",
      "  BREVET_CACHE.",
      "Exit codes: 0 done, 1 a check found something, 2 usage, 3 not authenticated, 4 refused,",
      "  5 no answer, 6 not possible, 7 cannot tell."
    })
public final class Brevet implements Callable<Integer> {
  private final Surroundings surroundings;

  private Brevet(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// The program.
  ///
  /// @param arguments the command line
  public static void main(String[] arguments) {
    System.exit(run(surroundings(), arguments));
  }

  /// Runs one command line and returns its exit code.
  static int run(Surroundings surroundings, String... arguments) {
    CommandLine line = commandLine(surroundings, arguments);
    int code = line.execute(arguments);
    surroundings.out().flush();
    surroundings.err().flush();
    return code;
  }

  /// The command line with all its commands, or with the one that `arguments` name: the others need
  /// not be made then.
  static CommandLine commandLine(Surroundings surroundings, String... arguments) {
    CommandLine line = new CommandLine(new Brevet(surroundings));
    Map<String, Supplier<Object>> commands = commands(surroundings, arguments.length);
    commands.forEach(
        (name, command) -> {
          if (arguments.length == 0
              || !commands.containsKey(arguments[0])
              || arguments[0].equals(name)) {
            line.addSubcommand(name, command.get());
          }
        });
    line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false);
    line.setParameterExceptionHandler(Brevet::misused);
    line.setExecutionExceptionHandler((fault, _, _) -> failed(fault, surroundings));
    addHelp(line);
    line.setUsageHelpWidth(100);
    return line;
  }

  private static Map<String, Supplier<Object>> commands(Surroundings surroundings, int arguments) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("credentials", () -> new CredentialsCommand(surroundings));
    commands.put("exec", () -> new ExecCommand(surroundings, arguments));
    commands.put("serve", () -> new ServeCommand(surroundings));
    commands.put("console", () -> new ConsoleCommand(surroundings));
    commands.put("login", () -> new LoginCommand(surroundings));
    commands.put("logout", () -> new LogoutCommand(surroundings));
    commands.put("list", () -> new ListCommand(surroundings));
    commands.put("explain", () -> new ExplainCommand(surroundings));
    commands.put("lint", () -> new LintCommand(surroundings));
    commands.put("compare", () -> new CompareCommand(surroundings));
    commands.put("design", () -> design(surroundings));
    commands.put("completion", () -> new CompletionCommand(surroundings));
    return commands;
  }

  private static CommandLine design(Surroundings surroundings) {
    return new CommandLine(new DesignCommand(surroundings))
        .addSubcommand("state-machine", new DesignStateMachineCommand(surroundings))
        .addSubcommand("function-role", new DesignFunctionCommand(surroundings))
        .addSubcommand("developer-policy", new DesignDeveloperPolicyCommand(surroundings))
        .addSubcommand("endpoint-policy", new DesignEndpointPolicyCommand(surroundings));
  }

  /// `--help` and `--version` for every command.
  private static void addHelp(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true);
    line.getSubcommands().values().forEach(Brevet::addHelp);
  }

  @Override
  public Integer call() {
    surroundings.err().println("brevet: which command? `brevet --help` lists them");
    return Exit.USAGE.code();
  }

  private static int misused(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    line.getErr().println("brevet: " + Terminal.plain(String.valueOf(e.getMessage())));
    line.getErr().println("  see `" + line.getCommandSpec().qualifiedName() + " --help`");
    return Exit.USAGE.code();
  }

  private static int failed(Exception fault, Surroundings surroundings) {
    PrintStream err = surroundings.err();
    if (fault instanceof Failure failure) {
      err.println("brevet: " + failure.message());
      failure.advice().ifPresent(advice -> err.println("  " + advice));
      return failure.exit().code();
    }
    // No message: it could hold anything.
    err.println("brevet: a defect of this program, " + fault.getClass().getSimpleName());
    if (surroundings.variable("BREVET_DEBUG").isPresent()) {
      for (StackTraceElement at : fault.getStackTrace()) {
        err.println("  at " + at);
      }
    } else {
      err.println("  BREVET_DEBUG=1 shows where");
    }
    return Exit.FAULT.code();
  }

  /// What this machine gives the program.
  static Surroundings surroundings() {
    Path home =
        Path.of(
            Optional.ofNullable(System.getenv("HOME"))
                .filter(folder -> !folder.isEmpty())
                .orElseGet(() -> System.getProperty("user.home", ".")));
    return new Surroundings(
        System.getenv(),
        Clock.systemUTC(),
        new SecureRandom(),
        home,
        Optional.ofNullable(System.getProperty("brevet.cache"))
            .or(() -> Optional.ofNullable(System.getenv("BREVET_CACHE")))
            .map(Path::of)
            .orElseGet(() -> home.resolve(".cache/brevet")),
        Optional.ofNullable(System.getProperty("brevet.handover")).map(Path::of),
        System.in,
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8));
  }

  /// The version that was packaged.
  static String version() {
    String version = Brevet.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"brevet " + version()};
    }
  }
}
