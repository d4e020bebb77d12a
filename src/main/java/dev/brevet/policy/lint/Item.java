package dev.brevet.policy.lint;

import dev.brevet.json.JsonValue;
import dev.brevet.json.Place;

/// A text of a policy and where it stands.
///
/// @param pointer RFC 6901
/// @param inList whether it is an item of a list, so that it can be taken out
record Item(String text, Place place, String pointer, boolean inList) {

  /// `name` below `pointer`.
  static String below(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  static Item of(JsonValue value, String text, String pointer, boolean inList) {
    return new Item(text, value.place(), pointer, inList);
  }

  @Override
  public String toString() {
    return text;
  }
}
