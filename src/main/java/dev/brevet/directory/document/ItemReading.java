package dev.brevet.directory.document;

import dev.brevet.directory.DirectoryItem;
import java.util.List;
import java.util.stream.Collectors;

/// What reading an item's document came to.
public sealed interface ItemReading {
  /// A valid item of the kind that was asked for.
  @SuppressWarnings("AvoidCommonTypeNames")
  record Readable(DirectoryItem item) implements ItemReading {}

  /// All that is wrong with it, at least one problem.
  record Unreadable(List<Problem> problems) implements ItemReading {
    public Unreadable {
      problems = List.copyOf(problems);
    }

    /// The problems on one line.
    public String summary() {
      return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
  }

  /// One thing that is wrong: the path of the `field` (`members[3].entity.type`; empty for the
  /// whole document) and what is wrong with it, fit to show to who wrote it.
  record Problem(String field, String text) {
    @Override
    public String toString() {
      return field.isEmpty() ? text : field + ": " + text;
    }
  }
}
