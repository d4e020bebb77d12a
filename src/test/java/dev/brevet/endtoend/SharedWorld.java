package dev.brevet.endtoend;

import module java.base;

import dev.brevet.local.LocalOptions;
import dev.brevet.local.LocalWorld;

/// One local world for all tests of this JVM, in memory, and what its functions logged.
final class SharedWorld {
  private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();
  private static final LocalWorld WORLD = startShared();

  private SharedWorld() {}

  static LocalWorld world() {
    return WORLD;
  }

  /// Every line that the functions logged so far.
  static String log() {
    return LOG.toString(StandardCharsets.UTF_8);
  }

  /// A request to the shared world, of a client that tries again.
  static Call call(String method, String path) {
    return new Call(WORLD, method, path).patient();
  }

  /// A vend with `token`: `body` is the whole request body.
  static Answer vend(String token, String body) {
    return call("POST", "/v1/credentials").bearer(token).body(body).send();
  }

  /// A vend of `mapping` with the token of the sample identity `identity`.
  static Answer vendAs(String identity, String mapping) {
    return vend(WORLD.token(identity), "{\"mapping\":\"" + mapping + "\"}");
  }

  /// Another world, with its own state and the same log.
  static LocalWorld start(LocalOptions options) {
    PrintStream standard = System.out;
    // Functions take standard output as their log when they are made.
    System.setOut(new PrintStream(LOG, true, StandardCharsets.UTF_8));
    try {
      return LocalWorld.start(options);
    } finally {
      System.setOut(standard);
    }
  }

  /// Memory and free ports.
  static LocalOptions options() {
    return LocalOptions.inMemory(Path.of("").toAbsolutePath());
  }

  private static LocalWorld startShared() {
    LocalWorld world = start(options());
    Runtime.getRuntime().addShutdownHook(new Thread(world::close));
    return world;
  }
}
