package dev.brevet.cli;

/// How an answer is printed; the names are what the command line takes.
enum AnswerFormat {
  /// For people.
  text,
  /// For programs: Brevet's own document.
  json
}
