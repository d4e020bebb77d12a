package dev.brevet.api.access;

import module java.base;

import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.Place;
import dev.brevet.policy.NamedPolicy;

/// A policy of a simulation: its name there (`PolicyInputList.1`), and where each of its statements
/// stands in it.
record SimulatedPolicy(NamedPolicy policy, List<Place> statements, List<Position> ends) {
  SimulatedPolicy {
    statements = List.copyOf(statements);
    ends = List.copyOf(ends);
  }

  /// `text` has been read as a policy.
  static SimulatedPolicy of(NamedPolicy policy, String text) {
    Optional<JsonValue> statements =
        JsonReader.read(text) instanceof JsonReader.Read(JsonObject object)
            ? object.get("Statement")
            : Optional.empty();
    List<Place> places =
        statements.map(JsonValue::asList).orElse(List.of()).stream().map(JsonValue::place).toList();
    return new SimulatedPolicy(policy, places, ends(text, places));
  }

  // One walk over the text for all of them: they follow each other.
  private static List<Position> ends(String text, List<Place> places) {
    List<Position> ends = new ArrayList<>();
    int at = 0;
    int line = 1;
    int column = 1;
    for (Place place : places) {
      for (; at < place.end(); at++) {
        boolean breaks = text.charAt(at) == '\n';
        line += breaks ? 1 : 0;
        column = breaks ? 1 : column + 1;
      }
      ends.add(new Position(line, column));
    }
    return ends;
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
    return ends.get(statement);
  }
}
