package dev.brevet.json;

import module java.base;

/// What reading a document came to: a mapping, a registration, an item of the directory.
public sealed interface DocumentReading<T> {
  /// The document; empty when it is not valid.
  default Optional<T> valid() {
    return this instanceof Readable<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  /// The document.
  ///
  /// @throws InvalidDocument when it is not valid
  default T orThrow() throws InvalidDocument {
    return switch (this) {
      case Readable<T>(T value) -> value;
      case Unreadable<T> unreadable -> throw new InvalidDocument(unreadable);
    };
  }

  /// What `next` reads of a valid document; what is wrong with this one otherwise.
  default <U> DocumentReading<U> flatMap(Function<T, DocumentReading<U>> next) {
    return switch (this) {
      case Readable<T>(T value) -> next.apply(value);
      case Unreadable<T>(List<Problem> problems) -> new Unreadable<>(problems);
    };
  }

  /// A valid document. Clashes with java.lang.Readable, which no reader of documents uses.
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
  /// whole document), what is wrong with it, fit to show to the document's author, and where.
  record Problem(String field, String what, Place place) {
    /// One without a place.
    public Problem(String field, String what) {
      this(field, what, Place.NONE);
    }

    /// What is wrong, and where.
    public String text() {
      return place.line() == 0
          ? what
          : what + " (line " + place.line() + ", column " + place.column() + ")";
    }

    @Override
    public String toString() {
      return field.isEmpty() ? text() : "`" + field + "`: " + text();
    }
  }
}
