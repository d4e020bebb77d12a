package dev.brevet.api;

import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.Place;
import dev.brevet.policy.NamedPolicy;
import java.util.List;
import java.util.Optional;

/// A policy of a simulation: its name there (`PolicyInputList.1`), its text, and where each of its
/// statements stands in it.
record SimulatedPolicy(NamedPolicy policy, String text, List<Place> statements) {
  SimulatedPolicy {
    statements = List.copyOf(statements);
  }

  /// `text` has been read as a policy.
  static SimulatedPolicy of(NamedPolicy policy, String text) {
    Optional<JsonValue> statements =
        JsonReader.read(text) instanceof JsonReader.Read(JsonObject object)
            ? object.get("Statement")
            : Optional.empty();
    return new SimulatedPolicy(
        policy,
        text,
        statements.map(JsonValue::asList).orElse(List.of()).stream()
            .map(JsonValue::place)
            .toList());
  }

  /// A line and a column, both from 1.
  record Position(int line, int column) {}

  /// Where a statement begins.
  Position start(int statement) {
    Place place = statements.get(statement);
    return new Position(place.line(), place.column());
  }

  /// Where what follows a statement begins.
  Position end(int statement) {
    int end = statements.get(statement).end();
    int line = 1;
    int column = 1;
    for (int i = 0; i < end; i++) {
      boolean breaks = text.charAt(i) == '\n';
      line += breaks ? 1 : 0;
      column = breaks ? 1 : column + 1;
    }
    return new Position(line, column);
  }
}
