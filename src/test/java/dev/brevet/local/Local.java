package dev.brevet.local;

import module java.base;

/// What `mvn -Plocal` starts: the whole service on this machine, or one event through one function,
/// or policy decisions.
final class Local {
  private Local() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try {
      run(properties());
    } catch (IllegalArgumentException e) {
      fail(e.getMessage());
    } catch (UncheckedIOException e) {
      fail(e.getCause() instanceof BindException ? taken(e) : e.getMessage());
    }
  }

  private static void run(Map<String, String> properties) throws IOException, InterruptedException {
    Optional<String> decide = LocalOptions.given(properties, "brevet.decide");
    if (decide.isPresent()) {
      decide(decide.get());
      return;
    }
    LocalOptions options = LocalOptions.of(properties, System.getenv());
    Optional<String> function = LocalOptions.given(properties, "brevet.invoke");
    if (function.isPresent()) {
      Path event =
          LocalOptions.given(properties, "brevet.event")
              .map(options.base()::resolve)
              .orElseThrow(
                  () -> new IllegalArgumentException("brevet.invoke needs -Dbrevet.event=FILE"));
      invoke(options.withPort(0), function.get(), event);
      return;
    }
    serve(options);
  }

  private static void serve(LocalOptions options) throws InterruptedException {
    LocalWorld world = LocalWorld.start(options);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  world.close();
                  ended.countDown();
                }));
    new LocalFiles(options.base(), world).write();
    System.out.println(welcome(world));
    ended.await();
  }

  static String welcome(LocalWorld world) {
    return """

    Brevet is ready on %1$s (Ctrl-C ends it)
      STS %2$s, DynamoDB %3$s, OIDC issuer %4$s, %5$s

    In another shell, here:   source %6$s/env.sh
    1. vend with a token:
       curl -s -H "Authorization: Bearer $BREVET_TOKEN" -H 'Content-Type: application/json' -d "{\\"mapping\\":\\"$BREVET_MAPPING\\"}" $BREVET_URL/v1/credentials
    2. vend with SigV4, as the IAM user local-user:
       curl -s --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" -K %6$s/local-user.curl -H 'Content-Type: application/json' -d '{"mapping":"build-artifacts"}' $BREVET_URL/v1/iam/credentials
    3. use vended credentials with the AWS CLI:
       AWS_CONFIG_FILE=%6$s/aws-config aws --profile vended sts get-caller-identity
    4. read what was decided, as an administrator (local-user is one):
       curl -s --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" -K %6$s/local-user.curl "$BREVET_URL/v1/iam/admin/decisions?mapping=orders-reader"
    Other callers: tokens in %6$s/*.jwt (alice, bob, stranger, ...), keys of IAM users in %6$s/*.curl.
    The command line (after `mvn package`): bin/brevet list; bin/brevet login, with the settings
      issuer = %4$s and client-id = brevet (docs/cli.md).
    Each decision is a JSON line below, and an item in the table %7$s.
    """
        .formatted(
            world.url(),
            world.stsEndpoint(),
            world.dynamoDbEndpoint(),
            world.issuer().url(),
            data(world.options()),
            LocalFiles.folder(world.url().getPort()),
            world.tableName("DECISIONS_TABLE"));
  }

  private static String data(LocalOptions options) {
    return options.dynamoDb().isPresent()
        ? "data there"
        : options.data().map(folder -> "data in " + folder).orElse("data in memory");
  }

  /// One event through one function; what its placeholders stand for is put in first ([EventText]).
  private static void invoke(LocalOptions options, String function, Path event) throws IOException {
    if (!Files.isReadable(event)) {
      throw new IllegalArgumentException("there is no event file " + event);
    }
    // As `sam local invoke` does it: the function's log on standard error, its answer alone on
    // standard output.
    PrintStream standard = System.out;
    System.setOut(System.err);
    try (LocalWorld world = LocalWorld.start(options)) {
      String text = EventText.of(Files.readString(event), world);
      byte[] answer =
          world
              .function(function)
              .invoke(text.getBytes(StandardCharsets.UTF_8), UUID.randomUUID().toString());
      standard.println(new String(answer, StandardCharsets.UTF_8));
    } catch (LocalFunction.Failure failure) {
      fail(failure.getMessage());
    }
    // DynamoDB Local leaves a thread behind that would keep the process for minutes.
    System.exit(0);
  }

  private static void decide(String file) throws IOException {
    if (file.equals("-")) {
      exit(Decide.run(System.in, System.out));
      return;
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException("there is no file " + path);
    }
    try (InputStream in = Files.newInputStream(path)) {
      exit(Decide.run(in, System.out));
    }
  }

  private static Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("brevet."))
        .forEach(name -> properties.put(name, System.getProperty(name)));
    return properties;
  }

  private static String taken(UncheckedIOException e) {
    return e.getMessage() + "; -Dbrevet.port=PORT chooses another";
  }

  private static void exit(int status) {
    if (status != 0) {
      System.exit(status);
    }
  }

  private static void fail(String message) {
    System.err.println("brevet: " + message);
    System.exit(1);
  }
}
