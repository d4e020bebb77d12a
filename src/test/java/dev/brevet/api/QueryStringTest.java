package dev.brevet.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.brevet.json.InvalidDocument;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {
  @Test
  void parameters_areDecodedOnce() throws InvalidDocument {
    assertEquals(
        Map.of("day", "2026-11-22", "a b", "é&=", "twice", "%41", "empty", "", "bare", ""),
        QueryString.read("day=2026-11-22&a+b=%C3%A9%26%3D&twice=%2541&&empty=&bare"));
  }

  @Test
  void nothing_isNoParameters() throws InvalidDocument {
    assertEquals(Map.of(), QueryString.read(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=%",
        "a=%4",
        "a=%zz",
        "a=%-1",
        "a=%+1",
        "%=a",
        "a=%ff",
        "a=%C0%AF",
        "a=%00",
        "a=\u00e9",
        "a=%ED%A0%80",
        "a=%\uff11\uff11"
      })
  void query_thatIsNotEncodedUtf8_isRefused(String query) {
    assertRefused("query", query);
  }

  @ParameterizedTest
  @CsvSource({"day=1&day=2, day", "day=1&d%61y=1, day"})
  void parameter_givenTwice_isRefusedByName(String query, String field) {
    assertRefused(field, query);
  }

  @Test
  void query_overTheBound_isRefused() {
    assertRefused("query", "a=" + "b".repeat(65536));
  }

  private static void assertRefused(String field, String query) {
    InvalidDocument wrong = assertThrows(InvalidDocument.class, () -> QueryString.read(query));
    assertEquals(field, wrong.problems().getFirst().field());
  }
}
