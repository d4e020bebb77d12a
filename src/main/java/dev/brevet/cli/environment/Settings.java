package dev.brevet.cli.environment;

import module java.base;

/// Where Brevet is and how the caller proves its identity: from the command line, the environment,
/// and the configuration file, in that order.
///
/// The file is a Java properties file: a dozen keys in it do not earn a library, which every start
/// would load. A profile's keys begin with its name and a dot, and a profile is whole by itself: a
/// token is never sent to an address that was written for another.
///
/// @param profile empty for the keys without a profile
/// @param url where Brevet is
/// @param tokenFile read again for every request
/// @param signIn the issuer that `brevet login` asks
/// @param isElsewhere whether `url` is `BREVET_URL`'s and not the file's. The file's tokens are not
///   for that address: a folder's `.envrc` can set the variable
public record Settings(
    String profile,
    Optional<URI> url,
    Optional<Path> tokenFile,
    Optional<SignIn> signIn,
    boolean isElsewhere) {

  private static final Set<String> KEYS =
      Set.of(
          "url",
          "token-file",
          "issuer",
          "client-id",
          "scope",
          "token",
          "audience",
          "redirect-port");

  /// How `brevet login` signs in.
  ///
  /// @param client the public client that this program is to the issuer
  /// @param scope with spaces between, as OAuth has it
  /// @param usesAccessToken whether Brevet gets the access token, else the ID token
  /// @param audience an audience that some issuers need before they make access tokens for an API
  /// @param redirectPort 0 for any free one
  public record SignIn(
      URI issuer,
      String client,
      String scope,
      boolean usesAccessToken,
      Optional<String> audience,
      int redirectPort) {}

  /// The settings of a profile, from the file, the environment and the command line.
  ///
  /// @param profile as the command line names it
  /// @param url as the command line has it
  public static Settings read(
      Environment environment, Optional<String> profile, Optional<String> url) throws Failure {
    Optional<String> named = profile.or(() -> environment.variable("BREVET_PROFILE"));
    Map<String, String> keys = new TreeMap<>();
    Path file = file(environment);
    if (Files.exists(file)) {
      keys.putAll(keys(file, named.orElse("")));
    } else if (named.isPresent()) {
      throw Failure.of(
          Exit.USAGE,
          "there is no profile `" + named.get() + "`, as there is no file `" + file + "`",
          "docs/cli.md says what to write into it");
    }
    Optional<URI> ofFile = address(Optional.ofNullable(keys.get("url")));
    Optional<URI> ofVariable = Optional.empty();
    if (named.isEmpty()) {
      ofVariable = address(environment.variable("BREVET_URL"));
    }
    boolean elsewhere = url.isEmpty() && ofVariable.isPresent() && !ofVariable.equals(ofFile);
    if (elsewhere) {
      keys.remove("token-file");
    }
    if (named.isEmpty()) {
      environment.variable("BREVET_TOKEN_FILE").ifPresent(value -> keys.put("token-file", value));
    }
    Optional<URI> at =
        url.isPresent() ? address(url) : ofVariable.isPresent() ? ofVariable : ofFile;
    return new Settings(
        named.orElse(""),
        at,
        Optional.ofNullable(keys.get("token-file")).map(text -> path(environment, text)),
        signIn(keys),
        elsewhere);
  }

  private static Optional<URI> address(Optional<String> text) throws Failure {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(Addresses.secure("the address of Brevet", text.get()));
  }

  /// The address, which most commands cannot do without.
  public URI requiredUrl() throws Failure {
    if (url.isEmpty()) {
      throw Failure.of(
          Exit.USAGE,
          "the address of Brevet is not known",
          "set BREVET_URL, write `url` into the configuration file, or give --url");
    }
    return url.get();
  }

  /// The issuer, which signing in needs.
  public SignIn requiredSignIn() throws Failure {
    if (signIn.isEmpty()) {
      throw Failure.of(
          Exit.USAGE,
          "no issuer is configured for signing in",
          "write `issuer` and `client-id` into the configuration file; docs/cli.md says how");
    }
    return signIn.get();
  }

  static Path file(Environment environment) {
    return environment
        .variable("BREVET_CONFIG")
        .map(Path::of)
        .orElseGet(
            () ->
                environment
                    .variable("XDG_CONFIG_HOME")
                    .map(Path::of)
                    // A relative path is to be ignored: XDG Base Directory Specification.
                    .filter(Path::isAbsolute)
                    .orElseGet(() -> environment.home().resolve(".config"))
                    .resolve("brevet/config.properties"));
  }

  private static Map<String, String> keys(Path file, String profile) throws Failure {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      // What a process substitution is has no place of its own.
      if (Files.isRegularFile(file) && Ownership.isWritableByOthers(file)) {
        throw Failure.of(
            Exit.USAGE,
            "`" + file + "` can be changed by other users, who could have your tokens sent to them",
            "take the right to write from others (chmod go-w), also to the folders above");
      }
      properties.load(reader);
    } catch (IOException | IllegalArgumentException _) {
      throw Failure.of(
          Exit.USAGE, "`" + file + "` cannot be read, or is not a properties file in UTF-8");
    }
    Map<String, String> keys = new TreeMap<>();
    Set<String> profiles = new TreeSet<>();
    for (String name : properties.stringPropertyNames()) {
      int dot = name.lastIndexOf('.');
      String key = name.substring(dot + 1);
      String of = dot < 0 ? "" : name.substring(0, dot);
      if (!KEYS.contains(key)) {
        throw Failure.of(
            Exit.USAGE,
            "`" + file + "` has the key `" + name + "`, which is not known",
            "keys are " + String.join(", ", new TreeSet<>(KEYS)) + ", or PROFILE.KEY");
      }
      profiles.add(of);
      if (of.equals(profile)) {
        keys.put(key, properties.getProperty(name).strip());
      }
    }
    if (!profile.isEmpty() && keys.isEmpty()) {
      profiles.remove("");
      throw Failure.of(
          Exit.USAGE,
          "there is no profile `" + profile + "` in `" + file + "`",
          profiles.isEmpty() ? "it has no profiles" : "it has " + String.join(", ", profiles));
    }
    return keys;
  }

  private static Path path(Environment environment, String text) {
    return text.startsWith("~/") ? environment.home().resolve(text.substring(2)) : Path.of(text);
  }

  private static Optional<SignIn> signIn(Map<String, String> keys) throws Failure {
    if (!keys.containsKey("issuer")) {
      return Optional.empty();
    }
    String client = keys.getOrDefault("client-id", "");
    if (client.isEmpty()) {
      throw Failure.of(Exit.USAGE, "the configuration has an `issuer`, but no `client-id`");
    }
    boolean access =
        switch (keys.getOrDefault("token", "id")) {
          case "id" -> false;
          case "access" -> true;
          default ->
              throw Failure.of(Exit.USAGE, "`token` in the configuration must be id or access");
        };
    String port = keys.getOrDefault("redirect-port", "0");
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      throw Failure.of(Exit.USAGE, "`redirect-port` in the configuration is not a port");
    }
    return Optional.of(
        new SignIn(
            Addresses.secure("the issuer", keys.getOrDefault("issuer", "")),
            client,
            keys.getOrDefault("scope", "openid"),
            access,
            Optional.ofNullable(keys.get("audience")),
            Integer.parseInt(port)));
  }
}
