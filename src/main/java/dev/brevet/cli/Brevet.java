package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Launcher;
import dev.brevet.iam.UnicodeText;
import dev.brevet.iam.UntrustedText;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program `brevet`: takes the command line apart, runs one command, and ends with a code of
/// [Exit].
public final class Brevet {
  private Brevet() {}

  /// The program.
  ///
  /// @param arguments the command line
  public static void main(String[] arguments) {
    int code = run(environment(), arguments);
    // All is written. To exit in order would start the JDK's logging, to say so.
    Runtime.getRuntime().halt(code == Exit.FOUND.code() ? foundCode() : code);
  }

  /// Java itself ends with 1 when it does not start. So the launcher asks for another number, and
  /// ends with 1 for it.
  private static int foundCode() {
    return Launcher.isThere() ? 101 : Exit.FOUND.code();
  }

  /// Runs one command line and returns its exit code.
  static int run(Environment environment, String... arguments) {
    // What the terminal's character set does not have is lost before it is here.
    if (!Arrays.stream(arguments).allMatch(Brevet::isReadable)) {
      environment
          .err()
          .println("brevet: an argument has bytes that are not characters in this locale");
      environment.err().println("  set LC_ALL to a UTF-8 locale, such as C.UTF-8, and try again");
      return Exit.USAGE.code();
    }
    CommandLine line = commandLine(environment, arguments);
    int code = line.execute(arguments);
    environment.err().flush();
    // Also flushes. What was printed in part must not count as an answer, whatever its code.
    if (environment.out().checkError()) {
      environment.tell("the output could not be written");
      return Exit.OUTPUT.code();
    }
    return code;
  }

  private static boolean isReadable(String argument) {
    return argument.indexOf('\uFFFD') < 0 && UnicodeText.isWellFormed(argument);
  }

  /// The command line with all its commands, or with the one that `arguments` name: the others need
  /// not be made then.
  static CommandLine commandLine(Environment environment, String... arguments) {
    CommandLine line = Syntax.of("brevet", syntax -> described(environment, syntax));
    Map<String, Supplier<CommandLine>> commands = commands(environment, arguments.length);
    String named = arguments.length == 0 ? "" : arguments[0];
    commands.forEach(
        (name, command) -> {
          if (named.equals(name) || !(commands.containsKey(named) || named.equals("--version"))) {
            line.addSubcommand(name, command.get());
          }
        });
    line.setOut(new PrintWriter(environment.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(environment.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false);
    line.setParameterExceptionHandler(Brevet::misused);
    line.setExecutionExceptionHandler((fault, _, _) -> failed(fault, environment));
    line.setUsageHelpWidth(100);
    return line;
  }

  private static Callable<Integer> described(Environment environment, Syntax syntax) {
    syntax.describe(
        "Gets short-lived AWS credentials from Brevet, and checks IAM policies.",
        "",
        "Environment: BREVET_URL, BREVET_TOKEN, BREVET_TOKEN_FILE, BREVET_PROFILE, BREVET_CONFIG,",
        "  BREVET_CACHE.",
        "Exit codes: 0 done, 1 a check found something, 2 usage, 3 not authenticated, 4 refused,",
        "  5 no answer, 6 not possible, 7 cannot tell, 70 defect or no start, 74 output not"
            + " written.");
    syntax.commands("COMMAND");
    return () -> {
      commandLine(environment).usage(environment.err());
      return Exit.USAGE.code();
    };
  }

  private static Map<String, Supplier<CommandLine>> commands(
      Environment environment, int arguments) {
    Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
    BiConsumer<String, BiFunction<Environment, Syntax, Callable<Integer>>> add =
        (name, command) ->
            commands.put(name, () -> Syntax.of(name, syntax -> command.apply(environment, syntax)));
    add.accept("credentials", CredentialsCommand::new);
    add.accept("exec", (around, syntax) -> new ExecCommand(around, arguments, syntax));
    add.accept("serve", ServeCommand::new);
    add.accept("console", ConsoleCommand::new);
    add.accept("login", LoginCommand::new);
    add.accept("logout", LogoutCommand::new);
    add.accept("list", ListCommand::new);
    add.accept("explain", ExplainCommand::new);
    add.accept("lint", LintCommand::new);
    add.accept("compare", CompareCommand::new);
    commands.put("design", () -> DesignCommand.withAll(environment));
    add.accept("completion", CompletionCommand::new);
    add.accept("help", HelpCommand::new);
    return commands;
  }

  private static int misused(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    boolean noCommand =
        e instanceof UnmatchedArgumentException unmatched
            && !line.getSubcommands().isEmpty()
            && !unmatched.isUnknownOption();
    String message =
        noCommand
            ? "there is no command `"
                + ((UnmatchedArgumentException) e).getUnmatched().getFirst()
                + "`"
            : String.valueOf(e.getMessage());
    line.getErr().println("brevet: " + UntrustedText.plain(message));
    UnmatchedArgumentException.printSuggestions(e, line.getErr());
    line.getErr().println("  see `" + line.getCommandSpec().qualifiedName() + " --help`");
    return Exit.USAGE.code();
  }

  private static int failed(Exception fault, Environment environment) {
    PrintStream err = environment.err();
    if (fault instanceof Failure failure) {
      err.println("brevet: " + failure.message());
      failure.advice().ifPresent(advice -> err.println("  " + advice));
      return failure.exit().code();
    }
    // No message: it could hold anything.
    err.println("brevet: a defect of this program, " + fault.getClass().getSimpleName());
    if (environment.variable("BREVET_DEBUG").isPresent()) {
      for (StackTraceElement at : fault.getStackTrace()) {
        err.println("  at " + at);
      }
    } else {
      err.println("  set BREVET_DEBUG=1 to see where");
    }
    return Exit.FAULT.code();
  }

  /// What this machine gives the program.
  static Environment environment() {
    // Java has `?` for the home of a user without a name. A folder below the present one, which may
    // be another user's, is never a home.
    Path home =
        Optional.ofNullable(System.getenv("HOME"))
            .filter(folder -> !folder.isEmpty())
            .or(() -> Optional.ofNullable(System.getProperty("user.home")))
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElse(Environment.NO_HOME);
    return new Environment(
        System.getenv(),
        Clock.systemUTC(),
        SecureRandom::new,
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
}
