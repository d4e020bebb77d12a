package dev.brevet.cli.environment;

import module java.base;

import dev.brevet.iam.UntrustedText;

/// Rows of text in columns.
public final class Table {
  private Table() {}

  private static final int LEAST = 20;

  /// The last column goes on below itself, or below all, where the terminal ends.
  ///
  /// @param width of the terminal; 0 for none
  public static void print(List<List<String>> rows, PrintStream out, int width) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], UntrustedText.plain(row.get(i)).length());
      }
    }
    int before = Arrays.stream(widths).limit(columns - 1).map(each -> each + 2).sum();
    int left = width - before >= LEAST ? before : 4;
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String text = UntrustedText.plain(row.get(i));
        if (i < columns - 1) {
          line.append(text).repeat(" ", widths[i] - text.length() + 2);
        }
      }
      for (String word : UntrustedText.plain(row.getLast()).split(" ", -1)) {
        if (width > 0 && line.length() + word.length() > width && !line.toString().isBlank()) {
          out.println(line.toString().stripTrailing());
          line.setLength(0);
          line.repeat(" ", left);
        }
        line.append(word).append(' ');
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
