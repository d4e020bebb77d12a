package dev.brevet.json;

/// A field of a document that is not what it must be.
public final class InvalidField extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final int line;
  private final int column;

  /// @param field its path: `options.kmsKeyArn`
  /// @param detail what is wrong, with the field's name; fit to show
  public InvalidField(String field, String detail) {
    this(field, detail, 0, 0);
  }

  /// A document within a field, with the place in it that is wrong.
  ///
  /// @param line from 1; 0 where no place can be given
  public InvalidField(String field, String detail, int line, int column) {
    super(detail);
    this.field = field;
    this.line = line;
    this.column = column;
  }

  public String field() {
    return field;
  }

  /// What is wrong, without the place in the field's document.
  public String what() {
    return String.valueOf(getMessage());
  }

  /// From 1; 0 where there is no place.
  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  /// What is wrong, and where.
  public String detail() {
    return line > 0 ? what() + " (line " + line + ", column " + column + ")" : what();
  }
}
