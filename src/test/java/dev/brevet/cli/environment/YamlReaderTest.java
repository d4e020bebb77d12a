package dev.brevet.cli.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// YAML as definitions have it. Expected values are of YAML 1.2.2, 10.3.
class YamlReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1 | {\"a\":1}",
        "a: -1.5e3 | {\"a\":-1.5e3}",
        "a: true | {\"a\":true}",
        "a: False | {\"a\":false}",
        // Booleans of YAML 1.1 are texts in 1.2.
        "a: yes | {\"a\":\"yes\"}",
        "a: ~ | {\"a\":null}",
        "a: | {\"a\":null}",
        "a: \"1\" | {\"a\":\"1\"}",
        "1: a | {\"1\":\"a\"}",
        "a: 2026-11-22T10:00:00Z | {\"a\":\"2026-11-22T10:00:00Z\"}",
        "a: ${Name} | {\"a\":\"${Name}\"}",
        "a: {b: [c, 2]} | {\"a\":{\"b\":[\"c\",2]}}",
        "{x: &m {a: 1}, y: {<<: *m, b: 2}} | {\"x\":{\"a\":1},\"y\":{\"b\":2,\"a\":1}}",
        "[a, &x b, *x] | [\"a\",\"b\",\"b\"]",
        "{\"a\": \"b\"} | {\"a\":\"b\"}",
      })
  void whatJsonCouldSay_isRead(String yaml, String json) {
    JsonReader.Read read = assertInstanceOf(JsonReader.Read.class, YamlReader.read(yaml));
    assertEquals(json, JsonText.compact(read.value()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a: \"\\ud800\"",
        "\"\\udc00\": a",
        "# nothing",
        "a: !Sub b",
        "a: !!binary aGk=",
        "a: !!set {b}",
        "? [a]\n: b",
        "{a: 1, a: 2}",
        "a: 0x1f",
        "a: 0o17",
        "a: .inf",
        "a: .nan",
        "a: 1.",
        "a: [",
        "a: b\n---\nc: d",
        "a: *nobody",
        "&a [*a]",
        "a: \"\u0007",
      })
  void whatItCouldNot_isTold(String yaml) {
    assertInstanceOf(JsonReader.NotJson.class, YamlReader.read(yaml));
  }

  @Test
  void place_isThatOfTheText() {
    JsonReader.NotJson not =
        assertInstanceOf(JsonReader.NotJson.class, YamlReader.read("a: 1\nb:\n  c: !Sub d\n"));
    assertEquals(3, not.line());
    assertEquals(6, not.column());
    assertTrue(not.message().contains("!Sub"), not.message());
  }

  /// Nine levels of nine aliases each are 387 million values.
  @Test
  void aliasesOfAliases_areBounded() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    assertInstanceOf(JsonReader.NotJson.class, YamlReader.read(yaml.toString()));
    assertInstanceOf(JsonReader.NotJson.class, YamlReader.read("[".repeat(5_000)));
    assertInstanceOf(JsonReader.NotJson.class, YamlReader.read("[".repeat(300) + "]".repeat(300)));
    assertInstanceOf(JsonReader.NotJson.class, YamlReader.read("a: " + "b".repeat(1 << 20)));
  }
}
