package dev.brevet.policy.element;

import java.util.Optional;

/// A part of a pattern between two `*`.
sealed interface Piece {
  /// Text that stands for itself.
  record Literal(String text) implements Piece {}

  /// `?`: exactly one character.
  record AnyOne() implements Piece {}

  /// `${key}` or `${key, 'default'}`.
  record Variable(String lowerKey, Optional<String> defaultValue) implements Piece {}

  /// `${...}` that names nothing that could have a value: never matches.
  record Unresolvable() implements Piece {}
}
