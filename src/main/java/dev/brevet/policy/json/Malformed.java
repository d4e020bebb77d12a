package dev.brevet.policy.json;

/// The text is no policy of the type asked for. `line` and `column` count from 1 and point at the
/// offending place; `message` is one line and safe to show.
public record Malformed(int line, int column, String message) implements PolicyReading {
  @Override
  public String toString() {
    return "line " + line + ", column " + column + ": " + message;
  }
}
