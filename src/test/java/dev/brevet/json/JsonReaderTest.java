package dev.brevet.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.json.JsonReader.NotJson;
import dev.brevet.json.JsonReader.Read;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static final String TEXT = "{\n  \"a\": [1,\n    \"b\\n\"],\n  \"c\": {\"d\": null}\n}";

  @Test
  void value_knowsWhereItStands() {
    JsonObject object = read(TEXT).asObject().orElseThrow();
    assertEquals(new Place(1, 1, 0, TEXT.length()), object.place());
    Member a = object.member("a").orElseThrow();
    assertEquals("\"a\"", slice(a.place()));
    assertEquals("[1,\n    \"b\\n\"]", slice(a.value().place()));
    JsonValue b = ((JsonArray) a.value()).items().get(1);
    assertEquals("\"b\\n\"", slice(b.place()));
    assertEquals(3, b.place().line());
    assertEquals(5, b.place().column());
    assertEquals(
        "null",
        slice(
            object
                .get("c")
                .flatMap(JsonValue::asObject)
                .flatMap(c -> c.get("d"))
                .orElseThrow()
                .place()));
  }

  @Test
  void text_afterReadingAndWriting_isTheSame() {
    String compact =
        "{\"a\":[1,-2.50e3,true,false,null,\"\\\"\\\\\\n"
            + "\\u0001\\u007f\\u00e9\\u58f2\\ud83d\\ude00\"],\"b\":{},\"c\":[]}";
    assertEquals(compact, JsonText.compact(read(compact)));
    assertEquals(compact, JsonText.compact(read(JsonText.indented(read(compact)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "{\"\\udc00\":1}",
        "[\"a\\ude00\\ud83d\"]",
        "{\"a\":[\"\\udfff\"]}"
      })
  void halfACharacter_isNotRead(String json) {
    assertInstanceOf(NotJson.class, JsonReader.read(json));
    assertInstanceOf(NotJson.class, JsonReader.read(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void indentedText_hasALineForEachPart() {
    assertEquals(
        "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}\n",
        JsonText.indented(read("{\"a\":[1],\"b\":{}}")));
  }

  @Test
  void lastOfTwoMembers_counts() {
    assertEquals(
        "2", read("{\"a\":\"1\",\"a\":\"2\"}").asObject().orElseThrow().text("a").orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1      | 1 | ends before it is complete",
        "{\"a\" 1}     | 1 | not JSON at `1`",
        "{} {}         | 1 | there is more text after the JSON value",
        "{\"a\":1,}    | 1 | not JSON at `}`",
        "[1,           | 1 | ends before it is complete",
        "''            | 1 | empty",
        "nul           | 1 | not JSON at `n`",
      })
  void textThatIsNotJson_saysWhereAndWhat(String text, int line, String message) {
    NotJson not = assertInstanceOf(NotJson.class, JsonReader.read(text));
    assertEquals(line, not.line());
    assertEquals(message, not.message());
  }

  @Test
  void nesting_isBounded() {
    assertInstanceOf(Read.class, JsonReader.read("[".repeat(256) + "]".repeat(256)));
    assertInstanceOf(NotJson.class, JsonReader.read("[".repeat(257) + "]".repeat(257)));
    assertInstanceOf(NotJson.class, JsonReader.read("[".repeat(1_000_000)));
  }

  @Test
  void byteOrderMark_isPassedOver() {
    assertInstanceOf(Read.class, JsonReader.read("\uFEFF{}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void bytes_neverThrow() {
    Random random = new Random(7);
    byte[] seed = TEXT.getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = seed.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (JsonReader.read(bytes) instanceof NotJson not) {
        refused++;
        assertTrue(not.line() >= 1 && not.column() >= 1);
      }
    }
    assertTrue(refused > 1_000);
  }

  private static JsonValue read(String text) {
    return assertInstanceOf(Read.class, JsonReader.read(text)).value();
  }

  private static String slice(Place place) {
    return TEXT.substring(place.start(), place.end());
  }

  @Test
  void untrustedText_ofOneSmallObject_isRead() {
    for (String json :
        new String[] {
          "{}",
          " {\"a\":[[[[[[[1]]]]]]]} ",
          "{\"" + "n".repeat(1_024) + "\":" + "1".repeat(64) + "}"
        }) {
      assertTrue(JsonReader.untrusted(json).isPresent(), json);
    }
  }

  @Test
  void untrustedText_thatIsNotOneSmallObject_isNothing() {
    for (String json :
        new String[] {
          "",
          "[]",
          "1",
          "{",
          "{}{}",
          "{} x",
          "\ufeff{}",
          "{\"a\":1,\"a\":2}",
          "{\"a\":1,\"\\u0061\":2}",
          "{\"a\":{\"b\":1,\"b\":2}}",
          "{\"a\":[[[[[[[[1]]]]]]]]}",
          "{\"" + "n".repeat(1_025) + "\":1}",
          "{\"a\":" + "1".repeat(65) + "}",
          "{\"a\":\"\\ud800\"}"
        }) {
      assertEquals(Optional.empty(), JsonReader.untrusted(json), json);
    }
  }
}
