package dev.brevet.cli.environment;

/// How an answer is printed; the names are what the command line takes.
public enum AnswerFormat {
  /// For people.
  text,
  /// For programs: Brevet's own document.
  json
}
