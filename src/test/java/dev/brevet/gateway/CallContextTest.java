package dev.brevet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallContextTest {
  private static final String LETTERS = "ab,\"[]\\ \n{u002c\u00e9";

  /// A group `x,admin` of an issuer is one group, and the backend that cuts at commas is told none
  /// that is called `admin`.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a|a",
        "a;b|a,b",
        "x,admin|[\"x\\u002cadmin\"]",
        "x,admin,y;b|[\"x\\u002cadmin\\u002cy\",\"b\"]",
        "[\"a\"]|[\"[\\\"a\\\"]\"]",
        "b;[a]|b,[a]"
      })
  void valuesOfAClaim_areToldApart(String values, String told) {
    assertEquals(told, CallContext.text(List.of(values.split(";"))));
  }

  @Test
  void generatedValues_areReadAsTheyWere_andCutIntoNoMore() throws JsonProcessingException {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      List<String> values = new ArrayList<>();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        StringBuilder value = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
          value.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        values.add(value.toString());
      }
      String told = CallContext.text(values);
      String shown = "seed " + seed + ": " + values + " is " + told;
      List<String> parts = Arrays.asList(told.split(",", -1));
      assertEquals(values.size(), parts.size(), shown);
      assertEquals(
          values,
          told.startsWith("[")
              ? List.of(new ObjectMapper().readValue(told, String[].class))
              : parts,
          shown);
    }
  }
}
