package dev.brevet.json;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.DocumentReading.Problem;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;

/// What is wrong with one document, each mistake with its path and place: the first of them.
final class Mistakes {
  private static final int MOST = 20;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_PATH = 256;

  private final List<Problem> problems = new ArrayList<>();

  List<Problem> problems() {
    return problems;
  }

  /// What is wrong with what is there comes before what is missing.
  List<Problem> placedFirst() {
    return problems.stream()
        .sorted(Comparator.comparing((Problem each) -> each.place().line() == 0))
        .toList();
  }

  boolean isFull() {
    return problems.size() >= MOST;
  }

  void add(String path, String text, Place place) {
    if (!isFull()) {
      boolean isLong = path.length() > LONGEST_PATH;
      problems.add(
          new Problem(isLong ? path.substring(0, LONGEST_PATH) + "..." : path, text, place));
    }
  }

  static String path(String path, String name) {
    return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
  }

  /// Refuses every name that is given twice in one object, however deep. Paths are made for
  /// mistakes only: a document may be deep, and its names long.
  void requireDistinct(Supplier<String> path, JsonValue value) {
    switch (value) {
      case JsonObject object -> {
        Set<String> names = new HashSet<>();
        for (Member member : object.members()) {
          Supplier<String> of = () -> path(path.get(), UntrustedText.shown(member.name()));
          if (!names.add(member.name()) && !isFull()) {
            add(of.get(), "is given twice", member.place());
          }
          requireDistinct(of, member.value());
        }
      }
      case JsonArray array -> {
        for (int i = 0; i < array.items().size(); i++) {
          String at = "[" + i + "]";
          requireDistinct(() -> path.get() + at, array.items().get(i));
        }
      }
      case JsonValue _ -> {}
    }
  }

  /// Refuses every field of the object at `path` that is not `known`, with the nearest known name
  /// that is not given; and, when they must be `distinct`, those that are given twice.
  void requireKnown(String path, JsonObject object, Set<String> known, boolean distinct) {
    Set<String> seen = new HashSet<>();
    for (Member member : object.members()) {
      boolean isFirst = seen.add(member.name());
      if (!known.contains(member.name()) && !isFull()) {
        Set<String> absent = new TreeSet<>(known);
        object.members().forEach(given -> absent.remove(given.name()));
        add(
            path(path, UntrustedText.shown(member.name())),
            "is not a known field"
                + nearest(member.name(), absent)
                    .map(each -> ": is `" + each + "` meant?")
                    .orElse(""),
            member.place());
      } else if (!isFirst && distinct) {
        add(path(path, UntrustedText.shown(member.name())), "is given twice", member.place());
      }
    }
  }

  /// The one of `names` that is at most two letters away.
  private static Optional<String> nearest(String name, Set<String> names) {
    Optional<String> nearest = Optional.empty();
    int least = Math.min(2, name.length() / 3) + 1;
    for (String each : name.length() > LONGEST_NAME ? Set.<String>of() : names) {
      int distance = distance(AsciiCase.lower(name), AsciiCase.lower(each));
      if (distance < least) {
        nearest = Optional.of(each);
        least = distance;
      }
    }
    return nearest;
  }

  /// How many letters must be added, left out or replaced: Levenshtein's distance.
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[to.length()];
  }
}
