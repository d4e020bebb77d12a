package dev.brevet.json;

import module java.base;

/// What reading a document came to: a mapping, a registration, an item of the directory.
public sealed interface DocumentReading<T> {
  /// The document; empty when it is not valid.
  default Optional<T> valid() {
    return this instanceof Readable<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  /// A valid document. Clashes with java.lang.Readable, which nobody means beside a reader of
  /// documents.
  @SuppressWarnings("AvoidCommonTypeNames")
  record Readable<T>(T value) implements DocumentReading<T> {}

  /// All that is wrong with it, at least one problem.
  record Unreadable<T>(List<Problem> problems) implements DocumentReading<T> {
    public Unreadable {
      problems = List.copyOf(problems);
    }

    /// One problem.
    public Unreadable(String field, String text) {
      this(List.of(new Problem(field, text)));
    }

    /// The problems on one line.
    public String summary() {
      return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
  }

  /// One thing that is wrong: the path of the `field` (`parameters.day.pattern`; empty for the
  /// whole document) and what is wrong with it and where, fit to show to the document's author.
  record Problem(String field, String text) {
    @Override
    public String toString() {
      return field.isEmpty() ? text : "`" + field + "`: " + text;
    }
  }
}
