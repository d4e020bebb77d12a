package dev.brevet.mapping;

import java.util.List;
import java.util.stream.Collectors;

/// What reading a mapping's JSON came to.
public sealed interface MappingReading {
  /// A valid mapping; its version is the document's `version`, or 0. Clashes with
  /// java.lang.Readable, which nobody means beside a reader of mappings.
  @SuppressWarnings("AvoidCommonTypeNames")
  record Readable(RoleMapping mapping) implements MappingReading {}

  /// All that is wrong with it, at least one problem.
  record Unreadable(List<Problem> problems) implements MappingReading {
    public Unreadable {
      problems = List.copyOf(problems);
    }

    /// The problems on one line.
    public String summary() {
      return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
  }

  /// One thing that is wrong: the path of the `field` (`parameters.day.pattern`; empty for the
  /// whole document) and what is wrong with it, fit to show to who wrote it.
  record Problem(String field, String text) {
    @Override
    public String toString() {
      return field.isEmpty() ? text : field + ": " + text;
    }
  }
}
