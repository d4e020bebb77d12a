package dev.brevet.cli;

import java.io.PrintStream;
import java.util.List;

/// Rows of text in columns.
final class Table {
  private Table() {}

  /// The last column is as wide as it is.
  static void print(List<List<String>> rows, PrintStream out) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Terminal.plain(row.get(i)).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String text = Terminal.plain(row.get(i));
        line.append(text);
        if (i < columns - 1) {
          line.repeat(" ", widths[i] - text.length() + 2);
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
