package dev.brevet.json;

/// Where a value stands in a text.
///
/// @param line from 1; 0 for a value that was not read
/// @param column from 1, in UTF-16 units; 0 for a value that was not read
/// @param start offset of its first character
/// @param end offset after its last character
public record Place(int line, int column, int start, int end) {
  /// The place of a value that was made, not read.
  public static final Place NONE = new Place(0, 0, 0, 0);

  static Place at(int line, int column) {
    return new Place(line, column, 0, 0);
  }

  /// This place in a document that begins at `start` of another: its place there.
  Place after(Place start) {
    return line == 0
        ? start
        : at(start.line + line - 1, line == 1 ? start.column + column - 1 : column);
  }
}
