package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// One thing that a check found.
///
/// @param id stable
/// @param why what it is and why it matters, fit to show
/// @param line from 1
/// @param column from 1
/// @param pointer RFC 6901; empty for the whole document
/// @param repair operations of RFC 6902 that leave nothing more allowed than before, and all that
///   works; none when no repair is safe
public record Finding(
    String id,
    Severity severity,
    String why,
    int line,
    int column,
    String pointer,
    List<JsonObject> repair) {
  public Finding {
    repair = List.copyOf(repair);
  }

  /// The same for the document that holds the policy at `member`: pointers begin there.
  public Finding within(String member) {
    return new Finding(
        id,
        severity,
        why,
        line,
        column,
        "/" + member + pointer,
        repair.stream().map(operation -> Patch.within("/" + member, operation)).toList());
  }

  /// The same for people to repair.
  Finding withoutRepair() {
    return new Finding(id, severity, why, line, column, pointer, List.of());
  }

  /// The same in other words.
  public Finding saying(String words) {
    return new Finding(id, severity, words, line, column, pointer, repair);
  }

  /// As answers have it.
  public JsonObject toJson() {
    JsonObject json =
        JsonValue.object()
            .with("id", id)
            .with("severity", severity.label())
            .with(
                "place",
                JsonValue.object()
                    .with("line", line)
                    .with("column", column)
                    .with("pointer", pointer))
            .with("why", why);
    return repair.isEmpty() ? json : json.with("repair", JsonValue.of(repair));
  }
}
