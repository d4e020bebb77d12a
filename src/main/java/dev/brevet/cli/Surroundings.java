package dev.brevet.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// All that the program takes from the machine it runs on.
///
/// @param home the user's home folder
/// @param cache where the program keeps what it may lose; the launcher may have said where
/// @param handOver a file that the launcher reads: what it is to do before it starts another
///   program in this one's place. Empty when there is no launcher
/// @param out for answers alone, which other programs read
/// @param err for people
record Surroundings(
    Map<String, String> environment,
    Clock clock,
    Path home,
    Path cache,
    Optional<Path> handOver,
    InputStream in,
    PrintStream out,
    PrintStream err) {
  Surroundings {
    environment = Map.copyOf(environment);
  }

  /// A variable of the environment. Empty when it is not set, or to nothing.
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /// A line for people.
  void tell(String line) {
    err.println("brevet: " + Terminal.plain(line));
  }

  /// What the program keeps between its runs.
  PrivateFolder kept() {
    return new PrivateFolder(cache);
  }
}
