package dev.brevet.cli.environment;

import dev.brevet.iam.UntrustedText;
import java.util.Optional;

/// The program cannot go on. Its message and advice are shown: neither ever holds a token, a secret
/// or a text that could steer a terminal.
public final class Failure extends Exception {
  private final Exit exit;
  private final Optional<String> advice;

  private Failure(Exit exit, String message, Optional<String> advice) {
    super(UntrustedText.plain(message));
    this.exit = exit;
    this.advice = advice.map(UntrustedText::plain);
  }

  public static Failure of(Exit exit, String message) {
    return new Failure(exit, message, Optional.empty());
  }

  /// A failure that the user at the command line can correct.
  ///
  /// @param advice what to do, one line
  public static Failure of(Exit exit, String message, String advice) {
    return new Failure(exit, message, Optional.of(advice));
  }

  public Exit exit() {
    return exit;
  }

  /// What is wrong, one line.
  public String message() {
    return String.valueOf(getMessage());
  }

  public Optional<String> advice() {
    return advice;
  }
}
