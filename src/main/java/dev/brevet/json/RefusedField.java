package dev.brevet.json;

/// A field of a document holds what it must not. Thrown where a document is read as a stream, and
/// where a value is made of several fields, so that the message names the wrong one.
public final class RefusedField extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String what;

  /// @param field its path: `mfa.amr`; empty for the whole document
  /// @param what follows the field's name, fit to show
  public RefusedField(String field, String what) {
    super(field.isEmpty() ? what : "`" + field + "` " + what);
    this.field = field;
    this.what = what;
  }

  /// Its path.
  public String field() {
    return field;
  }

  /// What is wrong with it, without its name.
  public String what() {
    return what;
  }
}
