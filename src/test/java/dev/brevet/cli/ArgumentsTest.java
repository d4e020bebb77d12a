package dev.brevet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Arguments as the JVM gives them: what the terminal's character set could not read is U+FFFD.
class ArgumentsTest {
  @ParameterizedTest
  @ValueSource(strings = {"caf\ufffd", "\ud800", "a\ude00\ud83d"})
  void argumentThatWasNotReadable_isRefused(String argument) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(
            Map.of(),
            Clock.systemUTC(),
            SecureRandom::new,
            Path.of("."),
            Path.of("."),
            Optional.empty(),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));

    assertEquals(Exit.USAGE.code(), Brevet.run(environment, "lint", argument));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("UTF-8 locale"), err::toString);
  }
}
