package dev.brevet.api;

import module java.base;

import dev.brevet.api.HeavyCalls.Call;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.json.Place;

/// Calls of a route like its worst one, drawn at random up to the route's limit: lists grow and
/// shrink, texts get longer and get wildcards, or are another text of the same body.
final class DrawnCalls {
  private static final int MOST_TEXT = 4_096;
  private static final List<String> PARTS =
      List.of(
          "*", "?", "*a", "b*", "?*?", "${aws:username}", "${*}", "arn:aws:s3:::", "\u00e9", "/");

  private final Random random;
  private final List<String> others = new ArrayList<>();

  /// One text of so many becomes another, and one list of so many.
  private final int texts;

  private final int lists;

  /// Characters that may still be added.
  private int left;

  private DrawnCalls(Random random, Call call) {
    this.random = random;
    this.texts = 1 << random.nextInt(3, 14);
    this.lists = call.body().length() > 1 << 20 ? 1 : 1 << random.nextInt(3);
    Matcher size = Pattern.compile("^(\\d+) (KB|MiB)").matcher(call.limit());
    boolean sized = size.find();
    int unit = sized && size.group(2).equals("KB") ? 1 << 10 : 1 << 20;
    this.left = sized ? Integer.parseInt(size.group(1)) * unit - call.body().length() : 0;
  }

  static Call like(Call call, Random random) {
    DrawnCalls drawing = new DrawnCalls(random, call);
    String query =
        call.body().isEmpty() && random.nextBoolean() ? drawing.query(call.query()) : call.query();
    return new Call(call.limit(), "drawn", call.path(), query, drawing.body(call.body()));
  }

  /// Names of what lists take, with texts that nobody sends.
  private String query(String query) {
    return Stream.of("limit", "token", "principal", "mapping", "outcome")
        .filter(name -> random.nextInt(name.length()) < 2)
        .map(name -> name + "=" + encoded(text(random.nextBoolean() ? "1" : "a")))
        .collect(Collectors.joining("&", query.isEmpty() ? "" : query + "&", ""));
  }

  private String body(String body) {
    if (JsonReader.read(body) instanceof JsonReader.Read(JsonValue value)) {
      collect(value);
      return JsonText.compact(drawn(value));
    }
    return Stream.of(body.split("&", -1))
        .map(
            field -> {
              int value = field.indexOf('=') + 1;
              String text = URLDecoder.decode(field.substring(value), StandardCharsets.UTF_8);
              return field.substring(0, value) + encoded(text.startsWith("{") ? body(text) : text);
            })
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void collect(JsonValue value) {
    switch (value) {
      case JsonString(String text, _) -> others.add(text);
      case JsonArray(List<JsonValue> items, _) -> items.stream().limit(50).forEach(this::collect);
      case JsonObject(List<Member> members, _) ->
          members.forEach(member -> collect(member.value()));
      default -> {}
    }
  }

  private JsonValue drawn(JsonValue value) {
    return switch (value) {
      case JsonString(String text, _) ->
          random.nextInt(texts) == 0 ? JsonValue.of(text(text)) : value;
      case JsonArray(List<JsonValue> items, Place place) ->
          new JsonArray(items(items).stream().map(this::drawn).toList(), place);
      case JsonObject(List<Member> members, Place place) ->
          new JsonObject(
              members.stream()
                  .filter(_ -> random.nextInt(2 * texts) > 0)
                  .map(each -> new Member(each.name(), each.place(), drawn(each.value())))
                  .toList(),
              place);
      default -> value;
    };
  }

  private List<JsonValue> items(List<JsonValue> items) {
    if (items.isEmpty() || random.nextInt(lists) > 0) {
      return items;
    }
    int wanted = 1 << random.nextInt(13);
    List<JsonValue> drawn = new ArrayList<>(items.subList(0, Math.min(wanted, items.size())));
    for (JsonValue item : items.subList(drawn.size(), items.size())) {
      left += JsonText.compact(item).length();
    }
    while (drawn.size() < wanted && left > 0) {
      int number = drawn.size();
      JsonValue item = items.get(number % items.size());
      left -= JsonText.compact(item).length();
      drawn.add(item instanceof JsonString(String text, _) ? JsonValue.of(text + number) : item);
    }
    return drawn;
  }

  private String text(String text) {
    String part = PARTS.get(random.nextInt(PARTS.size()));
    int at = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()) + 1));
    String drawn =
        switch (random.nextInt(4)) {
          case 0 -> text.repeat(1 << random.nextInt(8));
          case 1 ->
              text.substring(0, at) + part.repeat(1 << random.nextInt(6)) + text.substring(at);
          case 2 -> others.isEmpty() ? part : others.get(random.nextInt(others.size()));
          default -> text.substring(0, at) + part + text.substring(at);
        };
    String shown = drawn.length() > MOST_TEXT || left < drawn.length() ? text : drawn;
    left -= shown.length() - text.length();
    return shown;
  }
}
