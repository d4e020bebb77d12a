package dev.brevet.json;

import dev.brevet.json.DocumentReading.Problem;
import dev.brevet.json.DocumentReading.Unreadable;
import java.util.List;

/// A document that cannot be read, thrown by a reader that needs it.
public final class InvalidDocument extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /// One problem, of `field`.
  public InvalidDocument(String field, String what) {
    this(new Unreadable<>(field, what));
  }

  InvalidDocument(Unreadable<?> document) {
    super(document.summary());
    this.problems = document.problems();
  }

  /// All that is wrong with it, at least one problem.
  public List<Problem> problems() {
    return problems;
  }
}
