package dev.brevet.cli.environment;

import module java.base;

import dev.brevet.iam.UntrustedText;

/// All that the program takes from the machine it runs on.
///
/// @param random for what others must not guess; asked for it only then, as it takes long to start
/// @param home the user's home folder
/// @param cache where the program keeps what it may lose; the launcher may have said where
/// @param handOver a file that the launcher reads: what it is to do before it starts another
///   program in this one's place. Empty when there is no launcher
/// @param out only for answers, which other programs read
/// @param err for people
public record Environment(
    Map<String, String> variables,
    Clock clock,
    Supplier<SecureRandom> random,
    Path home,
    Path cache,
    Optional<Path> handOver,
    InputStream in,
    PrintStream out,
    PrintStream err) {
  /// The home of a user without one: nothing is in it, and nothing can be made there.
  public static final Path NO_HOME = Path.of("/dev/null");

  public Environment {
    variables = Map.copyOf(variables);
  }

  /// An environment variable. Empty when it is not set, or to nothing.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /// A line for people.
  public void tell(String line) {
    err.println("brevet: " + UntrustedText.plain(line));
  }

  /// Whether the next line of standard input is a yes. No line is none.
  public boolean answersYes() {
    Scanner lines = new Scanner(in, StandardCharsets.UTF_8);
    return lines.hasNextLine() && lines.nextLine().strip().matches("(?i)y|yes");
  }

  /// A string that cannot be guessed: 32 random bytes in base64url.
  public String randomText() {
    byte[] bytes = new byte[32];
    random.get().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// What to say of a failure to read or write what is kept: either the folder is none to use, or
  /// its disk is full, broken or not to be written to.
  public Failure unusable(IOException e) {
    String message = "the cache folder `" + cache + "` cannot be used: " + e.getMessage();
    try {
      cacheFolder().count("-");
    } catch (IOException _) {
      return Failure.of(
          Exit.USAGE,
          message,
          "it must be yours with mode 0700, below folders that others cannot write to (chmod"
              + " go-w); BREVET_CACHE names another");
    }
    return Failure.of(
        Exit.OUTPUT, message, "make room on its disk and try again; nothing that was kept is lost");
  }

  /// What the program keeps between its runs.
  public PrivateFolder cacheFolder() {
    return new PrivateFolder(cache);
  }
}
