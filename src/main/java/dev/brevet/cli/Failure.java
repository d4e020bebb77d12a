package dev.brevet.cli;

import java.util.Optional;

/// The program cannot go on. Its message and advice are shown: neither ever holds a token, a secret
/// or a text that could steer a terminal.
final class Failure extends Exception {
  private final Exit exit;
  private final Optional<String> advice;

  private Failure(Exit exit, String message, Optional<String> advice) {
    super(Terminal.plain(message));
    this.exit = exit;
    this.advice = advice.map(Terminal::plain);
  }

  static Failure of(Exit exit, String message) {
    return new Failure(exit, message, Optional.empty());
  }

  /// @param advice what to do about it
  static Failure of(Exit exit, String message, String advice) {
    return new Failure(exit, message, Optional.of(advice));
  }

  Exit exit() {
    return exit;
  }

  /// What is wrong, one line.
  String message() {
    return String.valueOf(getMessage());
  }

  Optional<String> advice() {
    return advice;
  }
}
